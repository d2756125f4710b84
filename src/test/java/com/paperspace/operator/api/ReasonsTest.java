package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people are told to do next, by reason. */
class ReasonsTest {
  private static final Pattern STALLED = Pattern.compile("\\bstalled\\(\\s*Reason\\.(\\w+)");

  /** Deleting an object may delete what it manages: who advises it says so. */
  @ParameterizedTest
  @EnumSource
  void adviceToDeleteSaysWhatBecomesOfTheCloudObject(Reason reason) {
    if (reason.remedy().contains("elete this object")) {
      assertThat(reason.remedy()).containsAnyOf("cloud object", "policy.deletion");
    }
  }

  /** A counter that comes with its first failure shows no increase. */
  @Test
  void whatAPassIsStalledWithIsCounted() throws IOException {
    List<String> stalled;
    try (var files = Files.walk(Path.of("src/main/java"))) {
      stalled =
          files
              .filter(it -> it.toString().endsWith(".java"))
              .flatMap(it -> STALLED.matcher(read(it)).results())
              .map(it -> it.group(1))
              .distinct()
              .toList();
    }
    assertThat(stalled).hasSizeGreaterThan(15);
    assertThat(stalled).allMatch(it -> Reason.valueOf(it).isCounted());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thereIsAMeaningAndANextStep(Reason reason) {
    assertThat(reason.meaning()).endsWith(".");
    assertThat(reason.remedy()).endsWith(".");
  }
}
