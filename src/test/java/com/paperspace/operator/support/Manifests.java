package com.paperspace.operator.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Files of manifests, read as they stand. */
public final class Manifests {
  private Manifests() {}

  /** Every document of a file. */
  public static List<JsonNode> in(Path file) {
    try (MappingIterator<JsonNode> all =
        new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
      return all.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
