package com.paperspace.operator.kind;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.paperspace.Paperspace;
import com.paperspace.operator.paperspace.ProjectSecrets;
import com.paperspace.operator.paperspace.Projects;
import com.paperspace.operator.reconcile.Adapter;
import com.paperspace.operator.reconcile.Drift;
import com.paperspace.operator.reconcile.Identity;
import com.paperspace.operator.reconcile.InUseException;
import com.paperspace.operator.reconcile.Inputs;
import com.paperspace.operator.reconcile.Observation;
import com.paperspace.operator.reconcile.Outcome;
import com.paperspace.operator.reconcile.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps a project: its name, and its tags, collaborators and models as sets where declared. */
public final class ProjectAdapter
    implements Adapter<PaperspaceProject, Observed, ProjectAdapter.Remote> {
  private static final int NAMED = 3;

  /**
   * A project with the sets that were read.
   *
   * @param tags null when not declared, and so not read; likewise the other two
   */
  public record Remote(
      Projects.View view, List<String> tags, List<String> collaborators, List<String> models) {

    static Remote of(Projects.View view) {
      return new Remote(view, null, null, null);
    }

    Remote with(Projects.View other) {
      return new Remote(other, tags, collaborators, models);
    }

    Remote withTags(List<String> other) {
      return new Remote(view, other, collaborators, models);
    }

    Remote withCollaborators(List<String> other) {
      return new Remote(view, tags, other, models);
    }

    Remote withModels(List<String> other) {
      return new Remote(view, tags, collaborators, other);
    }
  }

  @Override
  public Class<PaperspaceProject> type() {
    return PaperspaceProject.class;
  }

  @Override
  public String name(PaperspaceProject resource) {
    return Compare.nameOr(resource.getSpec().name(), resource);
  }

  @Override
  public List<Reference> references(PaperspaceProject resource) {
    return List.of();
  }

  @Override
  public List<Remote> list(String scope, Paperspace api) {
    return api.projects().list().stream().map(Remote::of).toList();
  }

  @Override
  public Optional<Remote> get(String id, Paperspace api) {
    return api.projects().get(id).map(Remote::of);
  }

  @Override
  public Remote complete(PaperspaceProject resource, Remote remote, Inputs inputs, Paperspace api) {
    var spec = resource.getSpec();
    var projects = api.projects();
    var id = remote.view().id();
    return new Remote(
        remote.view(),
        spec.tags() == null ? null : projects.tags(id).stream().map(Projects.Tag::name).toList(),
        spec.collaborators() == null
            ? null
            : projects.collaborators(id).stream().map(c -> c.user().id()).toList(),
        spec.models() == null
            ? null
            : projects.models(id).stream().map(Projects.Model::id).toList());
  }

  @Override
  public Identity identity(Remote remote) {
    var view = remote.view();
    return new Identity(view.id(), view.name(), view.dtCreated());
  }

  @Override
  public Outcome<Remote> create(PaperspaceProject resource, Inputs inputs, Paperspace api) {
    var spec = resource.getSpec();
    var made = api.projects().create(new Projects.Create(name(resource)));
    return Outcome.of(
        new Remote(made, none(spec.tags()), none(spec.collaborators()), none(spec.models())));
  }

  private static List<String> none(List<String> declared) {
    return declared == null ? null : List.of();
  }

  @Override
  public List<Drift> diff(PaperspaceProject resource, Remote remote, Inputs inputs) {
    var spec = resource.getSpec();
    return Stream.of(
            Compare.values("name", spec.name(), remote.view().name()),
            Compare.sets("tags", spec.tags(), remote.tags()),
            Compare.sets("collaborators", spec.collaborators(), remote.collaborators()),
            Compare.sets("models", spec.models(), remote.models()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** One call, one field. */
  @Override
  public List<Drift> carried(
      PaperspaceProject resource, Remote remote, List<Drift> drift, Inputs inputs) {
    return drift.subList(0, 1);
  }

  @Override
  public Outcome<Remote> update(
      PaperspaceProject resource, Remote remote, List<Drift> drift, Inputs inputs, Paperspace api) {
    var spec = resource.getSpec();
    var projects = api.projects();
    var id = remote.view().id();
    return Outcome.of(
        switch (drift.get(0).field()) {
          case "tags" ->
              remote.withTags(
                  step(
                      spec.tags(),
                      remote.tags(),
                      tag -> projects.addTag(id, tag),
                      tag -> projects.removeTag(id, tag)));
          case "collaborators" ->
              remote.withCollaborators(
                  step(
                      spec.collaborators(),
                      remote.collaborators(),
                      user -> projects.addCollaborator(id, user),
                      user -> projects.removeCollaborator(id, user)));
          case "models" ->
              remote.withModels(
                  step(
                      spec.models(),
                      remote.models(),
                      model -> projects.addModel(id, model),
                      model -> projects.removeModel(id, model)));
          default ->
              remote.with(
                  projects
                      .update(id, new Projects.Change(name(resource)))
                      .or(() -> projects.get(id))
                      .orElse(remote.view()));
        });
  }

  /** One call towards a set: what is missing is added before what is too much is removed. */
  private static List<String> step(
      List<String> declared, List<String> actual, Consumer<String> add, Consumer<String> remove) {
    var after = new ArrayList<>(actual);
    var missing = declared.stream().filter(item -> !actual.contains(item)).findFirst();
    if (missing.isPresent()) {
      add.accept(missing.get());
      after.add(missing.get());
      return after;
    }
    actual.stream()
        .filter(item -> !declared.contains(item))
        .findFirst()
        .ifPresent(
            item -> {
              remove.accept(item);
              after.remove(item);
            });
    return after;
  }

  /** Deleting a project may take along all that is in it (semantics.md 10.11): nothing may be. */
  @Override
  public void delete(Remote remote, Paperspace api) {
    var id = remote.view().id();
    var inside =
        Stream.concat(
                api.projects().deployments(id).stream().map(d -> "deployment " + d.name()),
                api.projectSecrets().list(id).stream()
                    .map(ProjectSecrets.View::name)
                    .map(name -> "secret " + name))
            .toList();
    if (!inside.isEmpty()) {
      throw new InUseException(
          "Project "
              + id
              + " still holds "
              + inside.stream().limit(NAMED).collect(Collectors.joining(", "))
              + (inside.size() > NAMED ? " and " + (inside.size() - NAMED) + " more" : "")
              + ", which no resource manages. Delete them, or set policy.deletion: Retain.");
    }
    api.projects().delete(id);
  }

  @Override
  public Observation<Observed> observe(PaperspaceProject resource, Remote remote, Inputs inputs) {
    var view = remote.view();
    return Observation.ready(
        Reason.Available,
        "The project exists.",
        new Observed(view.name(), Objects.toString(view.dtCreated(), null)));
  }
}
