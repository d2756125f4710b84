package com.paperspace.operator.paperspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is taken out however the service spells it when it echoes it. */
class ScrubberTest {
  private static final String SECRET = "CANARY+key/ü \"x\"";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "as it is, CANARY+key/ü \"x\"",
        "JSON, CANARY+key/ü \\\"x\\\"",
        "form, CANARY%2Bkey%2F%C3%BC+%22x%22",
        "URL, CANARY%2Bkey%2F%C3%BC%20%22x%22",
        "URL in small digits, CANARY%2bkey%2f%c3%bc%20%22x%22",
        "base64, Q0FOQVJZK2tleS/DvCAieCI=",
        "base64 for URLs, Q0FOQVJZK2tleS_DvCAieCI"
      })
  void everySpellingIsMasked(String form, String echo) {
    var scrubber = new Scrubber("unrelated-key", List.of(SECRET));
    assertThat(scrubber.scrub("value " + echo + " refused"))
        .as(form)
        .doesNotContain(echo)
        .contains("***");
  }
}
