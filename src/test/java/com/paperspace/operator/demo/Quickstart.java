package com.paperspace.operator.demo;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.support.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The file people start with, as it is in the repository, and what the cloud must know for it. */
final class Quickstart {
  static final Path FILE = Path.of("examples", "quickstart.yaml");

  private static final Path SMALLEST_DRIVE = Path.of("examples", "shareddrive-minimal.yaml");

  private Quickstart() {}

  /** The key that stands in it. */
  static String apiKey() {
    return value("Secret", "/stringData/apiKey");
  }

  /** The drives of it and of the smallest example; the cloud must have the networks they are in. */
  static List<JsonNode> drives() {
    return Stream.of(FILE, SMALLEST_DRIVE)
        .flatMap(file -> Manifests.in(file).stream())
        .filter(document -> document.path("kind").asText().equals("SharedDrive"))
        .map(document -> document.path("spec"))
        .toList();
  }

  /** What makes the Secrets that minimal examples name, with values of no use. */
  static List<String> secretsOfMinimalOnes() {
    var keys = new TreeMap<String, Set<String>>();
    try (var files = Files.list(FILE.getParent())) {
      files
          .filter(file -> file.toString().endsWith("-minimal.yaml"))
          .flatMap(file -> Manifests.in(file).stream())
          .flatMap(document -> document.findValues("secretKeyRef").stream())
          .forEach(
              it ->
                  keys.computeIfAbsent(it.path("name").asText(), name -> new TreeSet<>())
                      .add(it.path("key").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return keys.entrySet().stream()
        .map(it -> "create secret generic " + it.getKey() + literals(it.getValue()))
        .toList();
  }

  private static String literals(Set<String> keys) {
    return keys.stream().map(key -> " --from-literal=" + key + "=anything").collect(joining());
  }

  /** A copy in which one line is another. */
  static Path edited(Path copy, String line, String by) {
    try {
      var text = Files.readString(FILE);
      if (text.split(line, -1).length != 2) {
        throw new DemoFailed("one place with " + line + " in " + FILE, text);
      }
      return Files.writeString(copy, text.replace(line, by));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String value(String kind, String pointer) {
    return Manifests.in(FILE).stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .map(document -> document.at(pointer).asText())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElseThrow(() -> new DemoFailed(kind + " with " + pointer + " in " + FILE, "none"));
  }
}
