package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Committed;
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
      Committed.compare(
          folder.resolve(name), wanted.get(name), "mvn test -Dupdate -Dtest=CrdsAreCurrentTest");
    }
  }
}
