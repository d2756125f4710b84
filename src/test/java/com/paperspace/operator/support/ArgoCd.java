package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A real Argo CD beside a {@link ControlPlane}: its application controller and its repository
 * server, without the user interface. It looks at git every ten seconds. Its logs are in its
 * folder.
 */
public final class ArgoCd implements AutoCloseable {
  /** Where it lives, and Applications with it. */
  public static final String NAMESPACE = "argocd";

  /** What an Application calls the cluster it is in. */
  public static final String CLUSTER = "here";

  private static final String HOST = "127.0.0.1";

  private final Path binary;
  private final Path dir;
  private final ControlPlane plane;
  private final Deque<Process> processes = new ArrayDeque<>();

  /** Starts it, or skips the calling test, loudly, where it or its redis is not to be had. */
  public static ArgoCd start(ControlPlane plane, Path dir) {
    var binary = Binaries.orSkip("argocd");
    Binaries.onPathOrSkip("redis-server");
    var started = new ArgoCd(binary, dir.toAbsolutePath(), plane);
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "argocd-reaper"));
    try {
      Files.createDirectories(started.dir.resolve("tmp"));
      started.furnish();
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

  private ArgoCd(Path binary, Path dir, ControlPlane plane) {
    this.binary = binary;
    this.dir = dir;
    this.plane = plane;
  }

  /** Whether all of it is running. */
  public boolean isAlive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  private void furnish() {
    plane.kubectl("create", "namespace", NAMESPACE).orFail();
    plane.installCrds(binary.resolveSibling("argocd-crds").toString());
    for (var name : List.of("cm", "rbac-cm", "gpg-keys-cm", "tls-certs-cm", "ssh-known-hosts-cm")) {
      plane.kubectlFed(CONFIG_MAP.formatted(name), "apply", "-f", "-").orFail();
    }
    var admin = Config.fromKubeconfig(plane.kubeconfig().toFile());
    plane
        .kubectlFed(
            BASICS.formatted(admin.getMasterUrl(), admin.getAutoOAuthToken()), "apply", "-f", "-")
        .orFail();
  }

  private void launch() throws IOException {
    var ports = Ports.free(4);
    var redis = HOST + ":" + ports.get(0);
    run(
        "redis",
        List.of(
            List.of("redis-server", "--port", ports.get(0).toString(), "--bind", HOST),
            List.of("--save", "", "--dir", dir.toString())));
    run(
        "repository",
        List.of(
            List.of(binary.toString(), "argocd-repo-server", "--redis", redis, "--disable-tls"),
            List.of("--address", HOST, "--port", ports.get(1).toString()),
            List.of("--revision-cache-expiration", "5s"),
            List.of("--metrics-port", ports.get(2).toString())));
    run(
        "controller",
        List.of(
            List.of(binary.toString(), "argocd-application-controller", "--redis", redis),
            List.of("--repo-server", HOST + ":" + ports.get(1), "--repo-server-plaintext"),
            List.of("--kubeconfig", plane.kubeconfig().toString(), "--namespace", NAMESPACE),
            List.of("--metrics-port", ports.get(3).toString(), "--app-resync", "10"),
            List.of("--app-resync-jitter", "0")));
  }

  private void run(String name, List<List<String>> parts) throws IOException {
    var builder =
        new ProcessBuilder(parts.stream().flatMap(List::stream).toList())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile());
    builder.environment().put("KUBECONFIG", plane.kubeconfig().toString());
    // It renders charts by the helm that it finds.
    builder
        .environment()
        .merge("PATH", binary.getParent().toString(), (old, ours) -> ours + ":" + old);
    builder.environment().put("TMPDIR", dir.resolve("tmp").toString());
    builder.environment().put("ARGOCD_GPG_ENABLED", "false");
    // Else the health of each object is told to its user interface alone.
    builder.environment().put("ARGOCD_APPLICATION_CONTROLLER_PERSIST_RESOURCE_HEALTH", "true");
    processes.push(builder.start());
  }

  /** What one of its processes printed: {@code controller}, {@code repository} or {@code redis}. */
  public String log(String name) {
    try {
      return Files.readString(dir.resolve(name + ".log"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }

  private static final String CONFIG_MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: argocd-%s
        namespace: argocd
        labels: {app.kubernetes.io/part-of: argocd}
      """;

  private static final String BASICS =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: argocd-secret
        namespace: argocd
        labels: {app.kubernetes.io/part-of: argocd}
      stringData: {server.secretkey: of-no-use}
      ---
      apiVersion: v1
      kind: Secret
      metadata:
        name: cluster-here
        namespace: argocd
        labels: {argocd.argoproj.io/secret-type: cluster}
      stringData:
        name: here
        server: "%s"
        config: '{"bearerToken": "%s", "tlsClientConfig": {"insecure": true}}'
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: AppProject
      metadata: {name: default, namespace: argocd}
      spec:
        sourceRepos: ['*']
        destinations: [{namespace: '*', server: '*'}]
        clusterResourceWhitelist: [{group: '*', kind: '*'}]
      """;
}
