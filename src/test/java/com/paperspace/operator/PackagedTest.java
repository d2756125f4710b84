package com.paperspace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code .ci/run} installs, as whoever runs it: GitHub's runners are no root. */
class PackagedTest {
  private static final String SCRIPT = Path.of(".ci/packaged").toAbsolutePath().toString();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "1001, sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q",
    "0, apt-get -q",
  })
  void whatIsMissingIsInstalledByRootOrBySudo(String user, String by) throws IOException {
    program("id", "echo " + user);
    program("sudo", "echo \"sudo $*\" >>log");
    // As where the lists of packages are old.
    program("apt-get", "echo \"apt-get $*\" >>log; [[ $* != *install* || $(wc -l <log) -gt 1 ]]");
    program("there", "");

    assertThat(packaged("there", "missing").exit()).isZero();
    assertThat(Files.readAllLines(folder.resolve("log")))
        .startsWith(by + " install -y missing")
        .allMatch(it -> it.startsWith(by));
  }

  @Test
  void whatCannotBeInstalledIsNamed() throws IOException {
    program("id", "echo 0");
    program("apt-get", "exit 100");

    var result = packaged("missing");
    assertThat(result.exit()).isNotZero();
    assertThat(result.stderr()).contains("missing is missing and apt-get could not install it");
  }

  /** So that no script does it by a way of its own, for which it has to be root. */
  @Test
  void nothingElseInstalls() throws IOException {
    for (var script : List.of(".ci/run", ".ci/long", ".ci/lint", "src/test/prometheus/install")) {
      assertThat(Files.readString(Path.of(script))).as(script).doesNotContain("apt-get install");
    }
  }

  private Result packaged(String... programs) {
    var command =
        "cd " + folder + " && PATH=$PWD:$PATH " + SCRIPT + " " + String.join(" ", programs);
    return Result.of(List.of("bash"), folder, command);
  }

  private void program(String name, String body) throws IOException {
    var file = Files.writeString(folder.resolve(name), "#!/bin/bash\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
