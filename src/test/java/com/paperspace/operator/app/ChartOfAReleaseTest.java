package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Manifests;
import com.paperspace.operator.support.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The chart as the release workflow publishes it asks for the image of the release, or for yours.
 */
class ChartOfAReleaseTest {
  private static final String STEP = "Chart and bundle name this image";
  private static final String RELEASED = "sha256:" + "1".repeat(64);
  private static final String OTHER = "sha256:" + "2".repeat(64);

  private final Helm helm = Helm.find();
  @TempDir private Path folder;
  private String version;

  /** Runs the step of the workflow on a copy. */
  @BeforeEach
  void release() throws IOException {
    copy(Path.of("helm"));
    var script =
        StreamSupport.stream(
                Manifests.in(Path.of(".github/workflows/release.yml"))
                    .get(0)
                    .at("/jobs/release/steps")
                    .spliterator(),
                false)
            .filter(it -> it.path("name").asText().equals(STEP))
            .findFirst()
            .orElseThrow()
            .path("run")
            .asText();
    version = Manifests.in(Helm.CHART.resolve("Chart.yaml")).get(0).path("version").asText();
    var start =
        "cd '%s'; IMAGE=reg.example/team/paperspace-operator DIGEST=%s VERSION=%s\n"
            .formatted(folder, RELEASED, version);
    Result.of(List.of("bash", "-ec", start + script), folder, "").orFail();
  }

  private void copy(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      for (var path : paths.toList()) {
        Files.copy(path, folder.resolve(path));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas=1 | reg.example/team/paperspace-operator@RELEASED",
        "image.tag=1.2.3 | reg.example/team/paperspace-operator:1.2.3",
        "image.repository=mine | mine:VERSION",
        "image.repository=mine,image.tag=1.2.3 | mine:1.2.3",
        "image.repository=reg.example/team/paperspace-operator-other"
            + " | reg.example/team/paperspace-operator-other:VERSION",
        "image.digest=OTHER | reg.example/team/paperspace-operator@OTHER",
        "image.digest=OTHER,image.tag=v1 | reg.example/team/paperspace-operator@OTHER",
        "image.digest=OTHER,image.repository=mine | mine@OTHER",
      })
  void theDigestOfTheReleaseHoldsForItsOwnImageAlone(String values, String image) {
    assertThat(imageOf(values.replace("OTHER", OTHER)))
        .isEqualTo(
            image
                .replace("OTHER", OTHER)
                .replace("RELEASED", RELEASED)
                .replace("VERSION", version));
  }

  private String imageOf(String values) {
    var chart = folder.resolve(Helm.CHART).toString();
    var result = helm.run("template", "po", chart, "--kube-version=1.33.0", "--set", values);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output().replaceAll("(?s).*?\n          image: \"(.*?)\".*", "$1");
  }
}
