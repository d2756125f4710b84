package com.paperspace.operator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page of performance says what the committed results say; {@code -Dupdate} writes it. */
class PerformanceIsCurrentTest {
  @Test
  void pageIsThatOfTheResults() throws IOException {
    if (System.getProperty("update") != null) {
      Page.update();
    }
    var files = Page.files();
    assertThat(files).containsKey("performance.md");
    files.forEach((name, text) -> assertThat(Page.now(name)).as(Page.COMMAND).isEqualTo(text));
  }
}
