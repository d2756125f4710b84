package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The processes of a {@link ControlPlane}, with the flags they need on loopback. */
final class Servers {

  private static final String HOST = "127.0.0.1";

  private final Path bin;
  private final Path dir;
  private final Deque<Process> processes = new ArrayDeque<>();
  private List<List<String>> apiFlags;
  private Process api;

  Servers(Path bin, Path dir) {
    this.bin = bin;
    this.dir = dir;
  }

  Path kubeconfig() {
    return dir.resolve("kubeconfig");
  }

  boolean has(String program) {
    return Binaries.has(bin, program);
  }

  boolean allAlive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  /** Starts etcd and the API server and writes the kubeconfig; both need some seconds more. */
  void startApi() throws IOException {
    Path certs = Files.createDirectories(certs());
    Path key = serviceAccountKey();
    Files.writeString(key, privateKey(), UTF_8);
    String token = UUID.randomUUID().toString();
    Path tokens = certs.resolve("tokens.csv");
    Files.writeString(tokens, token + ",admin,admin,system:masters\n", UTF_8);
    List<Integer> ports = Ports.free(3);
    String etcd = "http://" + HOST + ":" + ports.get(0);
    String peer = "http://" + HOST + ":" + ports.get(1);
    run(
        "etcd",
        List.of(
            List.of("--data-dir", dir.resolve("etcd").toString(), "--unsafe-no-fsync"),
            List.of("--listen-client-urls", etcd, "--advertise-client-urls", etcd),
            List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
            List.of("--initial-cluster", "default=" + peer, "--log-level", "error")));
    String issuer = "https://kubernetes.default.svc";
    apiFlags =
        List.of(
            List.of("--etcd-servers", etcd, "--secure-port", ports.get(2).toString()),
            List.of("--bind-address", HOST, "--cert-dir", certs.toString()),
            List.of("--token-auth-file", tokens.toString(), "--authorization-mode", "RBAC"),
            List.of(
                "--service-account-issuer", issuer, "--service-account-key-file", key.toString()),
            List.of("--service-account-signing-key-file", key.toString(), "--profiling=false"),
            List.of("--service-cluster-ip-range", "10.0.0.0/24"),
            AuditLog.flags(dir),
            has("kube-controller-manager")
                ? List.of()
                : List.of("--disable-admission-plugins=ServiceAccount"));
    reviveApi();
    Files.writeString(kubeconfig(), kubeconfig(ports.get(2), token), UTF_8);
  }

  /** Starts the API server, or the same one again; it needs some seconds more. */
  void reviveApi() throws IOException {
    api = run("kube-apiserver", apiFlags);
  }

  /** Ends the API server as a crash would; its data stay. */
  void killApi() {
    processes.remove(api);
    api.destroyForcibly();
    try {
      api.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the controllers; they need a ready API server. */
  void startControllers() throws IOException {
    run(
        "kube-controller-manager",
        List.of(
            List.of("--kubeconfig", kubeconfig().toString(), "--leader-elect=false"),
            List.of("--secure-port", String.valueOf(Ports.free()), "--bind-address", HOST),
            List.of("--cert-dir", certs().toString(), "--use-service-account-credentials=false"),
            List.of("--service-account-private-key-file", serviceAccountKey().toString()),
            List.of(
                "--horizontal-pod-autoscaler-sync-period=1s",
                "--controllers=namespace-controller,garbage-collector-controller,"
                    + "clusterrole-aggregation-controller,horizontal-pod-autoscaler-controller,"
                    + "serviceaccount-controller,deployment-controller,replicaset-controller")));
  }

  private Process run(String program, List<List<String>> flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(bin.resolve(program).toString()));
    flags.forEach(command::addAll);
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(program + ".log").toFile())
            .start();
    processes.push(started);
    return started;
  }

  private Path certs() {
    return dir.resolve("certs");
  }

  private Path serviceAccountKey() {
    return certs().resolve("sa.key");
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
      return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String kubeconfig(int port, String token) {
    return """
        apiVersion: v1
        kind: Config
        current-context: throwaway
        contexts: [{name: throwaway, context: {cluster: throwaway, user: admin}}]
        clusters:
        - name: throwaway
          cluster: {server: "https://%s:%d", insecure-skip-tls-verify: true}
        users: [{name: admin, user: {token: "%s"}}]
        """
        .formatted(HOST, port, token);
  }

  void stop() {
    while (!processes.isEmpty()) {
      Process process = processes.pop();
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
