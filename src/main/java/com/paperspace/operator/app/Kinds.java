package com.paperspace.operator.app;

import com.paperspace.operator.kind.ContainerRegistryKind;
import com.paperspace.operator.kind.DeploymentAdapter;
import com.paperspace.operator.kind.MachineAdapter;
import com.paperspace.operator.kind.ModelKind;
import com.paperspace.operator.kind.PrivateNetworkKind;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.kind.ProjectSecretKind;
import com.paperspace.operator.kind.PublicIpAdapter;
import com.paperspace.operator.kind.SharedDriveKind;
import com.paperspace.operator.kind.SnapshotKind;
import com.paperspace.operator.kind.SnapshotRestoreAdapter;
import com.paperspace.operator.kind.TeamSecretKind;
import com.paperspace.operator.reconcile.adapter.Adapter;
import java.util.List;

/** The registry of kinds: one line each. */
public final class Kinds {

  /** An adapter for every kind that stands for a cloud object. */
  public static List<Adapter<?, ?, ?>> all() {
    return List.of(
        ContainerRegistryKind.adapter(),
        ProjectKind.adapter(),
        ProjectSecretKind.adapter(),
        new DeploymentAdapter(),
        new MachineAdapter(),
        ModelKind.adapter(),
        PrivateNetworkKind.adapter(),
        new PublicIpAdapter(),
        SharedDriveKind.adapter(),
        SnapshotKind.adapter(),
        new SnapshotRestoreAdapter(),
        TeamSecretKind.adapter());
  }

  private Kinds() {}
}
