package com.paperspace.operator.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file people start with, as it is in the repository, and what the cloud must know for it. */
final class Quickstart {
  static final Path FILE = Path.of("examples", "quickstart.yaml");

  private Quickstart() {}

  /** The key that stands in it. */
  static String apiKey() {
    return value("Secret", "/stringData/apiKey");
  }

  /** The private network its drive is in. */
  static String networkId() {
    return value("SharedDrive", "/spec/networkId");
  }

  /** The region of that network. */
  static String region() {
    return value("SharedDrive", "/spec/region");
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
    return documents().stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .map(document -> document.at(pointer).asText())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElseThrow(() -> new DemoFailed(kind + " with " + pointer + " in " + FILE, "none"));
  }

  private static List<JsonNode> documents() {
    try (MappingIterator<JsonNode> all =
        new YAMLMapper().readerFor(JsonNode.class).readValues(FILE.toFile())) {
      return all.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
