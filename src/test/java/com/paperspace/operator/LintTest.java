package com.paperspace.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tool that cannot be had is left out with a word, and fails CI. */
class LintTest {
  @TempDir private Path folder;

  @BeforeEach
  void nothingCanBeHad() throws IOException {
    Files.createDirectories(folder.resolve(".ci/site"));
    for (var script : List.of(".ci/packaged", ".ci/site/install")) {
      program(script, "#!/bin/bash\necho no way out; exit 1\n");
    }
    program(".ci/lint", Files.readString(Path.of(".ci/lint"), UTF_8));
  }

  @Test
  void aLinterThatCannotBeHadIsNamedAndFailsCi() {
    var home = bash("", ".ci/lint");
    assertThat(home.exit()).as("%s", home).isZero();
    assertThat(home.stdout().lines())
        .containsExactly(
            "SKIPPED, not linted: shellcheck cannot be had here",
            "SKIPPED, not linted: yamllint cannot be had here",
            "SKIPPED, not linted: actionlint cannot be had here",
            "SKIPPED, not linted: kube-score cannot be had here");

    var ci = bash("true", ".ci/lint");
    assertThat(ci.exit()).isEqualTo(1);
    assertThat(ci.stderr()).contains("no way out", "not linted: shellcheck cannot be had here");
  }

  @Test
  void theSiteThatCannotBeBuiltIsNamedAndFailsCi() throws IOException {
    var run = Files.readString(Path.of(".ci/run"), UTF_8);
    var step = run.substring(run.indexOf("heading \"The site"));
    var words = "heading() { :; }; fail() { echo \"$*\"; exit 1; }\n";
    program("step", words + step.substring(0, step.indexOf("heading", 1)));

    assertThat(bash("", "./step").exit()).isZero();
    var ci = bash("true", "./step");
    assertThat(ci.exit()).isEqualTo(1);
    assertThat(ci.stdout()).contains("MkDocs cannot be had here");
  }

  /** With hardly a program on the path, and no module either. */
  private Result bash(String actions, String script) {
    return Result.of(
        List.of("bash"),
        folder,
        """
        cd %s
        mkdir -p bin
        for it in bash env dirname; do ln -sf "$(command -v $it)" bin/; done
        export GITHUB_ACTIONS=%s GOPROXY=off GOMODCACHE=$PWD/modules
        PATH=$PWD/bin bash %s
        """
            .formatted(folder, actions, script));
  }

  private void program(String name, String text) throws IOException {
    var file = Files.writeString(folder.resolve(name), text, UTF_8);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
