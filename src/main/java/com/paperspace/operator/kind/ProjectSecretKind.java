package com.paperspace.operator.kind;

import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.ProjectSecret.Observed;
import com.paperspace.operator.api.ProjectSecret.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.ProjectSecrets;
import com.paperspace.operator.client.ProjectSecrets.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A secret of a project; only its value can change. */
public final class ProjectSecretKind {
  /** Longest value the API takes, in characters (docs/paperspace-api.md 1). */
  private static final int LONGEST = 8192;

  private ProjectSecretKind() {}

  /** The kind as its table says. */
  public static Adapter<ProjectSecret, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.inProject(
                ProjectSecret.class,
                Secrets::new,
                Secrets::list,
                Secrets::get,
                Spec::projectRef,
                Spec::projectId)
            .identity(it -> new Identity(it.name(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .value("value", it -> it.valueFrom().secretKeyRef(), View::dtModified, LONGEST)
            .create(it -> new ProjectSecrets.Create(it.name(), it.value()), Secrets::create)
            .change(it -> new ProjectSecrets.Change(it.value()), Secrets::update)
            .beforeDelete((api, it) -> requireUnused(it))
            .delete(Secrets::delete)
            .observed("The secret exists.", ProjectSecretKind::observed));
  }

  /** The secrets of one project. */
  private record Secrets(Paperspace api, String project) {
    List<View> list() {
      return api.projectSecrets().list(project);
    }

    Optional<View> get(String name) {
      return api.projectSecrets().get(project, name);
    }

    View create(ProjectSecrets.Create body) {
      return api.projectSecrets().create(project, body);
    }

    Optional<View> update(String name, ProjectSecrets.Change body) {
      return api.projectSecrets().update(project, name, body);
    }

    void delete(String name) {
      api.projectSecrets().delete(project, name);
    }
  }

  private static void requireUnused(View it) {
    if (Boolean.TRUE.equals(it.hasDeploymentAttached())) {
      throw new InUseException(
          "A deployment still uses secret "
              + it.name()
              + ". Change or delete it first, or set policy.deletion: Retain.");
    }
  }

  private static Observed observed(Remote<View> remote) {
    var it = remote.view();
    return new Observed(
        remote.parent(),
        it.name(),
        Objects.toString(it.dtCreated(), null),
        Objects.toString(it.dtModified(), null),
        Boolean.TRUE.equals(it.hasDeploymentAttached()));
  }
}
