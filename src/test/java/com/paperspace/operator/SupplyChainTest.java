package com.paperspace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.support.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What an image is made of is said in full, and where it goes is said nowhere in the tree. */
class SupplyChainTest {
  private static final Path DOCKERFILE = Path.of("Dockerfile");
  private static final Path WORKFLOWS = Path.of(".github/workflows");

  @Test
  void everyBaseImageStandsByAFullVersion() throws IOException {
    List<String> images =
        Files.readAllLines(DOCKERFILE).stream()
            .filter(it -> it.startsWith("FROM "))
            .map(it -> it.replaceFirst("FROM (--\\S+ )?(\\S+).*", "$2"))
            .toList();
    assertThat(images).hasSize(2).allMatch(it -> it.matches("[\\w/-]+:\\d+\\.\\d+\\.\\d+.*"));
  }

  @Test
  void theImageSaysTheVersionOfTheProject() throws IOException {
    var version = Pattern.compile("image.version=\"(.*)\"").matcher(Files.readString(DOCKERFILE));
    assertThat(version.find()).isTrue();
    assertThat(version.group(1)).isEqualTo(appVersion());
  }

  /** The chart asks for that tag. */
  @Test
  void whoBuildsTheImageAsItIsWrittenHasItUnderTheTagOfTheChart() throws IOException {
    for (var page : List.of("Dockerfile", "README.md", "docs/quickstart.md")) {
      var tags =
          Pattern.compile("docker (?:build -t|push) .+?:([\\w.]+)")
              .matcher(Files.readString(Path.of(page)))
              .results()
              .map(it -> it.group(1));
      assertThat(tags).as(page).isNotEmpty().containsOnly(appVersion());
    }
  }

  private static String appVersion() {
    return Manifests.in(Path.of("helm/paperspace-operator/Chart.yaml"))
        .get(0)
        .at("/appVersion")
        .asText();
  }

  /** A name the JVM does not know is left out without a word, and a list of none is no TLS. */
  @Test
  void theImageOffersChaChaFirstAndNoSuiteThatTheJvmDoesNotKnow() throws Exception {
    var list = Pattern.compile("cipherSuites=(\\S+)").matcher(Files.readString(DOCKERFILE));
    assertThat(list.find()).isTrue();
    assertThat(list.group(1).split(","))
        .isSubsetOf(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
        .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        .startsWith("TLS_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void everyActionHasAVersionAndNoStepTakesAnExpressionIntoItsScript() throws IOException {
    List<JsonNode> steps = new ArrayList<>();
    for (Path file : files(WORKFLOWS)) {
      JsonNode workflow = Manifests.in(file).get(0);
      assertThat(workflow.at("/permissions/contents").asText())
          .as(file.toString())
          .isEqualTo("read");
      workflow.path("jobs").forEach(job -> job.path("steps").forEach(steps::add));
    }
    assertThat(steps).hasSizeGreaterThan(10);
    assertThat(steps)
        .filteredOn(it -> it.has("uses"))
        .allMatch(it -> it.path("uses").asText().matches("[\\w/-]+@v\\d.*|[\\w/-]+@[0-9a-f]{40}"));
    assertThat(steps)
        .filteredOn(it -> it.has("run"))
        .noneMatch(it -> it.path("run").asText().contains("${{"));
  }

  /** Another one writes another manifest and other classes. */
  @Test
  void aReleaseBuildsTheJarWithTheJdkOfTheImage() throws IOException {
    var image = Pattern.compile("eclipse-temurin-(\\d+) AS").matcher(Files.readString(DOCKERFILE));
    assertThat(image.find()).isTrue();
    assertThat(
            Manifests.in(WORKFLOWS.resolve("release.yml")).get(0).findValuesAsText("java-version"))
        .containsExactly(image.group(1));
  }

  @Test
  void imageAndJarOfAReleaseSayItsCommit() throws IOException {
    assertThat(Files.readString(WORKFLOWS.resolve("release.yml")))
        .contains("\n  COMMIT: ${{ github.sha }}\n");
    assertThat(Files.readString(Path.of(".github/docker-bake.hcl")))
        .contains("args      = { COMMIT = COMMIT }");
    assertThat(Files.readString(DOCKERFILE))
        .containsSubsequence("ARG COMMIT=unknown\n", "-Dcommit=\"$COMMIT\"\n", "\nFROM ");
    assertThat(Files.readString(Path.of(".ci/supply-chain")))
        .contains("\"-Dcommit=${COMMIT:-unknown}\"");
  }

  @Test
  void whatTakesLongIsRunOnceAWeek() throws IOException {
    JsonNode workflow = Manifests.in(WORKFLOWS.resolve("long.yml")).get(0);
    assertThat(workflow.at("/on/schedule/0/cron").asText()).matches("\\d+ \\d+ \\* \\* 0");
    assertThat(workflow.findValuesAsText("run")).containsExactly(".ci/long");
  }

  @Test
  void everyChangeBuildsTheImageAndAReleaseIsOfAChangeThatPassed() throws IOException {
    assertThat(Files.readString(WORKFLOWS.resolve("ci.yml")))
        .contains("run: docker build ", "run: docker run --rm");
    assertThat(Files.readString(WORKFLOWS.resolve("release.yml")))
        .containsSubsequence(
            "for workflow in ci.yml long.yml; do",
            "--workflow \"$workflow\" --commit \"$COMMIT\" --status success",
            "exit 1",
            "--push");
    assertThat(
            Manifests.in(WORKFLOWS.resolve("long.yml")).get(0).path("on").has("workflow_dispatch"))
        .isTrue();
  }

  /** What the workflow made by itself would be tried by a release alone, when the image is out. */
  @Test
  void whatAReleaseUploadsIsMadeByACommandThatEveryChangeRuns() throws IOException {
    var release = Files.readString(WORKFLOWS.resolve("release.yml"));
    var made = Files.readString(Path.of(".ci/supply-chain"));
    var uploads = Pattern.compile("files=\\((.+)\\)").matcher(release);
    assertThat(uploads.find()).isTrue();
    assertThat(uploads.group(1).replace("\"", "").split(" "))
        .hasSize(3)
        .filteredOn(it -> !it.endsWith(".tgz"))
        .extracting(it -> it.replaceFirst("target/", "").replace("VERSION", "version"))
        .allMatch(made::contains);
    assertThat(release).doesNotContain("tar --create");
    assertThat(Files.readString(Path.of(".ci/run"))).contains("\n.ci/supply-chain\n");
  }

  /** Cosign looks for the expression anywhere in the identity: any other repository may have it. */
  @Test
  void whoChecksASignatureNamesTheRepositoryThatMadeIt() throws IOException {
    var checks =
        Page.read(Path.of("docs/security.md")).commands().stream()
            .filter(it -> it.startsWith("cosign verify "))
            .toList();
    assertThat(checks)
        .hasSize(3)
        .allMatch(
            it ->
                it.endsWith(
                    "'^https://github\\.com/<owner>/<repository>/"
                        + "\\.github/workflows/release\\.yml@refs/tags/v'"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
