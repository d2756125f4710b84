package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentPart.address;
import static com.paperspace.operator.kind.DeploymentPart.command;
import static com.paperspace.operator.kind.DeploymentPart.hidden;
import static com.paperspace.operator.kind.DeploymentPart.inside;
import static com.paperspace.operator.kind.DeploymentPart.list;
import static com.paperspace.operator.kind.DeploymentPart.named;
import static com.paperspace.operator.kind.DeploymentPart.or;
import static com.paperspace.operator.kind.DeploymentPart.plain;
import static com.paperspace.operator.kind.DeploymentPart.value;
import static com.paperspace.operator.kind.DeploymentPart.valueAs;

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
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Compares configurations by meaning, part by part: what is not declared is not managed, what the
 * service fills in is a default, not a difference (docs/paperspace-api.md 3.1, 3.4).
 */
final class DeploymentDiff {
  /** Path and command exclude each other: declaring one says that the other is not there. */
  private static final List<DeploymentPart<Probe>> PROBE =
      List.of(
          value("path", it -> or(it.path(), "")),
          command("exec.command", it -> list(it.exec() == null ? null : it.exec().command())),
          value("host", Probe::host),
          value("port", Probe::port),
          named("headers", Probe::headers, Header::name, Header::value),
          value("timeoutSeconds", Probe::timeoutSeconds, 1),
          value("initialDelaySeconds", Probe::initialDelaySeconds, 0),
          value("periodSeconds", Probe::periodSeconds, 10),
          value("failureThreshold", Probe::failureThreshold, 3));

  private static final List<DeploymentPart<HealthChecks>> CHECKS =
      List.of(
          inside("liveness.", HealthChecks::liveness, DeploymentBlanks.PROBE, PROBE),
          inside("readiness.", HealthChecks::readiness, DeploymentBlanks.PROBE, PROBE),
          inside("startup.", HealthChecks::startup, DeploymentBlanks.PROBE, PROBE));

  private static final List<DeploymentPart<Integration>> INTEGRATION =
      List.of(
          value("id", Integration::id),
          valueAs("path", Integration::path, DeploymentDiff::path),
          hidden("url", Integration::url),
          value("region", Integration::region),
          address("endpoint", Integration::endpoint),
          hidden("accessKeyId", Integration::accessKeyId),
          hidden("secretAccessKey", Integration::secretAccessKey));

  private static final List<DeploymentPart<Autoscaling>> AUTOSCALING =
      List.of(
          value("enabled", Autoscaling::enabled, true),
          value("maxReplicas", Autoscaling::maxReplicas),
          value("metrics", it -> metrics(it.metrics()), List.of()));

  /**
   * Replicas are compared as configured, never with the live count: with autoscaling they are the
   * lower bound and the autoscaler owns the rest.
   */
  private static final List<DeploymentPart<Resources>> RESOURCES =
      List.of(
          plain(
              Row.<Resources, Resources>of(
                      "machineType", Resources::machineType, Resources::machineType)
                  .inAnyCase()),
          value("ports", it -> sorted(it.ports()), List.of()),
          value("replicas", Resources::replicas, 1),
          inside(
              "autoscaling.", Resources::autoscaling, DeploymentBlanks.AUTOSCALING, AUTOSCALING));

  private static final List<DeploymentPart<ContainerConfig>> CONFIG =
      List.of(
          value("name", ContainerConfig::name),
          value("image", ContainerConfig::image),
          value("enabled", ContainerConfig::enabled, true),
          value("containerRegistry", ContainerConfig::containerRegistry),
          command("command", ContainerConfig::command),
          // By name: a process sees its environment without order, and a revision only for another
          // order would restart every replica. The order of the spec is kept when it is sent.
          named("env", ContainerConfig::env, Env::name, Env::value),
          valueAs("region", ContainerConfig::region, DeploymentDiff::region),
          inside("healthChecks.", ContainerConfig::healthChecks, DeploymentBlanks.CHECKS, CHECKS),
          hidden(DeploymentSecrets.BASIC_AUTH, ContainerConfig::basicAuthKey),
          DeploymentDiff::integrations,
          inside("resources.", ContainerConfig::resources, DeploymentBlanks.RESOURCES, RESOURCES));

  private DeploymentDiff() {}

  /** The differences, each of bounded length; {@code digest} is a keyed hash. */
  static List<Drift> of(
      ContainerConfig declared, ContainerConfig current, UnaryOperator<String> digest) {
    var found = new DeploymentDrift(digest);
    CONFIG.forEach(part -> part.diff(found, declared, current));
    return found.all();
  }

  private static void integrations(
      DeploymentDrift found, ContainerConfig declared, ContainerConfig current) {
    if (declared.integrations() == null) {
      return;
    }
    var rest = new ArrayList<>(list(current.integrations()));
    for (var it : declared.integrations()) {
      var field = DeploymentMerge.field(it);
      var same = rest.stream().filter(other -> DeploymentMerge.isSame(it, other)).findFirst();
      if (same.isPresent()) {
        rest.remove(same.get());
        INTEGRATION.forEach(part -> part.diff(found.at(field + "."), it, same.get()));
      } else {
        found.add(field, it.type(), null);
      }
    }
    rest.forEach(it -> found.add(DeploymentMerge.field(it), null, it.type()));
  }

  private static String path(Integration it) {
    return "model".equals(it.type()) ? or(it.path(), "/opt/models") : it.path();
  }

  /** Deployments run in ny2 only (docs/paperspace-api.md 4), so a region left out is that one. */
  private static String region(ContainerConfig it) {
    return or(DeploymentConfig.region(it.region()), "ny2");
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
    return numbers == null ? null : list(numbers).stream().sorted().toList();
  }
}
