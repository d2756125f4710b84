package com.paperspace.operator.operator;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the helm binary that {@code src/test/kubernetes/install} builds. */
final class Helm {
  static final Path CHART = Path.of("helm/paperspace-operator");
  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What helm said, and whether it was content. */
  record Result(int exit, String output) {}

  private final Path binary;

  private Helm(Path binary) {
    this.binary = binary;
  }

  /** The newest one found; skips the calling test when there is none. */
  static Helm find() {
    String moved = System.getenv("KUBE_API_TEST_DIR");
    Path home =
        moved == null ? Path.of(System.getProperty("user.home"), ".kubeapitest") : Path.of(moved);
    Path found = null;
    if (Files.isDirectory(home.resolve("k8s"))) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(home.resolve("k8s"))) {
        for (Path version : versions) {
          Path helm = version.resolve("helm");
          if (Files.isExecutable(helm) && (found == null || helm.compareTo(found) > 0)) {
            found = helm;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (found == null) {
      String reason =
          "SKIPPED: no helm in "
              + home
              + "/k8s/*/; src/test/kubernetes/install builds it (needs Go)";
      System.err.println(reason);
      return abort(reason);
    }
    return new Helm(found);
  }

  /** Runs it to its end. */
  Result run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Like {@code helm template} of the release "po" in the namespace "ops"; not yet checked. */
  Result template(String... arguments) {
    List<String> all = new ArrayList<>(List.of("template", "po", CHART.toString()));
    all.addAll(List.of("--namespace", "ops", "--kube-version", "1.33.0"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /** The objects the chart makes with these arguments. */
  List<JsonNode> objects(String... arguments) {
    Result result = template(arguments);
    if (result.exit() != 0) {
      throw new AssertionError(result.output());
    }
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(result.output())) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
