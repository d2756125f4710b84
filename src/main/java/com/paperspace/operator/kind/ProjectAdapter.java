package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.kind.Members.Member;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps a project: its name, and its tags, collaborators and models as sets where declared. */
public final class ProjectAdapter
    implements Adapter<PaperspaceProject, Observed, ProjectAdapter.Remote> {
  private static final String TAGS = "tags";
  private static final String COLLABORATORS = "collaborators";
  private static final String MODELS = "models";

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
  public Step<Remote> create(PaperspaceProject resource, Inputs inputs) {
    var spec = resource.getSpec();
    var wanted = new Projects.Create(name(resource));
    return Step.create(
        name(resource),
        api ->
            Outcome.of(
                new Remote(
                    api.projects().create(wanted),
                    none(spec.tags()),
                    none(spec.collaborators()),
                    none(spec.models()))));
  }

  private static List<String> none(List<String> declared) {
    return declared == null ? null : List.of();
  }

  @Override
  public List<Drift> diff(PaperspaceProject resource, Remote remote, Inputs inputs) {
    var spec = resource.getSpec();
    return Stream.of(
            Compare.values("name", spec.name(), remote.view().name()).stream().toList(),
            Members.diff(TAGS, spec.tags(), remote.tags()),
            Members.diff(COLLABORATORS, spec.collaborators(), remote.collaborators()),
            Members.diff(MODELS, spec.models(), remote.models()))
        .flatMap(List::stream)
        .toList();
  }

  /** One call, one field or one member. */
  @Override
  public Step<Remote> next(
      PaperspaceProject resource, Remote remote, List<Drift> todo, Inputs inputs) {
    var first = todo.get(0);
    var member = Members.of(first);
    var change = new Projects.Change(name(resource));
    return Step.change(
        List.of(first),
        api ->
            Outcome.of(
                member.isPresent()
                    ? change(member.get(), remote, api.projects())
                    : remote.with(rename(remote.view(), change, api.projects()))));
  }

  private static Projects.View rename(
      Projects.View view, Projects.Change change, Projects projects) {
    return projects.update(view.id(), change).or(() -> projects.get(view.id())).orElse(view);
  }

  private static Remote change(Member member, Remote remote, Projects projects) {
    var id = remote.view().id();
    var name = member.name();
    return switch (member.set()) {
      case TAGS -> {
        send(member, () -> projects.addTag(id, name), () -> projects.removeTag(id, name));
        yield remote.withTags(member.in(remote.tags()));
      }
      case COLLABORATORS -> {
        send(
            member,
            () -> projects.addCollaborator(id, name),
            () -> projects.removeCollaborator(id, name));
        yield remote.withCollaborators(member.in(remote.collaborators()));
      }
      case MODELS -> {
        send(member, () -> projects.addModel(id, name), () -> projects.removeModel(id, name));
        yield remote.withModels(member.in(remote.models()));
      }
      default -> throw new IllegalStateException(member.set() + " is no set of a project");
    };
  }

  private static void send(Member member, Runnable add, Runnable remove) {
    (member.wanted() ? add : remove).run();
  }

  /**
   * Deleting a project may take along all that is in it (docs/paperspace-api.md 10.11): nothing may
   * be. Models are not in it: they are the team's, are deleted by themselves, and only point to a
   * project.
   */
  @Override
  public Step<Remote> delete(Remote remote) {
    var id = remote.view().id();
    return Step.delete(
        id,
        remote,
        api -> {
          var inside = inside(id, api);
          if (!inside.isEmpty()) {
            throw new InUseException("Project " + id, inside);
          }
          api.projects().delete(id);
        });
  }

  private static List<Part> inside(String id, Paperspace api) {
    return Stream.concat(
            api.projects().deployments(id).stream().map(it -> new Part(Deployment.class, it.id())),
            api.projectSecrets().list(id).stream()
                .map(it -> ProjectSecretRemote.id(id, it.name()))
                .map(secret -> new Part(ProjectSecret.class, secret)))
        .toList();
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
