package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Deployment.Observed;
import com.paperspace.operator.api.Outputs;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
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
    DeploymentRegistry.reference(spec).ifPresent(all::add);
    all.addAll(DeploymentData.references(spec));
    all.addAll(DeploymentSecrets.references(spec));
    return all;
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    if (reference.kind() == ContainerRegistry.class) {
      return DeploymentRegistry.exists(inputs, api);
    }
    return DeploymentData.exists(reference, inputs, api)
        .orElseGet(() -> ProjectRef.exists(reference, inputs, api));
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

  /** No row tells how its replicas are: that they were ready when it was looked at last stands. */
  @Override
  public boolean isAtRest(Deployment resource, DeploymentRemote row, Inputs inputs) {
    boolean isTold = DeploymentHealth.needsRuns(resource, row, inputs);
    return isTold
        ? diff(resource, row, inputs).isEmpty()
        : Adapter.super.isAtRest(resource, row, inputs);
  }

  @Override
  public boolean hasUnlisted(Deployment resource, Inputs inputs) {
    return true;
  }

  @Override
  public Optional<String> naturalKey(Deployment resource, Inputs inputs) {
    var project = DeploymentConfig.projectId(resource, inputs);
    return Optional.of(new ScopedId(project, name(resource)).toString());
  }

  /** One that was taken over by its id keeps the name it has there, and is never made again. */
  @Override
  public Optional<String> ownedKey(Deployment resource) {
    var spec = resource.getSpec();
    if (spec != null && spec.name() == null && !Objects.toString(spec.externalId(), "").isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(resource.getStatus().observed())
        .map(Observed::projectId)
        .map(project -> new ScopedId(project, name(resource)).toString());
  }

  /** The project is part of the key under which it is made again. */
  @Override
  public Observed remains(Deployment resource, Observed observed) {
    var project = observed.projectId();
    return project == null
        ? null
        : new Observed(null, project, null, null, null, null, null, null, null, null, null);
  }

  @Override
  public Optional<DeploymentRemote> findByKey(String key, Paperspace api) {
    var id = ScopedId.of(key);
    return DeploymentRename.find(id.parent(), id.key(), api).map(DeploymentRemote::of);
  }

  @Override
  public Identity identity(DeploymentRemote remote) {
    var view = remote.view();
    return new Identity(view.id(), view.name(), view.dtCreated());
  }

  @Override
  public Step<DeploymentRemote> create(Deployment resource, Inputs inputs) {
    return DeploymentSteps.create(resource, inputs);
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
    var policy = spec.policy();
    boolean onlyWatched = policy != null && policy.observeOnly();
    boolean retry =
        drift.isEmpty()
            && !onlyWatched
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
    var stored = DeploymentRemote.config(view);
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

  @Override
  public Step<DeploymentRemote> next(
      Deployment resource, DeploymentRemote remote, List<Drift> todo, Inputs inputs) {
    return DeploymentSteps.next(resource, remote, todo, inputs);
  }

  @Override
  public Step<DeploymentRemote> delete(DeploymentRemote remote) {
    return DeploymentSteps.delete(remote);
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
    boolean isProtected = DeploymentRemote.isProtected(remote.view());
    values.put("basicAuthUser", isProtected ? BASIC_AUTH_USER : null);
    values.values().removeIf(value -> Objects.requireNonNullElse(value, "").isBlank());
    return values;
  }

  @Override
  public String outputSecret(Deployment resource) {
    return Outputs.secretOf(resource.getSpec().outputs());
  }
}
