package com.paperspace.operator.e2e;

import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A release of the chart in some namespaces, and the operator it would run, by its rights alone.
 */
final class Release {
  static final String CHART = "helm/paperspace-operator";
  static final String HOLD = "paperspace.com/in-use";

  final String name;
  final Namespace ops;
  final Set<String> watched;
  private final ControlPlane plane;

  Release(ControlPlane plane, String name, Namespace... watched) {
    this(plane, name, Stream.of(watched));
    helm("install", CHART);
  }

  private Release(ControlPlane plane, String name, Stream<Namespace> watched) {
    this.plane = plane;
    this.name = name;
    this.ops = new Namespace(plane, "ops-" + name);
    this.watched = watched.map(it -> it.name).collect(Collectors.toSet());
  }

  /** One that somebody else installs into its namespace. */
  static Release ofOthers(ControlPlane plane, String name, Namespace... watched) {
    return new Release(plane, name, Stream.of(watched));
  }

  /** A release of the chart as it was before it gave the RoleBinding to hold. */
  static Release ofOldChart(ControlPlane plane, String name, Namespace... watched)
      throws IOException {
    var copy = Files.createTempDirectory(Path.of("target"), "old-chart-");
    try (var files = Files.walk(Path.of(CHART))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var to = copy.resolve(Path.of(CHART).relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Files.copy(
        Path.of("src/test/resources/old-chart/rbac.yaml"),
        copy.resolve("templates/rbac.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    var release = ofOthers(plane, name, watched);
    release.helm("install", copy.toAbsolutePath().toString());
    return release;
  }

  /** Upgrades it to the chart of today. */
  void upgrade() {
    helm("upgrade", CHART);
  }

  private void helm(String verb, String chart) {
    plane
        .helm(
            verb,
            name,
            chart,
            "--namespace",
            ops.name,
            "--set=watchNamespaces={" + String.join(",", watched) + "}",
            "--set=crds.install=false,rbac.aggregatedRoles=false")
        .orFail();
  }

  /** The operator in this process. */
  Stage start() {
    return new Stage(QuickStart.cloud(), config(), watched, binding());
  }

  /** The operator in this process, by rights of which it does not know where they come from. */
  Stage startWithoutBinding() {
    return new Stage(QuickStart.cloud(), config(), watched);
  }

  /** The operator in a process of its own. */
  OperatorJar jar(Simulator cloud, String... namespaces) {
    return OperatorJar.start(name, variables(cloud, namespaces));
  }

  Map<String, String> variables(Simulator cloud, String... namespaces) {
    return new HashMap<>(
        Map.of(
            "KUBECONFIG",
            kubeconfig().toString(),
            "PAPERSPACE_API_URL",
            cloud.url().toString(),
            "WATCH_NAMESPACES",
            String.join(",", namespaces),
            "ROLE_BINDING",
            binding().orElseThrow(),
            "SYNC_PERIOD",
            "10s",
            "SLOW_ROUND",
            "2m"));
  }

  Optional<String> binding() {
    return Optional.of(variable("ROLE_BINDING")).filter(it -> !it.isEmpty());
  }

  /** What its Deployment says. */
  String variable(String variable) {
    var path = ".spec.template.spec.containers[0].env[?(@.name==\"" + variable + "\")].value";
    return ops.value("deployment/" + name + "-paperspace-operator", path);
  }

  /** Takes the rights in a namespace away, and does not wait for it. */
  void unbind(Namespace namespace) {
    namespace.kubectl("delete", "rolebinding", binding().orElseThrow(), "--wait=false").orFail();
  }

  /** Gives the rights in a namespace again, as the chart does. */
  void bind(Namespace namespace) {
    namespace
        .kubectl(
            "create",
            "rolebinding",
            binding().orElseThrow(),
            "--clusterrole=" + ops.name + "-" + name + "-paperspace-operator-namespaced",
            "--serviceaccount=" + ops.name + ":" + name + "-paperspace-operator")
        .orFail();
  }

  /** Takes the hold off behind the operator's back. */
  void strip(Namespace namespace) {
    finalizers(namespace, "null");
  }

  /** Leaves a hold, as a process that was killed does. */
  void hold(Namespace namespace) {
    finalizers(namespace, "[\"" + HOLD + "\"]");
  }

  private void finalizers(Namespace namespace, String value) {
    namespace
        .kubectl(
            "patch",
            "rolebinding/" + binding().orElseThrow(),
            "--type=merge",
            "--patch={\"metadata\": {\"finalizers\": " + value + "}}")
        .orFail();
  }

  boolean isHeld(Namespace namespace) {
    return namespace
        .value("rolebinding/" + binding().orElseThrow(), ".metadata.finalizers")
        .contains(HOLD);
  }

  Config config() {
    return Config.fromKubeconfig(kubeconfig().toFile());
  }

  private Path kubeconfig() {
    return ChartRights.kubeconfig(plane, ops.name, name + "-paperspace-operator");
  }
}
