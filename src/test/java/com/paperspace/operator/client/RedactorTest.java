package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is taken out however the service spells it when it echoes it. */
class RedactorTest {
  private static final String SECRET = "CANARY+key/ü \"x\"";

  private static String scrubbed(String echo, String... secrets) {
    return Redactor.of(List.of(secrets)).and(List.of("unrelated-key")).scrub(echo);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "as it is, CANARY+key/ü \"x\"",
        "JSON, CANARY+key/ü \\\"x\\\"",
        "JSON in ASCII, CANARY+key\\/\\u00fc \\u0022x\\u0022",
        "JSON in JSON, CANARY+key/\\\\u00FC \\\\\\\"x\\\\\\\"",
        "form, CANARY%2Bkey%2F%C3%BC+%22x%22",
        "URL, CANARY%2Bkey%2F%C3%BC%20%22x%22",
        "URL in small digits, CANARY%2bkey%2f%c3%bc%20%22x%22",
        "URL in mixed digits, CANARY%2Bkey%2f%C3%bC%20%22x%22",
        "half a URL, CANARY+key/%C3%BC \"x\"",
        "URL in a URL, CANARY%252Bkey%252F%25C3%25BC%2520%2522x%2522",
        "base64, Q0FOQVJZK2tleS/DvCAieCI=",
        "HTML, CANARY+key/ü &quot;x&quot;",
        "HTML of template engines, CANARY&#x2B;key&#x2F;ü &#0034;x&#X22;",
        "HTML by numbers, CANARY+key&#47;ü &#34;x&#x22;",
        "base64 for URLs, Q0FOQVJZK2tleS_DvCAieCI"
      })
  void everySpellingIsMasked(String form, String echo) {
    assertThat(scrubbed("value " + echo + " refused", SECRET))
        .as(form)
        .doesNotContain(echo)
        .contains("***")
        .endsWith(" refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\n", "  tok3n ", "\thunter2\r\n", "pa&ss<wo>rd'x'\n"})
  void aValueIsMaskedWithoutTheBlanksAroundItToo(String value) {
    var bare = value.strip();
    var html = bare.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    assertThat(scrubbed("the value " + bare + " is too weak", value)).doesNotContain(bare);
    assertThat(scrubbed("the value " + html.replace("'", "&#39;") + " is too weak", value))
        .isEqualTo("the value *** is too weak");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "paperspace:", "Basic user:"})
  void isMaskedWithinLongerBase64(String before) {
    var text = (before + "a password of somebody" + "\n").getBytes(StandardCharsets.UTF_8);
    var echo = Base64.getEncoder().encodeToString(text);
    var shown = scrubbed(echo, "a password of somebody").replace("***", "");
    var left = new String(Base64.getDecoder().decode(padded(shown)), StandardCharsets.ISO_8859_1);
    assertThat(left).doesNotContain("word", "some");
    assertThat(shown.length()).isLessThanOrEqualTo(echo.length() - 24);
  }

  private static String padded(String base64) {
    var bare = base64.replace("=", "");
    return bare.substring(0, bare.length() / 4 * 4);
  }

  @Test
  void aLongOneIsMaskedWithoutALimit() {
    var secret =
        IntStream.range(0, 5_000).mapToObj(i -> "line ü" + i).collect(Collectors.joining("\r\n"));
    assertThat(scrubbed("[" + secret + "]", secret)).isEqualTo("[***]");
    assertThat(scrubbed("[" + secret.substring(100, 30_000) + "]", secret)).hasSizeLessThan(600);
  }

  @ParameterizedTest
  @CsvSource({"1, exit code 1, exit code ***", "1, exit code 10, exit code 10"})
  void aShortOneIsAWordOrNothing(String secret, String text, String shown) {
    assertThat(scrubbed(text, secret)).isEqualTo(shown);
  }

  /** Ways to match must not multiply: each of these took longer than anybody waits. */
  @ParameterizedTest
  @ValueSource(strings = {"\\", "\\\n", "\\\"", "\\/ ", "%", "%25", "++", " ", "\n", "a"})
  void pathologicalOnesAreMaskedInTime(String part) {
    var secret = part.repeat(64);
    var near = part.replace("\\", "\\\\\\\\").repeat(63) + "?";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(scrubbed(near.repeat(20) + secret + "!", secret)).endsWith("***!");
          assertThat(scrubbed("\\".repeat(100_000), secret)).isNotEmpty();
        });
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "C:\\dir\\\\two, C:\\dir\\\\two",
        "C:\\dir\\\\two, C:\\\\dir\\\\\\\\two",
        "C:\\dir\\\\two, C%3A%5Cdir%5c%5Ctwo",
        "C:\\dir\\\\two, C:\\u005Cdir\\u005c\\u005ctwo",
        "`a\\\"quote\"`, a\\\\\\\"quote\\\""
      })
  void backslashesAreMaskedInEverySpelling(String secret, String echo) {
    assertThat(scrubbed("[" + echo + "]", secret)).isEqualTo("[***]");
  }

  /** Good answers are scrubbed too, and what is in them is not ours to change. */
  @Test
  void aTextWithoutASecretStaysAsItIs() {
    var text = "{\"name\": \"********\"}";
    assertThat(scrubbed(text, SECRET)).isEqualTo(text);
  }

  /** Made all at once its patterns would take a second and 100 MB. */
  @Test
  void aLongScriptIsTakenOutInAMoment() {
    var script = new StringBuilder("#!/bin/sh\n");
    for (int i = 0; script.length() < 1 << 17; i++) {
      script
          .append("export VAR_")
          .append(i)
          .append("=\"${HOME}/path-")
          .append(i * 7919)
          .append("\"\n");
    }
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    assertThat(
            Redactor.of(List.of(script.toString()))
                .scrub("near export VAR_7=\"${HOME}/path-55433\""))
        .isEqualTo("near ***");
    // Of work, whatever else the machine does meanwhile.
    long spent = threads.getCurrentThreadCpuTime() - before;
    assertThat(Duration.ofNanos(spent)).isLessThan(Duration.ofSeconds(3));
  }

  /** As long as a ConfigMap can be, with a part in each 9 characters. */
  private static String manyLines() {
    return IntStream.range(0, (1 << 20) / 9)
        .mapToObj(i -> "L%07d".formatted(i))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void ofMorePartsThanAreLookedForNoTextIsShown() {
    var script = manyLines();
    assertThat(scrubbed("near L0000007", script)).isEqualTo("***");
    assertThat(scrubbed("near L0100000", script)).isEqualTo("***");
    assertThat(scrubbed("", script)).isEmpty();
    var fewer = script.substring(0, Redactor.MOST * 8);
    assertThat(scrubbed("near L0000007", fewer)).isEqualTo("near ***");
  }

  /** Several calls may fail at once, and the heap of the image is 192 MB. */
  @Test
  void whatOneTakesIsBounded() {
    var script = manyLines();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    var redactor = Redactor.of(List.of(script));
    long after = threads.getCurrentThreadAllocatedBytes();
    assertThat(after - before).isLessThan(16L << 20);
    assertThat(redactor.scrub("near L0000007")).isEqualTo("***");
  }
}
