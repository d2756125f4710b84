package com.paperspace.operator.kind;

import com.paperspace.operator.api.TeamSecret;
import com.paperspace.operator.api.TeamSecret.Observed;
import com.paperspace.operator.api.TeamSecret.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Secrets.View;
import com.paperspace.operator.reconcile.adapter.Adapter;

/** A secret of the team of its account; only its value can change. */
public final class TeamSecretKind {
  private TeamSecretKind() {}

  /** The kind as its table says. */
  public static Adapter<TeamSecret, Observed, Remote<View>> adapter() {
    return new SecretTable<>(
            TeamSecret.class,
            Parent.team(),
            Paperspace::teamSecrets,
            Spec::name,
            Spec::valueFrom,
            Observed::new)
        .adapter();
  }
}
