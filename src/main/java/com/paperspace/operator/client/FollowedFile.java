package com.paperspace.operator.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;

/**
 * What a file holds, read again whenever the file has changed. One that is half written, or just
 * being replaced, leaves what was read before: that is the better guess.
 */
public final class FollowedFile<T> {
  private final Path file;
  private final Reader<T> reader;
  private FileTime readAt;
  private FileTime refusedAt;
  private T held;

  /** Makes something of a file. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads it whole.
     *
     * @throws IOException when it cannot be read, or does not hold what it is to hold
     */
    T read(Path file) throws IOException;
  }

  /**
   * A file that can be read now.
   *
   * @throws IOException of the reader
   */
  public FollowedFile(Path file, Reader<T> reader) throws IOException {
    this.file = file;
    this.reader = reader;
    readIfChanged();
  }

  /**
   * What it holds now.
   *
   * @param refused told of a file that cannot be read any more, once for each state of it
   */
  public synchronized T current(Consumer<Path> refused) {
    try {
      readIfChanged();
    } catch (IOException e) {
      var now = FileTime.fromMillis(file.toFile().lastModified());
      if (!now.equals(refusedAt)) {
        refusedAt = now;
        refused.accept(file);
      }
    }
    return held;
  }

  private void readIfChanged() throws IOException {
    var changed = Files.getLastModifiedTime(file);
    if (!changed.equals(readAt)) {
      held = reader.read(file);
      readAt = changed;
    }
  }
}
