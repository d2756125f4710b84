package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an edit leaves as it is because it was shown before, and what is told of. */
class ReportedTest {
  private final StatusDraft<Object> draft = new StatusDraft<>();

  /** Differences such as {@code size=10<5}: the field, what is declared, what there is. */
  private static List<Drift> drift(String words) {
    return words == null
        ? List.of()
        : Arrays.stream(words.split(" "))
            .map(it -> it.split("[=<]"))
            .map(it -> Drift.correctable(it[0], it[1], it[2]))
            .toList();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "size=10<5, size=10<5, size, the edit did not touch it",
    "size=10<5, size=10<7, size, nor did somebody who changed it once more",
    "size=10<5, size=12<5, '', the edit asks for something else",
    "size=10<5, name=a<b, '', another field was not shown",
    ", size=10<5, '', nothing was shown",
    "size=10<5 name=a<b, name=a<b size=12<5, name, each for itself",
    "tags[x]=absent<present, tags[x]=present<absent, '', a member declared by now",
    "i[x]=none<s3, i[x]=model<none i[x]=none<s3, '', an edit of one of two of one field",
    "i[x]=model<none i[x]=none<s3, i[x]=none<s3 i[x]=model<none, 'i[x],i[x]', two of one field",
  })
  void whatStoodBeforeAnEdit(String shown, String now, String stood, String why) {
    Reported.note(drift(shown), draft);
    var fields = stood.isEmpty() ? List.<String>of() : List.of(stood.split(","));
    assertThat(Reported.stood(drift(now), draft)).as(why).hasSameElementsAs(fields);
  }

  @Test
  void anEditOfTheEndOfALongTextAsksForSomethingElse() {
    var text = "x".repeat(250);
    Reported.note(List.of(Drift.correctable("description", text + "2", text + "1")), draft);
    var edited = Drift.correctable("description", text + "3", text + "1");
    assertThat(Reported.stood(List.of(edited), draft)).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "200, true, there was perhaps no room for all",
    "199, false, all there was had room",
  })
  void aMemberMayHaveBeenLeftOut(int shown, boolean stands, String why) {
    var many =
        IntStream.range(0, shown)
            .mapToObj(i -> Drift.correctable("tags[t" + i + "]", "absent", "present"))
            .toList();
    Reported.note(many, draft);
    var late = Drift.correctable("tags[late]", "absent", "present");
    var field = Drift.correctable("size", "10", "5");
    assertThat(Reported.stood(List.of(late), draft)).as(why).hasSize(stands ? 1 : 0);
    assertThat(Reported.stood(List.of(field), draft)).as("a field always has room").isEmpty();
  }

  @Test
  void whatIsNewOrOtherThanBeforeIsNewsOnceAndWhatGoesIsNone() {
    var told =
        Stream.of("size=10<5", "size=10<5", "size=10<7", "size=10<7 name=a<b", "name=a<b", null)
            .map(words -> Reported.note(drift(words), draft))
            .toList();
    assertThat(told).containsExactly(true, false, true, true, false, false);
    assertThat(draft.build().reported()).isNull();
  }

  @Test
  void noValueStandsInTheStatus() {
    Reported.note(List.of(Drift.correctable("env[KEY]", "hunter2", "hunter1")), draft);
    assertThat(draft.build().reported().toString()).doesNotContain("hunter");
  }
}
