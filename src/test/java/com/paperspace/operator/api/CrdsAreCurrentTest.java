package com.paperspace.operator.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is generated is committed, so that it can be read and installed without a build; {@code
 * -Dupdate} writes it anew.
 */
class CrdsAreCurrentTest {

  private static final boolean UPDATE = System.getProperty("update") != null;

  @Test
  void crdsAreThoseOfTheClasses() throws IOException {
    for (Path folder : List.of(Path.of("crds"), Path.of("helm/paperspace-operator/files/crds"))) {
      compare(folder, Crds.files());
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .as("files of " + folder)
            .containsExactlyInAnyOrderElementsOf(Crds.files().keySet());
      }
    }
  }

  @Test
  void pagesAreThoseOfTheClasses() throws IOException {
    compare(Path.of("docs"), Docs.files());
  }

  private static void compare(Path folder, Map<String, String> wanted) throws IOException {
    for (String name : new TreeSet<>(wanted.keySet())) {
      Path file = folder.resolve(name);
      if (UPDATE) {
        Files.createDirectories(folder);
        Files.writeString(file, wanted.get(name), UTF_8);
      }
      assertThat(file).as("run mvn test -Dupdate -Dtest=CrdsAreCurrentTest").exists();
      assertThat(Files.readString(file, UTF_8))
          .as(
              "%s is not what the classes say; run mvn test -Dupdate -Dtest=CrdsAreCurrentTest",
              file)
          .isEqualTo(wanted.get(name));
    }
  }
}
