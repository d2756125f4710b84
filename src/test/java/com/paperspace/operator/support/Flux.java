package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A real Flux beside a {@link ControlPlane}: its kustomize-controller, which is what meets our
 * objects. Its source-controller, which brings a repository as an archive, is played: the CRDs of
 * sources take anything, and {@link #url} is where archives are fetched. Its log is in its folder.
 */
public final class Flux implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final List<String> SOURCES = List.of("GitRepository", "OCIRepository", "Bucket");

  private final Path binary;
  private final Path dir;
  private final ControlPlane plane;
  private final HttpServer archives;
  private Process process;

  /** Starts it, or skips the calling test, loudly, where it is not to be had. */
  public static Flux start(ControlPlane plane, Path dir) {
    var binary = Binaries.orSkip("kustomize-controller");
    try {
      Files.createDirectories(dir.resolve("tmp"));
      var started = new Flux(binary, dir.toAbsolutePath(), plane);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "flux-reaper"));
      started.furnish();
      started.launch();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Flux(Path binary, Path dir, ControlPlane plane) throws IOException {
    this.binary = binary;
    this.dir = dir;
    this.plane = plane;
    this.archives =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /** Where it fetches the archive of this name, once that is in {@link #folder}. */
  public String url(String archive) {
    return "http://" + HOST + ":" + archives.getAddress().getPort() + "/" + archive;
  }

  /** Where archives have to be put. */
  public Path folder() {
    return dir;
  }

  private void furnish() {
    plane.installCrds(binary.resolveSibling("kustomize-controller-crds").toString());
    var crds = SOURCES.stream().map(Flux::source).collect(Collectors.joining("---\n"));
    plane.kubectlFed(crds, "apply", "-f", "-").orFail();
    plane.untilEstablished(
        SOURCES.stream().map(it -> "crd/" + plural(it) + "." + GROUP).toArray(String[]::new));
    archives.createContext(
        "/",
        exchange -> {
          var file = dir.resolve(exchange.getRequestURI().getPath().substring(1));
          exchange.sendResponseHeaders(200, Files.size(file));
          Files.copy(file, exchange.getResponseBody());
          exchange.close();
        });
    archives.start();
  }

  private void launch() throws IOException {
    var ports = Ports.free(2);
    var builder =
        new ProcessBuilder(
                binary.toString(),
                "--metrics-addr=" + HOST + ":" + ports.get(0),
                "--health-addr=" + HOST + ":" + ports.get(1),
                "--log-level=info")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("kustomize-controller.log").toFile());
    builder.environment().put("KUBECONFIG", plane.kubeconfig().toString());
    builder.environment().put("RUNTIME_NAMESPACE", "default");
    builder.environment().put("TMPDIR", dir.resolve("tmp").toString());
    process = builder.start();
  }

  /** What it printed. */
  public String log() {
    try {
      return Files.readString(dir.resolve("kustomize-controller.log"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    archives.stop(0);
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private static final String GROUP = "source.toolkit.fluxcd.io";

  private static String plural(String kind) {
    return kind.toLowerCase(Locale.ROOT).replaceAll("y$", "ie") + "s";
  }

  private static String source(String kind) {
    return SOURCE.formatted(plural(kind), GROUP, GROUP, kind, plural(kind));
  }

  private static final String SOURCE =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: %s.%s}
      spec:
        group: %s
        scope: Namespaced
        names: {kind: %s, plural: %s}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;
}
