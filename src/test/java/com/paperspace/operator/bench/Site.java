package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where a benchmark takes place: a control plane of its own and the simulated cloud. */
final class Site implements AutoCloseable {
  final Simulator cloud = Simulator.start().instant();
  private final ControlPlane plane;
  private String benchmark = "";

  private Site(ControlPlane plane) {
    this.plane = plane;
  }

  static Site open() {
    try {
      var folder = Files.createDirectories(Bench.FOLDER.toAbsolutePath());
      var plane = ControlPlane.start(Files.createTempDirectory(folder, "plane-"));
      var site = new Site(plane);
      site.plane.installCrds();
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes room for a benchmark: what it starts has names of its own, and the cloud is quick. */
  void begin(String name) {
    benchmark = name;
    latency(0);
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
    var key = keyOf(namespace + "-" + name);
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

  /** Edits a project as a person would. */
  void rename(String namespace, String project, String name) {
    kubernetes()
        .resources(PaperspaceProject.class)
        .inNamespace(namespace)
        .withName(project)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"name\": \"%s\"}}".formatted(name));
  }

  /** Deletes a project as a person would, and does not wait. */
  void delete(String namespace, String project) {
    kubernetes()
        .resources(PaperspaceProject.class)
        .inNamespace(namespace)
        .withName(project)
        .delete();
  }

  void untilReady(String namespace, String account) {
    kubernetes()
        .resources(PaperspaceAccount.class)
        .inNamespace(namespace)
        .withName(account)
        .waitUntilCondition(it -> it != null && Rig.is(it, "Ready", "True"), 1, TimeUnit.MINUTES);
  }

  /** A key that works, of a team of that name. */
  String keyOf(String team) {
    var key = "benchmark-key-of-" + team;
    cloud.key(key).team(team);
    return key;
  }

  /** What a process of this benchmark, its files and its namespace are called. */
  String fileOf(String process) {
    return (benchmark + "-" + process).replace(' ', '-');
  }

  /** How what is measured finds Kubernetes. */
  Map<String, String> pod() {
    return Pod.variables(config(), kubeconfig().resolveSibling("token"));
  }

  /** What the operator is started with, beside what a benchmark sets itself. */
  Map<String, String> variables(String namespace) {
    var variables = new HashMap<>(pod());
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
