package com.paperspace.operator.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.paperspace.operator.reconcile.pass.LogContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/**
 * The log as one JSON object a line, under the names that Loki, Datadog and the Elastic Common
 * Schema read by themselves: docs/operations.md, "Logs". Named in logback.xml.
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of the fields used here; the schema asks for it. */
  private static final String ECS = "8.17.0";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final byte[] NOTHING = {};
  private static final int USUAL_LENGTH = 512;

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new ByteArrayOutputStream(USUAL_LENGTH);
    try (var json = JSON.createGenerator(line)) {
      json.writeStartObject();
      write(event, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void write(ILoggingEvent event, JsonGenerator json) throws IOException {
    var level = event.getLevel().toString();
    json.writeStringField("@timestamp", TIME.format(event.getInstant()));
    // The one is read by Loki and Datadog, the other is of the schema.
    json.writeStringField("level", level);
    json.writeStringField("log.level", level);
    write("message", event.getFormattedMessage(), json);
    json.writeStringField("log.logger", event.getLoggerName());
    json.writeStringField("process.thread.name", event.getThreadName());
    for (var key : LogContext.KEYS) {
      write(key, event.getMDCPropertyMap().get(key), json);
    }
    // By the agent of OpenTelemetry, if there is one.
    write("trace.id", event.getMDCPropertyMap().get("trace_id"), json);
    write("span.id", event.getMDCPropertyMap().get("span_id"), json);
    if (event.getKeyValuePairs() != null) {
      for (var pair : event.getKeyValuePairs()) {
        write(pair, json);
      }
    }
    if (event.getThrowableProxy() != null) {
      write(event.getThrowableProxy(), json);
    }
    json.writeStringField("ecs.version", ECS);
  }

  private static void write(String name, String value, JsonGenerator json) throws IOException {
    if (value != null) {
      // Half of a character of two halves would be a lone escape, over which strict readers drop
      // the whole line.
      json.writeStringField(name, new String(value.getBytes(UTF_8), UTF_8));
    }
  }

  private static void write(KeyValuePair pair, JsonGenerator json) throws IOException {
    if (pair.value instanceof Number number) {
      json.writeNumberField(pair.key, number.longValue());
    } else {
      write(pair.key, String.valueOf(pair.value), json);
    }
  }

  private static void write(IThrowableProxy failure, JsonGenerator json) throws IOException {
    var stack = ThrowableProxyUtil.asString(failure);
    json.writeStringField("error.type", failure.getClassName());
    write("error.message", failure.getMessage(), json);
    // The one is of the schema, the other is read by Datadog.
    write("error.stack_trace", stack, json);
    write("error.stack", stack, json);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
