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
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
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
    implements Adapter<ProjectSecret, Observed, ProjectSecretAdapter.Remote> {
  /** A secret and the project it belongs to. */
  public record Remote(String projectId, ProjectSecrets.View view) {}

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
    return projectOf(id).equals(projectOf(other));
  }

  @Override
  public List<Remote> list(String scope, Paperspace api) {
    return api.projectSecrets().list(scope).stream().map(v -> new Remote(scope, v)).toList();
  }

  @Override
  public Optional<Remote> get(String id, Paperspace api) {
    return find(id, api);
  }

  static Optional<Remote> find(String id, Paperspace api) {
    var project = projectOf(id);
    return api.projectSecrets().get(project, nameOf(id)).map(v -> new Remote(project, v));
  }

  @Override
  public Optional<String> naturalKey(ProjectSecret resource, Inputs inputs) {
    return Optional.of(id(projectId(resource, inputs), name(resource)));
  }

  @Override
  public Optional<Remote> findByKey(String key, Paperspace api) {
    return get(key, api);
  }

  @Override
  public Identity identity(Remote remote) {
    var view = remote.view();
    return new Identity(id(remote.projectId(), view.name()), view.name(), view.dtCreated());
  }

  @Override
  public Outcome<Remote> create(ProjectSecret resource, Inputs inputs, Paperspace api) {
    var project = projectId(resource, inputs);
    var value = SecretValue.of(resource, inputs);
    var made =
        api.projectSecrets().create(project, new ProjectSecrets.Create(name(resource), value));
    return SecretValue.written(api, new Remote(project, made), value, inputs);
  }

  @Override
  public List<Drift> diff(ProjectSecret resource, Remote remote, Inputs inputs) {
    return Stream.of(
            Compare.fixed("project", projectId(resource, inputs), remote.projectId()),
            Compare.fixed("name", name(resource), remote.view().name()),
            SecretValue.diff(resource, remote, inputs))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Outcome<Remote> update(
      ProjectSecret resource, Remote remote, List<Drift> drift, Inputs inputs, Paperspace api) {
    var value = SecretValue.of(resource, inputs);
    var secrets = api.projectSecrets();
    var project = remote.projectId();
    var name = remote.view().name();
    var changed =
        secrets
            .update(project, name, new ProjectSecrets.Change(value))
            .or(() -> secrets.get(project, name))
            .orElse(remote.view());
    return SecretValue.written(api, new Remote(project, changed), value, inputs);
  }

  @Override
  public void delete(Remote remote, Paperspace api) {
    if (Boolean.TRUE.equals(remote.view().hasDeploymentAttached())) {
      throw new InUseException(
          "A deployment still uses secret "
              + remote.view().name()
              + ". Change or delete it first, or set policy.deletion: Retain.");
    }
    api.projectSecrets().delete(remote.projectId(), remote.view().name());
  }

  @Override
  public Observation<Observed> observe(ProjectSecret resource, Remote remote, Inputs inputs) {
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

  static String id(String project, String name) {
    return project + "/" + name;
  }

  private static String projectOf(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }

  private static String nameOf(String id) {
    return id.substring(id.indexOf('/') + 1);
  }
}
