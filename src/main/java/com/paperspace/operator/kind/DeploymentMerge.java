package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentPart.list;
import static com.paperspace.operator.kind.DeploymentPart.or;

import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.ContainerConfig.Autoscaling;
import com.paperspace.operator.client.ContainerConfig.Env;
import com.paperspace.operator.client.ContainerConfig.Header;
import com.paperspace.operator.client.ContainerConfig.HealthChecks;
import com.paperspace.operator.client.ContainerConfig.Integration;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.client.ContainerConfig.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lays a declared configuration over the current one. An upsert takes the whole configuration
 * (docs/paperspace-api.md 3.2), so what is not declared has to be sent as it is, or it would be
 * lost.
 */
final class DeploymentMerge {
  private DeploymentMerge() {}

  /** All that is declared. */
  static ContainerConfig onto(ContainerConfig current, ContainerConfig declared) {
    return onto(current, declared, KeptFields.NONE);
  }

  /** What is declared but for the fields that are kept. */
  static ContainerConfig onto(ContainerConfig current, ContainerConfig declared, KeptFields kept) {
    return new ContainerConfig(
        declared.apiVersion(),
        kept.or("name", declared.name(), current.name()),
        kept.or("image", declared.image(), current.image()),
        kept.or("enabled", declared.enabled(), current.enabled()),
        kept.or("containerRegistry", declared.containerRegistry(), current.containerRegistry()),
        kept.or("command", declared.command(), current.command()),
        kept.named("env", declared.env(), current.env(), Env::name),
        // Read in three spellings, sent as the code (docs/paperspace-api.md 4).
        kept.or("region", declared.region(), DeploymentConfig.region(current.region())),
        healthChecks(declared.healthChecks(), current.healthChecks(), kept.at("healthChecks.")),
        kept.or(DeploymentSecrets.BASIC_AUTH, declared.basicAuthKey(), current.basicAuthKey()),
        integrations(declared.integrations(), current.integrations(), kept),
        resources(
            declared.resources(),
            or(current.resources(), DeploymentBlanks.RESOURCES),
            kept.at("resources.")));
  }

  private static HealthChecks healthChecks(
      HealthChecks declared, HealthChecks current, KeptFields kept) {
    if (declared == null) {
      return current;
    }
    var now = or(current, DeploymentBlanks.CHECKS);
    var checks =
        new HealthChecks(
            probe(declared.liveness(), now.liveness(), kept.at("liveness.")),
            probe(declared.readiness(), now.readiness(), kept.at("readiness.")),
            probe(declared.startup(), now.startup(), kept.at("startup.")));
    return checks.equals(DeploymentBlanks.CHECKS) ? current : checks;
  }

  private static Probe probe(Probe declared, Probe current, KeptFields kept) {
    if (declared == null) {
      return current;
    }
    var now = or(current, DeploymentBlanks.PROBE);
    var path = kept.has("path") ? now.path() : declared.path();
    var exec = kept.has("exec.command") ? now.exec() : declared.exec();
    boolean http = exec == null;
    if (http && path == null) {
      return current;
    }
    // Exactly one of HTTP and exec may be sent (docs/paperspace-api.md 3.1).
    return new Probe(
        path,
        http ? kept.or("host", declared.host(), now.host()) : null,
        http ? kept.or("port", declared.port(), now.port()) : null,
        http ? kept.named("headers", declared.headers(), now.headers(), Header::name) : null,
        exec,
        kept.or("timeoutSeconds", declared.timeoutSeconds(), now.timeoutSeconds()),
        kept.or("initialDelaySeconds", declared.initialDelaySeconds(), now.initialDelaySeconds()),
        kept.or("periodSeconds", declared.periodSeconds(), now.periodSeconds()),
        kept.or("failureThreshold", declared.failureThreshold(), now.failureThreshold()));
  }

  /** Those that are there are taken over in part, others come and go as a whole. */
  private static List<Integration> integrations(
      List<Integration> declared, List<Integration> current, KeptFields kept) {
    if (declared == null) {
      return current;
    }
    var rest = new ArrayList<>(list(current));
    var all = new ArrayList<Integration>();
    for (var wanted : declared) {
      var place = field(wanted);
      var same = rest.stream().filter(it -> isSame(wanted, it)).findFirst();
      if (same.isPresent()) {
        rest.remove(same.get());
        all.add(integration(wanted, same.get(), kept.at(place + ".")));
      } else if (!kept.has(place)) {
        all.add(wanted);
      }
    }
    rest.stream().filter(it -> kept.has(field(it))).forEach(all::add);
    return all;
  }

  /** Integrations have no id: type and name tell which one is meant. */
  static boolean isSame(Integration declared, Integration current) {
    return current != null
        && Objects.equals(declared.type(), current.type())
        && Objects.equals(declared.name(), current.name());
  }

  /** How a difference names an integration; two of different types may go by one name. */
  static String field(Integration it) {
    return DeploymentDrift.member("integrations", it.name());
  }

  private static Integration integration(
      Integration declared, Integration current, KeptFields kept) {
    return new Integration(
        declared.type(),
        kept.or("id", declared.id(), current.id()),
        declared.name(),
        kept.or("path", declared.path(), current.path()),
        kept.or("url", declared.url(), current.url()),
        kept.or("region", declared.region(), current.region()),
        kept.or("endpoint", declared.endpoint(), current.endpoint()),
        kept.or("accessKeyId", declared.accessKeyId(), current.accessKeyId()),
        kept.or("secretAccessKey", declared.secretAccessKey(), current.secretAccessKey()));
  }

  private static Resources resources(Resources declared, Resources current, KeptFields kept) {
    return new Resources(
        kept.or("machineType", declared.machineType(), current.machineType()),
        kept.or("ports", declared.ports(), current.ports()),
        kept.or("replicas", declared.replicas(), current.replicas()),
        autoscaling(declared.autoscaling(), current.autoscaling(), kept.at("autoscaling.")));
  }

  private static Autoscaling autoscaling(
      Autoscaling declared, Autoscaling current, KeptFields kept) {
    if (declared == null || current == null) {
      return kept.has("maxReplicas") ? current : or(declared, current);
    }
    return new Autoscaling(
        kept.or("enabled", declared.enabled(), current.enabled()),
        kept.or("maxReplicas", declared.maxReplicas(), current.maxReplicas()),
        kept.or("metrics", declared.metrics(), current.metrics()));
  }
}
