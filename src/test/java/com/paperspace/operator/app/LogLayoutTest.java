package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

/** Names and words of others stand in the log; none of them may look like a line of ours. */
class LogLayoutTest {
  private static LoggerContext context(String... settings) throws JoranException {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    for (int i = 0; i < settings.length; i += 2) {
      context.putProperty(settings[i], settings[i + 1]);
    }
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogLayoutTest.class.getResource("/logback.xml"));
    return context;
  }

  private static String line(LoggerContext context, String format, LoggingEvent event) {
    return new String(bytes(context, format, event), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(LoggerContext context, String format, LoggingEvent event) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender(format);
    return appender.getEncoder().encode(event);
  }

  private static LoggingEvent event(LoggerContext context, String message, Throwable failure) {
    var event =
        new LoggingEvent("", context.getLogger("a.Logger"), Level.INFO, message, failure, null);
    event.setMDCPropertyMap(new HashMap<>());
    return event;
  }

  /** Under the names Loki, Datadog and the Elastic Common Schema take without a mapping. */
  @Test
  void aLineOfJsonSaysWhatWhenAndAboutWhom() throws Exception {
    var context = context("LOG_FORMAT", "json");
    var event = event(context, "it \"was\"\nmade", new IllegalStateException("why"));
    event.setInstant(Instant.parse("2026-11-29T01:02:03.004567Z"));
    event.setThreadName("worker");
    event
        .getMDCPropertyMap()
        .putAll(Map.of("kind", "Machine", "pass", "ab12cd7", "trace_id", "4bf9", "other", "x"));
    event.addKeyValuePair(new KeyValuePair("http.response.status_code", 201));
    event.addKeyValuePair(new KeyValuePair("path", "/machines"));

    var line = line(context, "json", event);
    var json = new ObjectMapper().readTree(line);
    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    assertThat(json.path("@timestamp").asText()).isEqualTo("2026-11-29T01:02:03.004Z");
    assertThat(json.path("level").asText()).isEqualTo("INFO");
    assertThat(json.path("log.level").asText()).isEqualTo("INFO");
    assertThat(json.path("message").asText()).isEqualTo("it \"was\"\nmade");
    assertThat(json.path("log.logger").asText()).isEqualTo("a.Logger");
    assertThat(json.path("process.thread.name").asText()).isEqualTo("worker");
    assertThat(json.path("kind").asText()).isEqualTo("Machine");
    assertThat(json.path("pass").asText()).isEqualTo("ab12cd7");
    assertThat(json.path("trace.id").asText()).isEqualTo("4bf9");
    assertThat(json.has("name")).isFalse();
    assertThat(json.has("other")).as("what a library adds").isFalse();
    assertThat(json.path("http.response.status_code").isInt()).isTrue();
    assertThat(json.has("status")).as("Datadog takes it for a level").isFalse();
    assertThat(json.path("path").asText()).isEqualTo("/machines");
    assertThat(json.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(json.path("error.message").asText()).isEqualTo("why");
    assertThat(json.path("error.stack_trace").asText())
        .contains("LogLayoutTest")
        .isEqualTo(json.path("error.stack").asText());
    assertThat(json.path("ecs.version").asText()).isNotEmpty();
  }

  @Test
  void aLineOfTextNamesThePass() throws JoranException {
    var context = context();
    var event = event(context, "made", null);
    assertThat(line(context, "text", event)).endsWith(" INFO  Logger made\n");
    event.getMDCPropertyMap().put("pass", "ab12cd7");
    assertThat(line(context, "text", event)).endsWith(" INFO  Logger [ab12cd7] made\n");
  }

  @Test
  void noLevelHidesAChangeOfTheCloud() throws JoranException {
    var context = context("LOG_LEVEL", "error", "LIBRARY_LOG_LEVEL", "error");
    assertThat(context.getLogger("audit").isInfoEnabled()).isTrue();
    assertThat(context.getLogger("com.paperspace.x").isWarnEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor",
        "io.fabric8.kubernetes.client.dsl.internal.OperationSupport",
        "okhttp3.OkHttpClient",
        "io.javaoperatorsdk.operator.processing.event.EventProcessor",
        "org.example.a.library.of.tomorrow"
      })
  void noLevelMakesALibraryPrintBodies(String name) throws JoranException {
    var context = context("LOG_LEVEL", "trace");
    assertThat(context.getLogger("com.paperspace").isTraceEnabled()).isTrue();
    assertThat(context.getLogger(name).isDebugEnabled()).isFalse();
  }

  @Test
  void aMessageIsOneLineWhateverIsInIt() throws JoranException {
    var context = context();
    var forged = "tags[x\n2026-11-21T00:00:00.000Z ERROR forged\u001b[2K\r]";

    var line = line(context, "text", event(context, forged, null));
    assertThat(line.strip()).contains("forged").doesNotContain("\n", "\r", "\u001b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"half \ud83d", "\ude00 half", "\u0000\u0085\u2028\u009b\"\\", "\ud83d\ude00"})
  void oddCharactersCostNoLineOfJson(String text) throws Exception {
    var context = context("LOG_FORMAT", "json");
    var event = event(context, text, new IllegalStateException(text));
    event.getMDCPropertyMap().put("name", text);
    event.addKeyValuePair(new KeyValuePair("path", text));
    var bytes = bytes(context, "json", event);
    var json = new ObjectMapper().readTree(bytes);
    var told = text.replaceAll("\\p{Cs}", "?");
    assertThat(json.path("message").asText()).isEqualTo(told);
    assertThat(json.path("name").asText()).isEqualTo(told);
    assertThat(json.path("path").asText()).isEqualTo(told);
    assertThat(json.path("error.message").asText()).isEqualTo(told);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).containsOnlyOnce("\n");
  }

  /** Of C1 some terminals take one for the start of a command; others end a line at three more. */
  @Test
  void noOtherCharacterEndsALineOfText() throws JoranException {
    var line = line(context(), "text", event(context(), "a\u0085b\u2028c\u2029d\u009be", null));
    assertThat(line).endsWith(" a b c d e\n");
  }

  @Test
  void theWordsOfAnExceptionLookLikeNoLine() throws JoranException {
    var context = context();
    var forged = "x\n2026-11-21T00:00:00.000Z ERROR forged\r2026-11-21T\u001b[2K\u0085y";
    var failure = new IllegalStateException(forged, new IllegalStateException(forged));
    var lines = line(context, "text", event(context, "it failed", failure)).split("[\n\r\u0085]");
    assertThat(lines[0]).endsWith(" INFO  Logger it failed");
    assertThat(lines).hasSizeGreaterThan(4).noneMatch(it -> it.contains("\u001b"));
    assertThat(Arrays.stream(lines).skip(1)).allMatch(it -> it.startsWith("  "));
  }
}
