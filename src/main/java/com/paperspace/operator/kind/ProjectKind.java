package com.paperspace.operator.kind;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.PaperspaceProject.Spec;
import com.paperspace.operator.client.Models;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.client.Projects.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.List;
import java.util.Objects;

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
            .beforeDelete(ProjectContents::requireNone)
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

  private static Observed observed(View it) {
    return new Observed(it.name(), Objects.toString(it.dtCreated(), null));
  }
}
