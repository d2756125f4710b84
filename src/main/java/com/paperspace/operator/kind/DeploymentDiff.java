package com.paperspace.operator.kind;

import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.ContainerConfig.Autoscaling;
import com.paperspace.operator.client.ContainerConfig.Env;
import com.paperspace.operator.client.ContainerConfig.Header;
import com.paperspace.operator.client.ContainerConfig.HealthChecks;
import com.paperspace.operator.client.ContainerConfig.Integration;
import com.paperspace.operator.client.ContainerConfig.Metric;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.client.ContainerConfig.Resources;
import com.paperspace.operator.reconcile.adapter.Drift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Compares configurations by meaning: what is not declared is not managed, what the service fills
 * in is a default, not a difference (docs/paperspace-api.md 3.1, 3.4).
 */
final class DeploymentDiff {
  private static final Probe NO_PROBE =
      new Probe(null, null, null, null, null, null, null, null, null);
  private static final HealthChecks NO_CHECKS = new HealthChecks(null, null, null);
  private static final Resources NO_RESOURCES = new Resources(null, null, null, null);
  private static final Autoscaling NO_AUTOSCALING = new Autoscaling(null, null, null);

  private final DeploymentDrift found;

  private DeploymentDiff(DeploymentDrift found) {
    this.found = found;
  }

  /** The differences, of bounded number and length; {@code digest} is a keyed hash. */
  static List<Drift> of(
      ContainerConfig declared, ContainerConfig current, UnaryOperator<String> digest) {
    var found = new DeploymentDrift(digest);
    new DeploymentDiff(found).compare(declared, current);
    return found.bounded();
  }

  private void compare(ContainerConfig declared, ContainerConfig current) {
    found.managed("name", declared.name(), current.name());
    found.managed("image", declared.image(), current.image());
    found.managed("enabled", declared.enabled(), or(current.enabled(), true));
    found.managed("containerRegistry", declared.containerRegistry(), current.containerRegistry());
    found.command("command", declared.command(), list(current.command()));
    env(declared.env(), current.env());
    // Deployments run in ny2 only (docs/paperspace-api.md 4), so a region left out is that one.
    found.managed(
        "region", declared.region(), or(DeploymentConfig.region(current.region()), "ny2"));
    healthChecks(declared.healthChecks(), or(current.healthChecks(), NO_CHECKS));
    found.hidden(DeploymentSecrets.BASIC_AUTH, declared.basicAuthKey(), current.basicAuthKey());
    integrations(declared.integrations(), current.integrations());
    resources(declared.resources(), or(current.resources(), NO_RESOURCES));
  }

  /**
   * By name: a process sees its environment without order, and a revision only for another order
   * would restart every replica. The order of the spec is kept when it is sent.
   */
  private void env(List<Env> declared, List<Env> current) {
    if (declared != null) {
      found.named(
          "env", byName(declared, Env::name, Env::value), byName(current, Env::name, Env::value));
    }
  }

  private static <V> Map<String, List<String>> byName(
      List<V> items, Function<V, String> name, Function<V, String> value) {
    var values = new LinkedHashMap<String, List<String>>();
    for (var it : list(items)) {
      values.computeIfAbsent(name.apply(it), any -> new ArrayList<>()).add(value.apply(it));
    }
    values.values().forEach(it -> it.sort(Comparator.nullsFirst(Comparator.naturalOrder())));
    return values;
  }

  private void healthChecks(HealthChecks declared, HealthChecks current) {
    if (declared != null) {
      probe("liveness", declared.liveness(), or(current.liveness(), NO_PROBE));
      probe("readiness", declared.readiness(), or(current.readiness(), NO_PROBE));
      probe("startup", declared.startup(), or(current.startup(), NO_PROBE));
    }
  }

  private void probe(String name, Probe declared, Probe current) {
    if (declared == null) {
      return;
    }
    var field = "healthChecks." + name + ".";
    // These two exclude each other, so declaring one says that the other is not there.
    found.differ(field + "path", declared.path(), current.path());
    found.command(field + "exec.command", list(command(declared)), list(command(current)));
    found.managed(field + "host", declared.host(), current.host());
    found.managed(field + "port", declared.port(), current.port());
    if (declared.headers() != null) {
      found.named(
          field + "headers",
          byName(declared.headers(), Header::name, Header::value),
          byName(current.headers(), Header::name, Header::value));
    }
    found.managed(
        field + "timeoutSeconds", declared.timeoutSeconds(), or(current.timeoutSeconds(), 1));
    found.managed(
        field + "initialDelaySeconds",
        declared.initialDelaySeconds(),
        or(current.initialDelaySeconds(), 0));
    found.managed(
        field + "periodSeconds", declared.periodSeconds(), or(current.periodSeconds(), 10));
    found.managed(
        field + "failureThreshold", declared.failureThreshold(), or(current.failureThreshold(), 3));
  }

  private static List<String> command(Probe probe) {
    return probe.exec() == null ? null : probe.exec().command();
  }

  private void integrations(List<Integration> declared, List<Integration> current) {
    if (declared == null) {
      return;
    }
    var rest = new ArrayList<>(list(current));
    for (var it : declared) {
      var field = "integrations[" + it.name() + "]";
      var same = rest.stream().filter(other -> DeploymentMerge.isSame(it, other)).findFirst();
      if (same.isPresent()) {
        rest.remove(same.get());
        integration(field + ".", it, same.get());
      } else {
        found.add(field, it.type(), null);
      }
    }
    rest.forEach(it -> found.add("integrations[" + it.name() + "]", null, it.type()));
  }

  private void integration(String field, Integration declared, Integration current) {
    boolean model = "model".equals(declared.type());
    found.managed(field + "id", declared.id(), current.id());
    found.managed(
        field + "path",
        declared.path(),
        model ? or(current.path(), "/opt/models") : current.path());
    found.hidden(field + "url", declared.url(), current.url());
    found.managed(field + "region", declared.region(), current.region());
    found.managed(field + "endpoint", declared.endpoint(), current.endpoint());
    found.hidden(field + "accessKeyId", declared.accessKeyId(), current.accessKeyId());
    found.hidden(field + "secretAccessKey", declared.secretAccessKey(), current.secretAccessKey());
  }

  /**
   * Replicas are compared as configured, never with the live count: with autoscaling they are the
   * lower bound and the autoscaler owns the rest.
   */
  private void resources(Resources declared, Resources current) {
    found.catalogued("resources.machineType", declared.machineType(), current.machineType());
    found.managed("resources.ports", sorted(declared.ports()), sorted(list(current.ports())));
    found.managed("resources.replicas", declared.replicas(), or(current.replicas(), 1));
    var scaling = declared.autoscaling();
    if (scaling != null) {
      var now = or(current.autoscaling(), NO_AUTOSCALING);
      var field = "resources.autoscaling.";
      found.managed(field + "enabled", scaling.enabled(), or(now.enabled(), true));
      found.managed(field + "maxReplicas", scaling.maxReplicas(), now.maxReplicas());
      found.managed(
          field + "metrics", metrics(scaling.metrics()), or(metrics(now.metrics()), List.of()));
    }
  }

  /** Metrics in one order: which comes first means nothing. */
  private static List<String> metrics(List<Metric> metrics) {
    return metrics == null
        ? null
        : metrics.stream()
            .map(it -> it.metric() + " " + or(it.summary(), "average") + " " + it.value())
            .sorted()
            .toList();
  }

  /** What is listed in any order is compared in one (docs/paperspace-api.md 3.4). */
  private static List<Integer> sorted(List<Integer> numbers) {
    return numbers == null ? null : numbers.stream().sorted().toList();
  }

  /** An empty list and an absent one are the same. */
  private static <V> List<V> list(List<V> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }

  private static <V> V or(V value, V otherwise) {
    return value == null ? otherwise : value;
  }
}
