package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Deployment.Observed;
import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.Deployments;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps a deployment: its whole configuration, of which every write makes a new revision. */
public final class DeploymentAdapter implements Adapter<Deployment, Observed, DeploymentRemote> {
  /** The service knows no other (docs/paperspace-api.md 3.1). */
  private static final String BASIC_AUTH_USER = "paperspace";

  private static final String CONFIGURATION = "configuration";

  /** How far back a configuration is looked for when the newest is invalid. */
  private static final int HISTORY = 10;

  /** What only v0alpha0 has, so that an upsert in v1 would lose it (docs/paperspace-api.md 3.1). */
  private static final List<String> NOT_IN_V1 = List.of("models", "repositories");

  @Override
  public Class<Deployment> type() {
    return Deployment.class;
  }

  @Override
  public String name(Deployment resource) {
    return DeploymentConfig.name(resource);
  }

  @Override
  public List<Reference> references(Deployment resource) {
    var spec = resource.getSpec();
    var all = new ArrayList<Reference>();
    DeploymentConfig.PROJECT.reference(spec).ifPresent(all::add);
    all.addAll(DeploymentSecrets.references(spec));
    return all;
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return ProjectRef.exists(reference, inputs, api);
  }

  @Override
  public List<DeploymentRemote> list(String scope, Paperspace api) {
    return api.deployments().list().stream().map(DeploymentRemote::of).toList();
  }

  @Override
  public Optional<DeploymentRemote> get(String id, Paperspace api) {
    return api.deployments().get(id).map(DeploymentRemote::of);
  }

  /** One more read, and only where health is decided by it. The newest run is the first. */
  @Override
  public DeploymentRemote complete(
      Deployment resource, DeploymentRemote remote, Inputs inputs, Paperspace api) {
    if (!DeploymentHealth.needsRuns(resource, remote, inputs)) {
      return remote;
    }
    var runs = api.deployments().runs(remote.view().id(), 1);
    return new DeploymentRemote(remote.view(), runs.stream().findFirst().orElse(null));
  }

  @Override
  public Optional<String> naturalKey(Deployment resource, Inputs inputs) {
    return Optional.of(DeploymentConfig.projectId(resource, inputs) + "/" + name(resource));
  }

  @Override
  public Optional<DeploymentRemote> findByKey(String key, Paperspace api) {
    var parts = key.split("/", 2);
    return DeploymentRename.find(parts[0], parts[1], api).map(DeploymentRemote::of);
  }

  @Override
  public Identity identity(DeploymentRemote remote) {
    var view = remote.view();
    return new Identity(view.id(), view.name(), view.dtCreated());
  }

  /**
   * Does not read the deployment back: were that read to fail, the id would be lost. It counts as
   * not visible yet, so the next pass reads it.
   */
  @Override
  public Step<DeploymentRemote> create(Deployment resource, Inputs inputs) {
    var project = DeploymentConfig.projectId(resource, inputs);
    var config =
        DeploymentMerge.onto(DeploymentConfig.NOTHING, DeploymentConfig.declared(resource, inputs));
    var marks = new DeploymentMarks(resource, inputs).after(null, config);
    return Step.create(
        config.name(),
        api -> {
          var id = api.deployments().upsert(new Deployments.Upsert(null, project, config));
          var made = new View(id, config.name(), project, null, null, null, null, null, null);
          return new Outcome<>(DeploymentRemote.of(made), null, marks);
        });
  }

  @Override
  public List<Drift> diff(Deployment resource, DeploymentRemote remote, Inputs inputs) {
    var view = remote.view();
    var spec = resource.getSpec();
    var project = DeploymentConfig.projectId(resource, inputs);
    if (view.projectId() != null && !view.projectId().equals(project)) {
      var field = DeploymentConfig.PROJECT.field(spec);
      return List.of(Drift.replace(field, project, view.projectId()));
    }
    var marks = new DeploymentMarks(resource, inputs);
    var drift = new ArrayList<>(compare(resource, view, marks, inputs));
    boolean retry =
        drift.isEmpty()
            && marks.isRetryAsked()
            && observe(resource, remote, inputs).phase() == Phase.FAILED;
    if (retry) {
      drift.add(new Drift(Annotations.RECONCILE_AT, "(asked for)", "failed", Remedy.VERB));
    }
    return drift.isEmpty() ? drift : guarded(drift, view);
  }

  private static List<Drift> compare(
      Deployment resource, View view, DeploymentMarks marks, Inputs inputs) {
    var declared = DeploymentConfig.declared(resource, view, inputs);
    var stored = config(view);
    if (stored.isPresent()) {
      var current = DeploymentConfig.seen(stored.get(), view, declared, marks);
      return DeploymentDiff.of(declared, current, inputs::digest);
    }
    return marks.isOurs(view)
        ? List.of()
        : List.of(
            Drift.correctable(
                CONFIGURATION, "(generation " + marks.generation() + ")", "(invalid)"));
  }

  /** What an upsert in v1 would destroy is for a person to decide. */
  private static List<Drift> guarded(List<Drift> drift, View view) {
    var lost =
        view.latestSpec() == null || view.latestSpec().data() == null
            ? List.<String>of()
            : NOT_IN_V1.stream()
                .filter(field -> !view.latestSpec().data().path(field).isEmpty())
                .toList();
    return lost.isEmpty()
        ? drift
        : Stream.concat(
                lost.stream().map(field -> Drift.replace(field, "(not in v1)", "(set)")),
                drift.stream().map(it -> it.with(Remedy.REPLACE)))
            .toList();
  }

  /** Every upsert makes a revision, and perhaps a rollout (docs/paperspace-api.md 3.2). */
  @Override
  public boolean isRepeatable() {
    return false;
  }

  /** Likewise does not read back: the marks of a write must not be lost with a failed read. */
  @Override
  public Step<DeploymentRemote> next(
      Deployment resource, DeploymentRemote remote, List<Drift> todo, Inputs inputs) {
    var view = remote.view();
    var declared = DeploymentConfig.declared(resource, view, inputs);
    var project = DeploymentConfig.projectId(resource, inputs);
    return Step.change(
        todo,
        api -> {
          var current =
              config(view).or(() -> lastReadable(view, api)).orElse(DeploymentConfig.NOTHING);
          var config = DeploymentMerge.onto(current, declared);
          DeploymentRename.requireFree(view, project, config.name(), api);
          var id = api.deployments().upsert(new Deployments.Upsert(view.id(), project, config));
          DeploymentRename.requireSame(view, id, config.name());
          var marks = new DeploymentMarks(resource, inputs).after(view, config);
          return new Outcome<>(remote, null, marks);
        });
  }

  private static Optional<ContainerConfig> config(View view) {
    return view.latestSpec() == null ? Optional.empty() : view.latestSpec().config();
  }

  /** What is not managed was last known here. */
  private static Optional<ContainerConfig> lastReadable(View view, Paperspace api) {
    return api.deployments().history(view.id(), HISTORY).stream()
        .map(Deployments.Spec::config)
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Override
  public Step<DeploymentRemote> delete(DeploymentRemote remote) {
    var id = remote.view().id();
    return Step.delete(id, remote, api -> api.deployments().delete(id));
  }

  @Override
  public Observation<Observed> observe(
      Deployment resource, DeploymentRemote remote, Inputs inputs) {
    return DeploymentHealth.observe(resource, remote, inputs);
  }

  @Override
  public Map<String, String> outputs(Deployment resource, DeploymentRemote remote) {
    var values = new LinkedHashMap<String, String>();
    values.put("endpoint", DeploymentRemote.endpoint(remote.view()));
    values.put("basicAuthKey", remote.view().basicAuthKey());
    boolean isProtected = !Objects.requireNonNullElse(remote.view().basicAuthKey(), "").isBlank();
    values.put("basicAuthUser", isProtected ? BASIC_AUTH_USER : null);
    values.values().removeIf(value -> Objects.requireNonNullElse(value, "").isBlank());
    return values;
  }

  @Override
  public String outputSecret(Deployment resource) {
    var outputs = resource.getSpec().outputs();
    return outputs == null ? null : outputs.secret();
  }
}
