package com.paperspace.operator.kind;

import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.ContainerConfig.Autoscaling;
import com.paperspace.operator.client.ContainerConfig.HealthChecks;
import com.paperspace.operator.client.ContainerConfig.Integration;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.client.ContainerConfig.Resources;
import java.util.List;
import java.util.Objects;

/**
 * Lays a declared configuration over the current one. An upsert takes the whole configuration
 * (docs/paperspace-api.md 3.2), so what is not declared has to be sent as it is, or it would be
 * lost.
 */
final class DeploymentMerge {
  private static final Resources NO_RESOURCES = new Resources(null, null, null, null);

  private DeploymentMerge() {}

  static ContainerConfig onto(ContainerConfig current, ContainerConfig declared) {
    return new ContainerConfig(
        declared.apiVersion(),
        declared.name(),
        or(declared.image(), current.image()),
        or(declared.enabled(), current.enabled()),
        or(declared.containerRegistry(), current.containerRegistry()),
        or(declared.command(), current.command()),
        or(declared.env(), current.env()),
        // Read in three spellings, sent as the code (docs/paperspace-api.md 4).
        or(declared.region(), DeploymentConfig.region(current.region())),
        healthChecks(declared.healthChecks(), current.healthChecks()),
        or(declared.basicAuthKey(), current.basicAuthKey()),
        integrations(declared.integrations(), current.integrations()),
        resources(declared.resources(), or(current.resources(), NO_RESOURCES)));
  }

  private static HealthChecks healthChecks(HealthChecks declared, HealthChecks current) {
    if (declared == null || current == null) {
      return or(declared, current);
    }
    return new HealthChecks(
        probe(declared.liveness(), current.liveness()),
        probe(declared.readiness(), current.readiness()),
        probe(declared.startup(), current.startup()));
  }

  private static Probe probe(Probe declared, Probe current) {
    if (declared == null || current == null) {
      return or(declared, current);
    }
    // Exactly one of HTTP and exec may be sent (docs/paperspace-api.md 3.1).
    boolean http = declared.exec() == null;
    return new Probe(
        declared.path(),
        http ? or(declared.host(), current.host()) : null,
        http ? or(declared.port(), current.port()) : null,
        http ? or(declared.headers(), current.headers()) : null,
        declared.exec(),
        or(declared.timeoutSeconds(), current.timeoutSeconds()),
        or(declared.initialDelaySeconds(), current.initialDelaySeconds()),
        or(declared.periodSeconds(), current.periodSeconds()),
        or(declared.failureThreshold(), current.failureThreshold()));
  }

  private static List<Integration> integrations(
      List<Integration> declared, List<Integration> current) {
    if (declared == null || current == null) {
      return or(declared, current);
    }
    return declared.stream()
        .map(
            wanted ->
                current.stream()
                    .filter(it -> isSame(wanted, it))
                    .findFirst()
                    .map(it -> integration(wanted, it))
                    .orElse(wanted))
        .toList();
  }

  /** Integrations have no id: type and name tell which one is meant. */
  static boolean isSame(Integration declared, Integration current) {
    return current != null
        && Objects.equals(declared.type(), current.type())
        && Objects.equals(declared.name(), current.name());
  }

  private static Integration integration(Integration declared, Integration current) {
    return new Integration(
        declared.type(),
        or(declared.id(), current.id()),
        declared.name(),
        or(declared.path(), current.path()),
        or(declared.url(), current.url()),
        or(declared.region(), current.region()),
        or(declared.endpoint(), current.endpoint()),
        or(declared.accessKeyId(), current.accessKeyId()),
        or(declared.secretAccessKey(), current.secretAccessKey()));
  }

  private static Resources resources(Resources declared, Resources current) {
    return new Resources(
        or(declared.machineType(), current.machineType()),
        or(declared.ports(), current.ports()),
        or(declared.replicas(), current.replicas()),
        autoscaling(declared.autoscaling(), current.autoscaling()));
  }

  private static Autoscaling autoscaling(Autoscaling declared, Autoscaling current) {
    if (declared == null || current == null) {
      return or(declared, current);
    }
    return new Autoscaling(
        or(declared.enabled(), current.enabled()),
        or(declared.maxReplicas(), current.maxReplicas()),
        or(declared.metrics(), current.metrics()));
  }

  private static <V> V or(V declared, V current) {
    return declared == null ? current : declared;
  }
}
