package com.paperspace.operator.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The operator's own API key, if it has one; a key in a file follows the file. Prints no key. */
final class ApiKey implements Supplier<Optional<String>> {
  /** Far longer than a key, far shorter than a file that is there by mistake. */
  private static final int LONGEST = 4096;

  private final Path file;
  private FileTime readAt;
  private FileTime refusedAt;
  private String value;

  private ApiKey(Path file, String value) {
    this.file = file;
    this.value = value;
  }

  /** No key: every namespace needs an account. */
  static ApiKey none() {
    return new ApiKey(null, null);
  }

  /** A key that never changes. */
  static ApiKey of(String value) {
    String key = value.strip();
    if (!isKey(key)) {
      throw Setting.PAPERSPACE_API_KEY.invalid("must be one word of printable ASCII characters.");
    }
    return new ApiKey(null, key);
  }

  /** A key in a file that exists now. */
  static ApiKey in(Path file) {
    ApiKey key = new ApiKey(file, null);
    try {
      key.readIfChanged();
    } catch (IOException e) {
      throw Setting.PAPERSPACE_API_KEY_FILE.invalid(
          "must name a readable file that holds one word of printable ASCII characters.");
    }
    return key;
  }

  @Override
  public synchronized Optional<String> get() {
    if (file != null) {
      try {
        readIfChanged();
      } catch (IOException e) {
        // A file half written or just being replaced: the key we have is the better guess.
        warnOnce();
      }
    }
    return Optional.ofNullable(value);
  }

  /** Once for each state of the file, for every pass asks for the key. */
  private void warnOnce() {
    FileTime now = FileTime.fromMillis(file.toFile().lastModified());
    if (!now.equals(refusedAt)) {
      refusedAt = now;
      LoggerFactory.getLogger(ApiKey.class)
          .warn(
              "{} of PAPERSPACE_API_KEY_FILE is no readable file that holds one word of printable"
                  + " ASCII characters; going on with the key read before until it is",
              file);
    }
  }

  private void readIfChanged() throws IOException {
    FileTime changed = Files.getLastModifiedTime(file);
    if (changed.equals(readAt)) {
      return;
    }
    if (Files.size(file) > LONGEST) {
      throw new IOException("not a key");
    }
    String key = Files.readString(file).strip();
    if (!isKey(key)) {
      throw new IOException("not a key");
    }
    value = key;
    readAt = changed;
  }

  private static boolean isKey(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  @Override
  public String toString() {
    return get().isPresent() ? "(set)" : "(none)";
  }
}
