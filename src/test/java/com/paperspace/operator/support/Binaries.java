package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of Kubernetes binaries in the layout of Fabric8's kube-api-test, so that both share
 * it.
 */
public final class Binaries {

  private static final List<String> REQUIRED = List.of("etcd", "kube-apiserver", "kubectl");

  private Binaries() {}

  /** Where versions are looked for: KUBE_API_TEST_DIR, or ~/.kubeapitest. */
  static Path root() {
    String dir = System.getenv("KUBE_API_TEST_DIR");
    Path root =
        dir == null || dir.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".kubeapitest")
            : Path.of(dir);
    return root.resolve("k8s");
  }

  /** The complete folder of the highest version for this machine, if there is one. */
  static Optional<Path> find() {
    String suffix = "-" + os() + "-" + architecture();
    if (!Files.isDirectory(root())) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(root())) {
      return versions
          .filter(dir -> dir.getFileName().toString().endsWith(suffix))
          .filter(dir -> REQUIRED.stream().allMatch(name -> has(dir, name)))
          .max(Comparator.comparing(dir -> Runtime.Version.parse(version(dir, suffix))))
          .map(Path::toAbsolutePath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of them for the calling test; the test is skipped, and says so, when it is not there. */
  public static Path orSkip(String name) {
    var binary = find().map(dir -> dir.resolve(name)).filter(Files::isExecutable);
    if (binary.isPresent()) {
      return binary.get();
    }
    return abort(skipped("a test", name));
  }

  /** Skips the calling test, and says so, where a program of a package of that name is missing. */
  public static void onPathOrSkip(String name) {
    var found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(dir -> has(Path.of(dir), name));
    if (!found) {
      abort(
          onConsole("SKIPPED, not tested: a test needs %s; install the package.".formatted(name)));
    }
  }

  /** Says on the console, past surefire's redirection, that something is not tested. */
  static String skipped(String what, String missing) {
    String message =
        ("SKIPPED, not tested: %s needs %s and there is none in %s; src/test/kubernetes/install"
                + " builds it, Flux with \"flux\" as its argument (needs Go).")
            .formatted(what, missing, root());
    return onConsole(message);
  }

  /** Says something past surefire's redirection; answers it. */
  public static String onConsole(String message) {
    @SuppressWarnings("resource")
    PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
    console.println(message);
    return message;
  }

  static boolean has(Path dir, String name) {
    return Files.isExecutable(dir.resolve(name));
  }

  private static String version(Path dir, String suffix) {
    String name = dir.getFileName().toString();
    return name.substring(0, name.length() - suffix.length());
  }

  private static String os() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : "linux";
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("aarch64") ? "arm64" : "amd64";
  }
}
