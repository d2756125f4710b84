package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Machines;
import java.util.Set;

/** The bodies sent to make and to change a machine; what is not declared is left out. */
final class MachineBodies {
  private MachineBodies() {}

  /** A machine to be; whether it starts is always said (docs/paperspace-api.md 2.4). */
  static Machines.Create create(Machine resource, String name) {
    var spec = resource.getSpec();
    boolean start =
        spec.startOnCreate() == null ? !"Off".equals(spec.powerState()) : spec.startOnCreate();
    return new Machines.Create(
        name,
        spec.machineType(),
        spec.templateId(),
        spec.networkId(),
        spec.diskSize(),
        Regions.code(spec.region()).orElse(spec.region()),
        spec.publicIpType(),
        spec.autoSnapshotEnabled(),
        spec.autoSnapshotFrequency(),
        spec.autoSnapshotSaveCount(),
        spec.autoShutdownEnabled(),
        spec.autoShutdownTimeout(),
        spec.autoShutdownForce(),
        spec.takeInitialSnapshot(),
        spec.restorePointEnabled(),
        spec.restorePointFrequency(),
        spec.startupScriptId(),
        // The service's own default mails people, at every creation anew (docs/paperspace-api.md
        // 2.4).
        Boolean.TRUE.equals(spec.emailPassword()),
        start,
        spec.enableNvlink(),
        spec.accessorIds());
  }

  /** Exactly the fields named, as declared. */
  static Machines.Change change(Machine.Spec spec, Set<String> of) {
    return new Machines.Change(
        of.contains(MachineFields.NAME) ? spec.name() : null,
        of.contains(MachineFields.MACHINE_TYPE) ? spec.machineType() : null,
        of.contains(MachineFields.DISK_SIZE) ? spec.diskSize() : null,
        of.contains("networkId") ? spec.networkId() : null,
        of.contains("publicIpType") ? spec.publicIpType() : null,
        of.contains("autoSnapshotEnabled") ? spec.autoSnapshotEnabled() : null,
        of.contains("autoSnapshotFrequency") ? spec.autoSnapshotFrequency() : null,
        of.contains("autoSnapshotSaveCount") ? spec.autoSnapshotSaveCount() : null,
        of.contains("autoShutdownEnabled") ? spec.autoShutdownEnabled() : null,
        of.contains("autoShutdownTimeout") ? spec.autoShutdownTimeout() : null,
        of.contains("autoShutdownForce") ? spec.autoShutdownForce() : null,
        of.contains("restorePointEnabled") ? spec.restorePointEnabled() : null,
        of.contains("restorePointFrequency") ? spec.restorePointFrequency() : null,
        null);
  }
}
