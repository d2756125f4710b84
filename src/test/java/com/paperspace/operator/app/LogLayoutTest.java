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
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and words of others stand in the log; none of them may look like a line of ours. */
class LogLayoutTest {

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
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("LOG_LEVEL", "trace");
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(getClass().getResource("/logback.xml"));
    assertThat(context.getLogger("com.paperspace").isTraceEnabled()).isTrue();
    assertThat(context.getLogger(name).isDebugEnabled()).isFalse();
  }

  @Test
  void aMessageIsOneLineWhateverIsInIt() throws JoranException {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(getClass().getResource("/logback.xml"));
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var text = (OutputStreamAppender<ILoggingEvent>) root.getAppender("text");
    var forged = "tags[x\n2026-11-21T00:00:00.000Z ERROR forged\u001b[2K\r]";
    var event = new LoggingEvent("", root, Level.INFO, forged, null, null);
    event.setMDCPropertyMap(new HashMap<>());

    var line = new String(text.getEncoder().encode(event), StandardCharsets.UTF_8);
    assertThat(line.strip()).contains("forged").doesNotContain("\n", "\r", "\u001b");
  }
}
