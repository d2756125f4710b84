package com.paperspace.operator.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.support.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
