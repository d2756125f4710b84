package com.paperspace.operator.app;

import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.FollowedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The operator's own API key, if it has one; a key in a file follows the file. Prints no key. */
final class ApiKey implements Supplier<Optional<String>> {
  private final FollowedFile<String> file;
  private final String value;

  private ApiKey(FollowedFile<String> file, String value) {
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
    try {
      return new ApiKey(new FollowedFile<>(file, ApiKey::read), null);
    } catch (IOException e) {
      throw Setting.PAPERSPACE_API_KEY_FILE.invalid(
          "must name a readable file that holds one word of printable ASCII characters.");
    }
  }

  @Override
  public Optional<String> get() {
    return Optional.ofNullable(file == null ? value : file.current(ApiKey::warn));
  }

  private static void warn(Path file) {
    LoggerFactory.getLogger(ApiKey.class)
        .warn(
            "{} of PAPERSPACE_API_KEY_FILE is no readable file that holds one word of printable"
                + " ASCII characters; going on with the key read before until it is",
            file);
  }

  private static String read(Path file) throws IOException {
    if (Files.size(file) > ClientConfig.LONGEST_KEY) {
      throw new IOException("not a key");
    }
    String key = Files.readString(file).strip();
    if (!isKey(key)) {
      throw new IOException("not a key");
    }
    return key;
  }

  private static boolean isKey(String text) {
    return !text.isEmpty()
        && text.length() <= ClientConfig.LONGEST_KEY
        && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  @Override
  public String toString() {
    return get().isPresent() ? "(set)" : "(none)";
  }
}
