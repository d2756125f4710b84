package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.PaperspaceProject.Spec;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.client.Models;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.client.Projects.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A project: its name, and its tags, collaborators and models as sets where declared. */
public final class ProjectKind {
  private ProjectKind() {}

  /** The kind as its table says. */
  public static Adapter<PaperspaceProject, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(PaperspaceProject.class, Paperspace::projects, Projects::list, Projects::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .set("tags", Spec::tags, ProjectKind::tags, Projects::addTag, Projects::removeTag)
            .people(
                "collaborators",
                Spec::collaborators,
                "collaboratorEmails",
                Spec::collaboratorEmails,
                ProjectKind::collaborators,
                Projects::addCollaborator,
                Projects::removeCollaborator)
            .resources(
                "models",
                ProjectOfModel.DECLARED,
                ProjectKind::models,
                Projects::addModel,
                Projects::removeModel)
            .decidesOn(ProjectOfModel::declaredByProject)
            .leavesToOthers(ProjectOfModel::namedByProject)
            .create(it -> new Projects.Create(it.name()), Projects::create)
            .change(it -> new Projects.Change(it.changed("name", Spec::name)), Projects::update)
            .beforeDelete(ProjectKind::requireEmpty)
            .delete(Projects::delete)
            .observed("The project exists.", it -> observed(it.view())));
  }

  private static List<String> tags(Projects projects, View it) {
    return projects.tags(it.id()).stream().map(Projects.Tag::name).toList();
  }

  private static List<String> collaborators(Projects projects, View it) {
    return projects.collaborators(it.id()).stream().map(member -> member.user().id()).toList();
  }

  private static List<String> models(Projects projects, View it) {
    return projects.models(it.id()).stream().map(Models.View::id).toList();
  }

  /**
   * Deleting a project may take along all that is in it (docs/paperspace-api.md 10.11): nothing may
   * be. Models are not in it: they are the team's, are deleted by themselves, and only point to a
   * project.
   */
  private static void requireEmpty(Paperspace api, View project) {
    var id = project.id();
    var inside =
        Stream.concat(
                api.projects().deployments(id).stream()
                    .map(it -> new Part(Deployment.class, it.id())),
                api.projectSecrets().list(id).stream()
                    .map(it -> new ScopedId(id, it.name()).toString())
                    .map(secret -> new Part(ProjectSecret.class, secret)))
            .toList();
    InUseException.requireNone("Project " + id, inside);
  }

  private static Observed observed(View it) {
    return new Observed(it.name(), Objects.toString(it.dtCreated(), null));
  }
}
