package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A kind that is a table is read at one glance. */
class TableLengthTest {
  private static final Path KINDS = Path.of("src/main/java/com/paperspace/operator/kind");

  /** Without imports and empty lines. */
  private static final int MOST = 60;

  static List<Path> tables() throws IOException {
    try (var files = Files.list(KINDS)) {
      return files
          .filter(it -> it.getFileName().toString().endsWith("Kind.java"))
          .filter(it -> !it.endsWith("SimpleKind.java"))
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void isShort(Path table) throws IOException {
    assertThat(Files.readAllLines(table))
        .filteredOn(line -> !line.isBlank() && !line.startsWith("import "))
        .as("what is no table, such as a comparison, has a file of its own")
        .hasSizeLessThanOrEqualTo(MOST);
  }
}
