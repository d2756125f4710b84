package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The operator's own key follows its file, and a file without a key is told once and in full. */
class ApiKeyTest {
  @TempDir private Path dir;

  @Test
  void aFileThatHoldsNoKeyAnyMoreIsToldOnceForEachStateAndTheOldKeyStays() throws IOException {
    var file = write("good", 1);
    var key = ApiKey.in(file);
    var logger = (Logger) LoggerFactory.getLogger(ApiKey.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    try {
      write("schl\u00fcssel", 2);
      for (int i = 0; i < 5; i++) {
        assertThat(key.get()).contains("good");
      }
      write("two\nlines", 3);
      assertThat(key.get()).contains("good");
      write("better\n", 4);
      assertThat(key.get()).contains("better");
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .allMatch(it -> it.startsWith(file + " of PAPERSPACE_API_KEY_FILE is no readable file"))
        .noneMatch(it -> it.contains("schl") || it.contains("two"));
  }

  private Path write(String text, int second) throws IOException {
    var file = Files.writeString(dir.resolve("key"), text);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000L));
  }
}
