package com.paperspace.operator.app;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.kind.ContainerRegistryKind;
import com.paperspace.operator.kind.CustomTemplateKind;
import com.paperspace.operator.kind.DatasetKind;
import com.paperspace.operator.kind.DatasetVersionKind;
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
import com.paperspace.operator.kind.StartupScriptKind;
import com.paperspace.operator.kind.StorageProviderKind;
import com.paperspace.operator.kind.TeamSecretKind;
import com.paperspace.operator.reconcile.adapter.Adapter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of kinds: one line each. */
public final class Kinds {

  /** An adapter for every kind that stands for a cloud object. */
  public static List<Adapter<?, ?, ?>> all() {
    return List.of(
        ContainerRegistryKind.adapter(),
        CustomTemplateKind.adapter(),
        DatasetKind.adapter(),
        DatasetVersionKind.adapter(),
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
        StartupScriptKind.adapter(),
        StorageProviderKind.adapter(),
        TeamSecretKind.adapter());
  }

  /** The class of every kind, that of accounts first. */
  static Stream<Class<? extends PaperspaceResource<?, ?>>> types() {
    return Stream.concat(Stream.of(PaperspaceAccount.class), all().stream().map(Adapter::type));
  }

  /** Those of the names given; all when there is none. */
  static List<Adapter<?, ?, ?>> served(Set<String> names) {
    return all().stream()
        .filter(it -> names.isEmpty() || names.contains(it.type().getSimpleName()))
        .toList();
  }

  /** Names of the kinds that stand for a cloud object. */
  static Set<String> managed() {
    return all().stream().map(it -> it.type().getSimpleName()).collect(Collectors.toSet());
  }

  /** What may be asked for; accounts are served whether they are named or not. */
  static Set<String> names() {
    return types().map(Class::getSimpleName).collect(Collectors.toSet());
  }

  private Kinds() {}
}
