package com.paperspace.operator.kind;

import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.ProjectSecret.Observed;
import com.paperspace.operator.api.ProjectSecret.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Secrets.View;
import com.paperspace.operator.reconcile.adapter.Adapter;

/** A secret of a project; only its value can change. */
public final class ProjectSecretKind {
  private ProjectSecretKind() {}

  /** The kind as its table says. */
  public static Adapter<ProjectSecret, Observed, Remote<View>> adapter() {
    return new SecretTable<>(
            ProjectSecret.class,
            Parent.project(Spec::projectRef, Spec::projectId),
            Paperspace::projectSecrets,
            Spec::name,
            Spec::valueFrom,
            Observed::new)
        .adapter();
  }
}
