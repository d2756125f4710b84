package com.paperspace.operator.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.paperspace.operator.support.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A git repository as a team keeps its estate in, a file for each object. */
final class GitRepository {
  private final Path dir;

  GitRepository() {
    try {
      dir = Files.createTempDirectory(Path.of("target"), "team-").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    git("init", "--quiet", "--initial-branch=main");
  }

  /** What Argo CD clones. */
  String url() {
    return dir.toUri().toString();
  }

  GitRepository put(String file, String text) {
    try {
      Files.writeString(dir.resolve(file), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Puts a folder of this repository there, under its own path. */
  GitRepository putAll(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var to = dir.resolve(file);
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  GitRepository edit(String file, UnaryOperator<String> edit) {
    try {
      return put(file, edit.apply(Files.readString(dir.resolve(file), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GitRepository remove(String file) {
    git("rm", "--quiet", file);
    return this;
  }

  /** Commits everything; that is what Argo CD sees, and Flux an archive of it. */
  void commit(String message) {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  }

  /** The last commit. */
  String head() {
    return git("rev-parse", "HEAD").strip();
  }

  /** Writes all of the last commit into an archive, without a header that names it. */
  void archive(Path file) {
    git("archive", "--format=tar.gz", "--output=" + file, "HEAD^{tree}");
  }

  private String git(String... args) {
    var command =
        Stream.concat(
                Stream.of("git", "-C", dir.toString(), "-c", "user.name=team"),
                Stream.concat(Stream.of("-c", "user.email=team@example.com"), Stream.of(args)))
            .toList();
    return Result.of(command, dir.getParent(), "").orFail().stdout();
  }
}
