package com.paperspace.operator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Classes loaded and linked ahead of time, as the image has them (Dockerfile): JDK 25 and later.
 */
final class Aot {
  private static final int SINCE = 25;

  private Aot() {}

  /**
   * The flags that use the cache of a program, which is trained if there is none yet.
   *
   * @param awaited the request that ends the training
   * @param program what follows the flags of the JVM
   */
  static List<String> flags(String name, Path jar, String awaited, List<String> program) {
    if (Jvm.feature() < SINCE) {
      return List.of();
    }
    try {
      var made = Files.getLastModifiedTime(jar).toMillis();
      var cache = Bench.FOLDER.resolve("%s-%d.aot".formatted(name, made)).toAbsolutePath();
      if (!Files.exists(cache)) {
        train(cache, awaited, program);
      }
      return List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The training run of the image; the program has to come to the request that is awaited. */
  private static void train(Path cache, String awaited, List<String> program) throws IOException {
    var command = new ArrayList<>(List.of("src/main/image/train", "crds", cache + ".log", awaited));
    command.addAll(Jvm.command());
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(program);
    var said = Machine.output(command.toArray(String[]::new));
    // It says nothing where all went well.
    if (!said.isEmpty() || !Files.exists(cache)) {
      Files.deleteIfExists(cache);
      throw new IllegalStateException("the training failed: " + said);
    }
  }
}
