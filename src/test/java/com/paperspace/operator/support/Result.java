package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a command line program left behind. */
public record Result(int exit, String stdout, String stderr) {

  /** Runs one to its end, with a text on its standard input. */
  public static Result of(List<String> command, Path dir, String input) {
    Path in = null;
    Path out = null;
    Path err = null;
    try {
      in = Files.createTempFile(dir, "in", ".txt");
      out = Files.createTempFile(dir, "out", ".txt");
      err = Files.createTempFile(dir, "err", ".txt");
      Files.writeString(in, input, UTF_8);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("HOME", dir.toString());
      builder.environment().remove("KUBECONFIG");
      Process process =
          builder
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end after two minutes: " + command);
      }
      return new Result(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      delete(in);
      delete(out);
      delete(err);
    }
  }

  /** This, when the program succeeded. */
  public Result orFail() {
    if (exit != 0) {
      throw new AssertionError("exit " + exit + "\n" + stdout + stderr);
    }
    return this;
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
