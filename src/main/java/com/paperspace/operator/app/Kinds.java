package com.paperspace.operator.app;

import com.paperspace.operator.kind.DeploymentAdapter;
import com.paperspace.operator.kind.MachineAdapter;
import com.paperspace.operator.kind.ProjectAdapter;
import com.paperspace.operator.kind.ProjectSecretAdapter;
import com.paperspace.operator.kind.SharedDriveAdapter;
import com.paperspace.operator.reconcile.adapter.Adapter;
import java.util.List;

/** The registry of kinds: one line each. */
public final class Kinds {

  /** An adapter for every kind that stands for a cloud object. */
  public static List<Adapter<?, ?, ?>> all() {
    return List.of(
        new ProjectAdapter(),
        new ProjectSecretAdapter(),
        new DeploymentAdapter(),
        new MachineAdapter(),
        new SharedDriveAdapter());
  }

  private Kinds() {}
}
