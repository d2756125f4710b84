package com.paperspace.operator.reconcile.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema counts characters, and half a character is none. */
class TextTest {

  @ParameterizedTest
  @CsvSource({
    "abcd, 5, abcd",
    "abcde, 5, abcde",
    "abcdef, 5, abcd…",
    "'', 5, ''",
    ", 5, ",
  })
  void aTextIsCutToItsLimit(String text, int limit, String cut) {
    assertThat(Text.cut(text, limit)).isEqualTo(cut);
  }

  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | a     | a",
        "3 | a,b,c | a, b, c",
        "3 | a,b,c,d,e | a, b, c and 2 more",
        "0 | a,b | 2 more",
      })
  void ofManyTheFirstAreNamedAndTheRestAreCounted(int most, String texts, String some) {
    assertThat(Text.some(most, List.of(texts.split(",")))).isEqualTo(some);
  }

  @Test
  void noCharacterIsCutInHalf() {
    var smile = "\uD83D\uDE00";
    assertThat(Text.cut("abc" + smile + "def", 5)).isEqualTo("abc…");
    assertThat(Text.cut("ab" + smile + "def", 5)).isEqualTo("ab" + smile + "…");
    assertThat(Text.cutToBytes("ab" + smile + "def", 9)).isEqualTo("ab" + smile + "def");
    assertThat(Text.cutToBytes("ab" + smile + "defg", 9)).isEqualTo("ab" + smile + "…");
    assertThat(Text.cutToBytes("ab" + smile + "def", 8)).isEqualTo("ab…");
    assertThat(Text.cutToBytes(null, 8)).isNull();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z, as it stands",
    ", 1970-01-01T00:00:00Z, a missing time is very old",
    "yesterday, 1970-01-01T00:00:00Z, so is one nobody can read",
    "-1000-01-01T00:00:00Z, 1970-01-01T00:00:00Z, nothing is older than that",
    "+12026-01-01T00:00:00Z, 9999-12-31T23:59:59Z, nor further off than can be written",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z, the last there is",
  })
  void aTimeCanAlwaysBeReckonedWith(String text, String time, String why) {
    assertThat(Text.time(text)).as(why).isEqualTo(time);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "2026-11-20T10:00:00Z, false, now",
    "2026-11-20T10:01:00Z, false, two clocks may differ by a minute",
    "2026-11-20T10:01:01Z, true, and by no more",
    "2026-11-19T10:00:00Z, false, the past has been",
  })
  void aTimeAheadOfOursCannotHaveBeen(Instant noted, boolean ahead, String why) {
    assertThat(Text.isAhead(noted, Instant.parse("2026-11-20T10:00:00Z"))).as(why).isEqualTo(ahead);
  }

  @Test
  void theHashIsTheKnownOne() {
    assertThat(Text.sha256("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
