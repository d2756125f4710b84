package com.paperspace.operator.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All that is known of one run of one benchmark: the content of its JSON file. */
record Results(String name, Machine machine, Plan plan, List<Figure> figures) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  static Results of(Benchmark it, Plan plan, List<Figure> figures) {
    return new Results(it.name(), Machine.now(), plan, figures);
  }

  static Results read(Path file) {
    try {
      return JSON.readValue(file.toFile(), Results.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path folder) {
    try {
      var file = Files.createDirectories(folder).resolve(name + ".json");
      JSON.writeValue(file.toFile(), this);
      System.out.println("   written: " + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
