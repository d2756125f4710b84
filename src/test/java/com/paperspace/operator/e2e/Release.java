package com.paperspace.operator.e2e;

import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ControlPlane;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
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
  static final String HOLD = "paperspace.com/in-use";

  final String name;
  final Namespace ops;
  final Set<String> watched;
  private final ControlPlane plane;

  Release(ControlPlane plane, String name, Namespace... watched) {
    this.plane = plane;
    this.name = name;
    this.ops = new Namespace(plane, "ops-" + name);
    this.watched = Stream.of(watched).map(it -> it.name).collect(Collectors.toSet());
    plane
        .helm(
            "install",
            name,
            "helm/paperspace-operator",
            "--namespace",
            ops.name,
            "--set=watchNamespaces={" + String.join(",", this.watched) + "}",
            "--set=crds.install=false,rbac.aggregatedRoles=false")
        .orFail();
  }

  /** The operator in this process. */
  Stage start() {
    return new Stage(QuickStart.cloud(), config(), watched, binding());
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
            "10s"));
  }

  Optional<String> binding() {
    var path = ".spec.template.spec.containers[0].env[?(@.name==\"ROLE_BINDING\")].value";
    return Optional.of(ops.value("deployment/" + name + "-paperspace-operator", path))
        .filter(it -> !it.isEmpty());
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
