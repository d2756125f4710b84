package com.paperspace.operator.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.paperspace.operator.support.Binaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the helm binary that {@code src/test/kubernetes/install} builds. */
final class Helm {
  static final Path CHART = Path.of("helm/paperspace-operator");

  /** Values with which it makes all it can. */
  static final Path EVERYTHING = Path.of("src/test/resources/chart-everything.yaml");

  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What helm said, and whether it was content. */
  record Result(int exit, String output) {}

  private final Path binary;

  private Helm(Path binary) {
    this.binary = binary;
  }

  /** The newest one found; skips the calling test when there is none. */
  static Helm find() {
    return new Helm(Binaries.orSkip("helm"));
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
    return templateOf("po", arguments);
  }

  /** The same of another release. */
  Result templateOf(String release, String... arguments) {
    List<String> all = new ArrayList<>(List.of("template", release, CHART.toString()));
    all.addAll(List.of("--namespace", "ops", "--kube-version", "1.33.0"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /**
   * What the chart makes by default and with these values, for those without Helm: no CRDs, no
   * test.
   */
  Result plain(String... values) {
    List<String> all =
        new ArrayList<>(List.of("template", "paperspace-operator", CHART.toString()));
    all.addAll(List.of("--no-hooks", "--namespace=paperspace-system", "--kube-version=1.33.0"));
    all.add("--set=crds.install=false");
    all.addAll(List.of(values));
    return run(all.toArray(String[]::new));
  }

  /** The objects of {@link #plain}, without what says that Helm made them. */
  List<JsonNode> plainObjects(String... values) {
    Result result = plain(values);
    return documents(new Result(result.exit(), withoutHelm(result.output())));
  }

  /** A text without the labels that say that Helm made it. */
  static String withoutHelm(String rendered) {
    return rendered.replaceAll("(?m)^ +(app.kubernetes.io/managed-by|helm.sh/chart): .*\\n", "");
  }

  /** The objects the chart makes with these arguments. */
  List<JsonNode> objects(String... arguments) {
    return documents(template(arguments));
  }

  private static List<JsonNode> documents(Result result) {
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
