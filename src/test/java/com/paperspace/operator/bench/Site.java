package com.paperspace.operator.bench;

import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Where a benchmark takes place: a control plane of its own and the simulated cloud. */
final class Site implements AutoCloseable {
  final Simulator cloud = Simulator.start().instant();
  private final ControlPlane plane;

  private Site(ControlPlane plane) {
    this.plane = plane;
  }

  static Site open(String name) {
    try {
      var folder = Files.createDirectories(Bench.FOLDER.toAbsolutePath());
      var site = new Site(ControlPlane.start(Files.createTempDirectory(folder, name + "-plane-")));
      site.plane.installCrds();
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KubernetesClient kubernetes() {
    return plane.client();
  }

  Path kubeconfig() {
    return plane.kubeconfig().toAbsolutePath();
  }

  Config config() {
    return Config.fromKubeconfig(kubeconfig().toFile());
  }

  /** Every answer of the cloud takes this long; zero for as fast as it can. */
  void latency(int millis) {
    cloud.faults().clear();
    if (millis > 0) {
      cloud.faults().next("*", "*", Fault.delay(Duration.ofMillis(millis))).always();
    }
  }

  void namespace(String name) {
    var metadata = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata();
    kubernetes().resource(metadata.build()).create();
  }

  /** An account whose key is of a team of its own, with a budget. */
  void account(String namespace, String name, int perSecond, int burst) {
    var key = key(name);
    cloud.key(key).team("team-" + name);
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .addToStringData("apiKey", key)
            .build();
    kubernetes().resource(secret).create();
    kubernetes()
        .resource(
            """
            apiVersion: paperspace.com/v1alpha1
            kind: PaperspaceAccount
            metadata: {name: %s, namespace: %s}
            spec:
              secretRef: {name: %s}
              budget: {requestsPerSecond: %d, burst: %d}
            """
                .formatted(name, namespace, name, perSecond, burst))
        .create();
  }

  static String key(String account) {
    return "benchmark-key-of-" + account;
  }

  /** What the operator is started with, beside what a benchmark sets itself. */
  Map<String, String> variables(String namespace) {
    var variables = new HashMap<String, String>();
    variables.put("KUBECONFIG", kubeconfig().toString());
    variables.put("PAPERSPACE_API_URL", cloud.url().toString());
    variables.put("WATCH_NAMESPACES", namespace);
    variables.put("HTTP_PORT", "0");
    variables.put("LOG_FORMAT", "json");
    return variables;
  }

  /** Fails when a request broke the contract of the API: such figures would mean nothing. */
  void requireNoViolation() {
    if (!cloud.violations().isEmpty()) {
      throw new IllegalStateException(cloud.violations().toString());
    }
  }

  @Override
  public void close() {
    cloud.close();
    plane.close();
  }
}
