package com.paperspace.operator.kind;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.PaperspaceProject.Spec;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.client.Projects.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.Objects;

/** A project: its name, and its tags, collaborators and models as sets where declared. */
public final class ProjectKind {
  private ProjectKind() {}

  /** The kind as its table says. */
  public static Adapter<PaperspaceProject, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(
                PaperspaceProject.class, TeamProjects::new, TeamProjects::list, TeamProjects::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .set(
                "tags",
                Spec::tags,
                TeamProjects::tags,
                TeamProjects::addTag,
                TeamProjects::removeTag)
            .people(
                "collaborators",
                Spec::collaborators,
                "collaboratorEmails",
                Spec::collaboratorEmails,
                TeamProjects::collaborators,
                TeamProjects::addCollaborator,
                TeamProjects::removeCollaborator)
            .resources(
                "models",
                ProjectOfModel.DECLARED,
                TeamProjects::models,
                TeamProjects::addModel,
                TeamProjects::removeModel)
            .decidesOn(ProjectOfModel::declaredByProject)
            .leavesToOthers(ProjectOfModel::namedByProject)
            .create(it -> new Projects.Create(it.name()), TeamProjects::create)
            .change(it -> new Projects.Change(it.changed("name", Spec::name)), TeamProjects::update)
            .beforeDelete(ProjectContents::requireNone)
            .delete(TeamProjects::delete)
            .observed("The project exists.", it -> observed(it.view())));
  }

  private static Observed observed(View it) {
    return new Observed(it.name(), Objects.toString(it.dtCreated(), null));
  }
}
