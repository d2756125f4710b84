package com.paperspace.operator.reconcile.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages name the first five differences, and say when there are more. */
class DriftsTest {
  private static List<Drift> fields(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> Drift.correctable("f" + i, i, null))
        .toList();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | '' | nothing to name",
        "1 | f1 | one",
        "5 | f1, f2, f3, f4, f5 | the last that are all named",
        "6 | f1, f2, f3, f4, f5 and 1 more | one too many",
        "90 | f1, f2, f3, f4, f5 and 85 more | a message stays short",
      })
  void theFirstFiveFieldsAreNamed(int count, String names, String why) {
    assertThat(Drifts.fields(fields(count))).as(why).isEqualTo(names);
  }

  @Test
  void aFieldIsNamedOnce() {
    var twice = List.of(Drift.correctable("f", 1, 2), Drift.correctable("f", 3, 4));
    assertThat(Drifts.fields(twice)).isEqualTo("f");
  }

  @Test
  void bothValuesAreShownAndOneRemedyCanBeChosen() {
    var drift = List.of(Drift.correctable("size", 2, 1), Drift.replace("region", "ny2", null));
    assertThat(Drifts.values(drift))
        .isEqualTo("size (declared 2, actual 1), region (declared ny2, actual (none))");
    assertThat(Drifts.values(drift, Remedy.REPLACE))
        .isEqualTo("region (declared ny2, actual (none))");
    assertThat(Drifts.has(drift, Remedy.CORRECT)).isTrue();
    assertThat(Drifts.has(drift, Remedy.REFUSED)).isFalse();
    assertThat(Drifts.values(drift, Remedy.REFUSED)).isEmpty();
  }

  @Test
  void aMemberOfASetHasBrackets() {
    assertThat(Drifts.isMember(Drift.correctable("tags[a]", 1, 2))).isTrue();
    assertThat(Drifts.isMember(Drift.correctable("tags", 1, 2))).isFalse();
  }
}
