package com.paperspace.operator.reconcile.adapter;

import static org.assertj.core.api.Assertions.assertThat;

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
  }
}
