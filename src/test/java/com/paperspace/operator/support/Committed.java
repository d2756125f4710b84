package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that are generated and committed all the same, so that they can be read without a build.
 */
public final class Committed {
  private Committed() {}

  /**
   * Fails where a file is not what it would be; with {@code -Dupdate} it is written anew.
   *
   * @param command that writes it, for whoever reads the failure
   */
  public static void compare(Path file, String wanted, String command) throws IOException {
    if (System.getProperty("update") != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, wanted, UTF_8);
    }
    assertThat(file).as("run " + command).exists();
    assertThat(Files.readString(file, UTF_8))
        .as("%s is not what it would be; run %s", file, command)
        .isEqualTo(wanted);
  }
}
