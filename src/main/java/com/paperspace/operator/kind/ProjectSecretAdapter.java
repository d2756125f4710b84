package com.paperspace.operator.kind;

import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.ProjectSecret.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.ProjectSecrets;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps a secret of a project. Its id is {@code <project id>/<name>}, for the API has none. The
 * value cannot be read, so a keyed hash of what was sent and the time it was last changed stand for
 * it.
 */
public final class ProjectSecretAdapter
    implements Adapter<ProjectSecret, Observed, ProjectSecretRemote> {
  @Override
  public Class<ProjectSecret> type() {
    return ProjectSecret.class;
  }

  @Override
  public String name(ProjectSecret resource) {
    return Compare.nameOr(resource.getSpec().name(), resource);
  }

  @Override
  public List<Reference> references(ProjectSecret resource) {
    var spec = resource.getSpec();
    List<Reference> references = new ArrayList<>();
    ProjectRef.reference(spec.projectRef()).ifPresent(references::add);
    references.add(
        new Reference.ToSecret("valueFrom.secretKeyRef", spec.valueFrom().secretKeyRef()));
    return references;
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return ProjectRef.exists(reference, inputs, api);
  }

  private static String projectId(ProjectSecret resource, Inputs inputs) {
    var spec = resource.getSpec();
    return ProjectRef.id(spec.projectRef(), spec.projectId(), inputs);
  }

  @Override
  public String scope(ProjectSecret resource, Inputs inputs) {
    return projectId(resource, inputs);
  }

  @Override
  public boolean sameScope(String id, String other) {
    return ProjectSecretRemote.projectOf(id).equals(ProjectSecretRemote.projectOf(other));
  }

  @Override
  public List<ProjectSecretRemote> list(String scope, Paperspace api) {
    return api.projectSecrets().list(scope).stream()
        .map(v -> new ProjectSecretRemote(scope, v))
        .toList();
  }

  @Override
  public Optional<ProjectSecretRemote> get(String id, Paperspace api) {
    return ProjectSecretRemote.find(id, api);
  }

  @Override
  public Optional<String> naturalKey(ProjectSecret resource, Inputs inputs) {
    return Optional.of(ProjectSecretRemote.id(projectId(resource, inputs), name(resource)));
  }

  @Override
  public Optional<ProjectSecretRemote> findByKey(String key, Paperspace api) {
    return get(key, api);
  }

  @Override
  public Identity identity(ProjectSecretRemote remote) {
    var view = remote.view();
    return new Identity(
        ProjectSecretRemote.id(remote.projectId(), view.name()), view.name(), view.dtCreated());
  }

  @Override
  public Step<ProjectSecretRemote> create(ProjectSecret resource, Inputs inputs) {
    var project = projectId(resource, inputs);
    var value = SecretValue.of(resource, inputs);
    var wanted = new ProjectSecrets.Create(name(resource), value);
    return Step.create(
        name(resource),
        api -> {
          var made = api.projectSecrets().create(project, wanted);
          return SecretValue.written(api, new ProjectSecretRemote(project, made), value, inputs);
        });
  }

  @Override
  public List<Drift> diff(ProjectSecret resource, ProjectSecretRemote remote, Inputs inputs) {
    return Stream.of(
            Compare.fixed("project", projectId(resource, inputs), remote.projectId()),
            Compare.fixed("name", name(resource), remote.view().name()),
            SecretValue.diff(resource, remote, inputs))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Step<ProjectSecretRemote> next(
      ProjectSecret resource, ProjectSecretRemote remote, List<Drift> todo, Inputs inputs) {
    var value = SecretValue.of(resource, inputs);
    var project = remote.projectId();
    var name = remote.view().name();
    return Step.change(
        todo,
        api -> {
          var secrets = api.projectSecrets();
          var changed =
              secrets
                  .update(project, name, new ProjectSecrets.Change(value))
                  .or(() -> secrets.get(project, name))
                  .orElse(remote.view());
          return SecretValue.written(api, new ProjectSecretRemote(project, changed), value, inputs);
        });
  }

  @Override
  public Step<ProjectSecretRemote> delete(ProjectSecretRemote remote) {
    return Step.delete(
        identity(remote).id(),
        remote,
        api -> {
          if (Boolean.TRUE.equals(remote.view().hasDeploymentAttached())) {
            throw new InUseException(
                "A deployment still uses secret "
                    + remote.view().name()
                    + ". Change or delete it first, or set policy.deletion: Retain.");
          }
          api.projectSecrets().delete(remote.projectId(), remote.view().name());
        });
  }

  @Override
  public Observation<Observed> observe(
      ProjectSecret resource, ProjectSecretRemote remote, Inputs inputs) {
    var view = remote.view();
    return Observation.ready(
        Reason.Available,
        "The secret exists.",
        new Observed(
            remote.projectId(),
            view.name(),
            Objects.toString(view.dtCreated(), null),
            Objects.toString(view.dtModified(), null),
            Boolean.TRUE.equals(view.hasDeploymentAttached())));
  }
}
