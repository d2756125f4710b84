package com.paperspace.operator.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What is logged while this is open, stacks and all. */
final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

  /**
   * One of them.
   *
   * @param context what the pass adds to each of its lines
   * @param fields what the line says beside its words
   */
  record Line(Level level, String text, Map<String, String> context, Map<String, Object> fields) {}

  Logged() {
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    var stack =
        event.getThrowableProxy() == null
            ? ""
            : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    Map<String, Object> fields = new TreeMap<>();
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(it -> fields.put(it.key, it.value));
    }
    lines.add(
        new Line(
            event.getLevel(),
            event.getLoggerName() + " " + event.getFormattedMessage() + stack,
            Map.copyOf(event.getMDCPropertyMap()),
            fields));
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  List<String> all() {
    return lines.stream().map(Line::text).toList();
  }

  List<String> atLeast(Level level) {
    return lines.stream()
        .filter(line -> line.level().isGreaterOrEqual(level))
        .map(Line::text)
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
