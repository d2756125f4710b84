package com.paperspace.operator.support;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real, throw-away Kubernetes control plane on loopback: etcd, kube-apiserver and, where its
 * binary is there, kube-controller-manager for namespace deletion and garbage collection. It has no
 * nodes, so objects are stored, validated, watched and deleted, but pods never run. Never touches
 * the user's kubeconfig.
 */
public final class ControlPlane implements AutoCloseable {

  private final Path bin;
  private final Path dir;
  private final Servers servers;
  private final Thread reaper = new Thread(this::stop, "control-plane-reaper");
  private KubernetesClient client;
  private boolean hasCrds;

  private ControlPlane(Path bin, Path dir) {
    this.bin = bin;
    this.dir = dir.toAbsolutePath();
    this.servers = new Servers(bin, this.dir);
  }

  /** Whether the binaries are here; {@code src/test/kubernetes/install} builds them. */
  public static boolean available() {
    return Binaries.find().isPresent();
  }

  /** Starts one in a folder of its own under {@code target}. */
  public static ControlPlane start() {
    try {
      return start(
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "control-plane-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one with its data, logs and kubeconfig in a folder; takes about five seconds. */
  public static ControlPlane start(Path dir) {
    Path bin =
        Binaries.find()
            .orElseThrow(() -> new IllegalStateException("no binaries in " + Binaries.root()));
    ControlPlane started = new ControlPlane(bin, dir);
    Runtime.getRuntime().addShutdownHook(started.reaper);
    try {
      started.launch();
      return started;
    } catch (IOException e) {
      started.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** A kubeconfig file of a cluster administrator. */
  public Path kubeconfig() {
    return servers.kubeconfig();
  }

  /** One client of a cluster administrator, closed with the control plane. */
  public synchronized KubernetesClient client() {
    if (client == null) {
      client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
              .build();
    }
    return client;
  }

  /** Whether namespaces are emptied and owned objects collected here. */
  public boolean hasControllers() {
    return servers.has("kube-controller-manager");
  }

  /** Whether {@link #helm} can be used. */
  public boolean hasHelm() {
    return servers.has("helm");
  }

  /** Installs the committed CRDs and waits until they are served; once, for nobody removes them. */
  public synchronized void installCrds() {
    if (!hasCrds) {
      installCrds("crds");
      hasCrds = true;
    }
  }

  /** The same with the CRDs of somebody else. */
  void installCrds(String files) {
    kubectl("apply", "--server-side", "--force-conflicts", "-f", files).orFail();
    untilEstablished("-f", files);
  }

  /** Waits until these CRDs, named as kubectl takes them, are served. */
  public void untilEstablished(String... crds) {
    // kubectl wait itself fails where one has no conditions yet.
    await(
        Stream.concat(
                Stream.of("wait", "--for=condition=Established", "--timeout=30s"), Stream.of(crds))
            .toArray(String[]::new));
  }

  /** Runs kubectl as administrator. */
  public Result kubectl(String... args) {
    return kubectlFed("", args);
  }

  /** Runs kubectl as administrator with a text on its standard input, for {@code -f -}. */
  public Result kubectlFed(String input, String... args) {
    return Result.of(command("kubectl", args), dir, input);
  }

  /** Runs helm as administrator. */
  public Result helm(String... args) {
    return Result.of(command("helm", args), dir, "");
  }

  /**
   * The rights a ServiceAccount has used so far, such as "update machines.paperspace.com/status".
   */
  public Set<String> usedRights(String namespace, String account) throws IOException {
    return AuditLog.used(dir, namespace, account);
  }

  /**
   * The rights a role gives, in the same words.
   *
   * @param role as kubectl names it, and where it is
   */
  public Set<String> rightsOf(String... role) throws IOException {
    return AuditLog.given(
        kubectl(
                Stream.concat(Stream.of("get", "-o", "json"), Stream.of(role))
                    .toArray(String[]::new))
            .orFail()
            .stdout());
  }

  /** Kills the API server; whoever does that starts it again. */
  public void killApiServer() {
    servers.killApi();
  }

  /** Starts the API server again, as it was, and waits until it is ready. */
  public void reviveApiServer() {
    try {
      servers.reviveApi();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("get", "--raw", "/readyz");
  }

  private List<String> command(String program, String... args) {
    return Stream.concat(
            Stream.of(bin.resolve(program).toString(), "--kubeconfig", kubeconfig().toString()),
            Stream.of(args))
        .collect(Collectors.toList());
  }

  private void launch() throws IOException {
    servers.startApi();
    await("get", "--raw", "/readyz");
    if (hasControllers()) {
      servers.startControllers();
      await("get", "serviceaccount", "default");
    }
  }

  private void await(String... kubectl) {
    Awaitility.await("kubectl " + String.join(" ", kubectl) + "; logs are in " + dir)
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .failFast("a process ended early", () -> !servers.allAlive())
        .until(() -> kubectl(kubectl).exit() == 0);
  }

  /** Stops everything; kubeconfig and logs stay. */
  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    stop();
    Runtime.getRuntime().removeShutdownHook(reaper);
  }

  private void stop() {
    servers.stop();
    if (!Files.isDirectory(dir.resolve("etcd"))) {
      return;
    }
    // Its preallocated files are large; kubeconfig and logs stay for whoever looks.
    try (Stream<Path> data = Files.walk(dir.resolve("etcd"))) {
      data.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
