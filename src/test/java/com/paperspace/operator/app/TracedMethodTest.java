package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The method that docs/operations.md has traced is the one that runs a pass. */
class TracedMethodTest {
  private static final Pattern TRACED = Pattern.compile("value: (com\\.[\\w.]+)\\[(\\w+)]");

  @Test
  void itIsThere() throws IOException, ClassNotFoundException {
    var match = TRACED.matcher(Files.readString(Path.of("docs/operations.md")));
    assertThat(match.find()).isTrue();
    assertThat(Arrays.stream(Class.forName(match.group(1)).getDeclaredMethods()))
        .anyMatch(it -> it.getName().equals(match.group(2)));
  }
}
