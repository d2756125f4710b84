package com.paperspace.operator.kind;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.api.SnapshotRestore.Observed;
import com.paperspace.operator.api.SnapshotRestore.Spec;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.time.Duration;
import java.util.Objects;

/** Judges a restore by what is known of its event, which may be gone by the next look. */
final class RestoreState {
  /** As long as a change of a machine may take (docs/paperspace-api.md 2.1). */
  private static final Duration LONGEST = Duration.ofMinutes(60);

  private static final String ANOTHER =
      " To restore again, apply another SnapshotRestore under a new name.";

  private RestoreState() {}

  /** What was noted as the restore was sent. */
  static String stateBefore(SnapshotRestore resource) {
    var status = resource.getStatus();
    return status == null || status.observed() == null
        ? null
        : status.observed().machineStateBefore();
  }

  /** The machine it was seen to be about; null before the first look. */
  static String machine(SnapshotRestore resource) {
    var status = resource.getStatus();
    return status == null || status.observed() == null ? null : status.observed().machineId();
  }

  static Observed observed(
      SnapshotRestore resource, RestoreRemote remote, ResourceRef<Spec> snapshot, Inputs inputs) {
    var event = remote.event();
    return new Observed(
        snapshot.id(resource.getSpec(), inputs),
        event.machineId(),
        event.state(),
        remote.stateBefore(),
        remote.stateAfter(),
        event.error(),
        Objects.toString(event.dtCreated(), null),
        Objects.toString(event.dtFinished(), null));
  }

  /** Whether nothing of it can change any more. */
  static boolean isOver(Observed it) {
    return switch (MachineEventState.of(event(it))) {
      case DONE, FAILED -> true;
      case NONE, UNDER_WAY, UNKNOWN -> false;
    };
  }

  /** The event as the status keeps it. */
  private static MachineEvents.View event(Observed it) {
    return new MachineEvents.View(
        null, "snapshot-restore", it.state(), it.machineId(), null, null, null, it.error());
  }

  static Observation<Observed> of(Observed it) {
    var event = event(it);
    var machine = it.machineId() == null ? "a machine not named" : "machine " + it.machineId();
    var what = "of " + machine + " from snapshot " + it.snapshotId();
    if (!isOver(it)) {
      var words =
          "The restore " + what + " is \"" + MachineEventState.words(it.state(), "") + "\".";
      return Observation.busy(Reason.Updating, words, LONGEST, it);
    }
    if (MachineEventState.isSaidFailure(event)) {
      return Observation.failed(
          Reason.OperationFailed, MachineEventState.failure(event) + ANOTHER, it);
    }
    if (MachineEventState.of(event) == MachineEventState.FAILED) {
      // No verdict without a word (docs/paperspace-api.md 2.2), and no state of the machine tells
      // what is on its disk.
      var words =
          "The restore "
              + what
              + " ended with an error and without a word; it may have been done all the same. Look"
              + " at the disk."
              + ANOTHER;
      return Observation.failed(Reason.OutcomeUnknown, words, it);
    }
    var words =
        "The disk was restored, "
            + what
            + "; the machine is "
            + MachineEventState.words(
                it.machineStateAfter(), it.machineId() == null ? "not looked at" : "gone")
            + (it.machineStateBefore() == null ? "." : ", it was " + it.machineStateBefore() + ".");
    return Observation.ready(Reason.Available, words, it);
  }
}
