package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.DeploymentResources;
import com.paperspace.operator.api.EnvVar;
import com.paperspace.operator.api.HealthChecks.HealthCheck;
import com.paperspace.operator.api.Integration;
import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.ContainerConfig.Autoscaling;
import com.paperspace.operator.client.ContainerConfig.Env;
import com.paperspace.operator.client.ContainerConfig.Exec;
import com.paperspace.operator.client.ContainerConfig.Header;
import com.paperspace.operator.client.ContainerConfig.HealthChecks;
import com.paperspace.operator.client.ContainerConfig.Metric;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.client.ContainerConfig.Resources;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The configuration a spec declares, in the API's terms; null is what it does not manage. */
final class DeploymentConfig {
  static final ProjectRef<Deployment.Spec> PROJECT =
      new ProjectRef<>(Deployment.Spec::projectRef, Deployment.Spec::projectId);

  private static final Set<String> REGIONS = Set.of("ny2", "ca1", "ams1");

  /** A configuration that says nothing. */
  static final ContainerConfig NOTHING =
      new ContainerConfig(null, null, null, null, null, null, null, null, null, null, null, null);

  /** Only v1 is written, any is read (docs/paperspace-api.md 3.1). */
  private static final String VERSION = "v1";

  private DeploymentConfig() {}

  static String name(Deployment resource) {
    return CloudName.of(resource.getSpec().name(), resource);
  }

  static String projectId(Deployment resource, Inputs inputs) {
    return PROJECT.id(resource.getSpec(), inputs);
  }

  /** What a deployment that is there is to have: under the name it goes by if none is declared. */
  static ContainerConfig declared(Deployment resource, View view, Inputs inputs) {
    boolean keeps = resource.getSpec().name() == null && view.name() != null;
    return declared(resource, keeps ? view.name() : name(resource), inputs);
  }

  /** What the spec declares and nothing else. */
  static ContainerConfig declared(Deployment resource, Inputs inputs) {
    return declared(resource, name(resource), inputs);
  }

  private static ContainerConfig declared(Deployment resource, String name, Inputs inputs) {
    var spec = resource.getSpec();
    var secrets = new DeploymentSecrets(projectId(resource, inputs), inputs);
    return new ContainerConfig(
        VERSION,
        name,
        spec.image(),
        spec.enabled(),
        DeploymentRegistry.name(spec, inputs),
        spec.command(),
        each(unique(spec.env()), it -> env(it, secrets)),
        region(spec.region()),
        healthChecks(spec.healthChecks()),
        secrets.reference(DeploymentSecrets.BASIC_AUTH, spec.basicAuth()),
        integrations(spec.integrations(), secrets, inputs),
        resources(spec.resources()));
  }

  /**
   * A stored configuration as it is compared: by the name the deployment goes by, and with the key
   * last sent where the service shows that there is one but keeps it to itself.
   */
  static ContainerConfig seen(
      ContainerConfig stored, View view, ContainerConfig declared, DeploymentMarks marks) {
    var key = stored.basicAuthKey();
    boolean kept =
        key == null
            && view.basicAuthKey() != null
            && declared.basicAuthKey() != null
            && marks.isSentKey(declared.basicAuthKey());
    return new ContainerConfig(
        stored.apiVersion(),
        view.name() == null ? stored.name() : view.name(),
        stored.image(),
        stored.enabled(),
        stored.containerRegistry(),
        stored.command(),
        stored.env(),
        stored.region(),
        stored.healthChecks(),
        kept ? declared.basicAuthKey() : key,
        stored.integrations(),
        stored.resources());
  }

  /**
   * The code of a region in any of its three spellings (docs/paperspace-api.md 4); else the text
   * itself.
   */
  static String region(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    // Only a region has several spellings; a private cluster's id is what it is.
    return Regions.code(text).filter(REGIONS::contains).orElse(text);
  }

  /** A name the schema did not keep unique must not make every look find a difference. */
  private static List<EnvVar> unique(List<EnvVar> env) {
    if (env == null) {
      return null;
    }
    var byName = new LinkedHashMap<String, EnvVar>();
    env.forEach(it -> byName.put(it.name(), it));
    return List.copyOf(byName.values());
  }

  private static Env env(EnvVar it, DeploymentSecrets secrets) {
    var value =
        it.valueFrom() == null
            ? it.value()
            : secrets.reference(DeploymentSecrets.env(it.name()), it.valueFrom());
    return new Env(it.name(), value);
  }

  private static HealthChecks healthChecks(com.paperspace.operator.api.HealthChecks it) {
    return it == null
        ? null
        : new HealthChecks(probe(it.liveness()), probe(it.readiness()), probe(it.startup()));
  }

  private static Probe probe(HealthCheck it) {
    return it == null
        ? null
        : new Probe(
            it.path(),
            it.host(),
            it.port(),
            each(it.headers(), header -> new Header(header.name(), header.value())),
            it.exec() == null ? null : new Exec(it.exec().command()),
            it.timeoutSeconds(),
            it.initialDelaySeconds(),
            it.periodSeconds(),
            it.failureThreshold());
  }

  private static List<ContainerConfig.Integration> integrations(
      List<Integration> declared, DeploymentSecrets secrets, Inputs inputs) {
    if (declared == null) {
      return null;
    }
    var all = new ArrayList<ContainerConfig.Integration>();
    for (int i = 0; i < declared.size(); i++) {
      var it = declared.get(i);
      all.add(
          new ContainerConfig.Integration(
              it.type(),
              DeploymentData.id(it, i, inputs),
              it.name(),
              it.path(),
              DeploymentData.url(it, i, inputs),
              it.region(),
              it.endpoint(),
              it.accessKeyId(),
              secrets.reference(DeploymentSecrets.integration(i), it.secretAccessKey())));
    }
    return all;
  }

  private static Resources resources(DeploymentResources it) {
    return new Resources(
        it.machineType(), it.ports(), it.replicas(), autoscaling(it.autoscaling()));
  }

  private static Autoscaling autoscaling(DeploymentResources.Autoscaling it) {
    return it == null
        ? null
        : new Autoscaling(
            it.enabled(),
            it.maxReplicas(),
            each(it.metrics(), m -> new Metric(m.metric(), m.summary(), m.value())));
  }

  private static <A, B> List<B> each(List<A> items, Function<A, B> into) {
    return items == null ? null : items.stream().map(into).toList();
  }
}
