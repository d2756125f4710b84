package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.api.SnapshotRestore.Observed;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a restore ended, by what is known of its event. */
class RestoreStateTest {
  private static final SnapshotRestore RESTORE =
      Given.resource(SnapshotRestore.class, "{snapshotId: s1}");

  private final SnapshotRestoreAdapter adapter = new SnapshotRestoreAdapter();

  @ParameterizedTest(name = "{6}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "new | m1 | - | - | - | BUSY Updating The restore of machine m1 from snapshot s1 is \"new\"."
            + " | it goes on",
        "odd | - | - | - | - | BUSY Updating The restore of a machine not named from snapshot s1 is"
            + " \"odd\". | a state nobody knows goes on",
        "done | m1 | - | ready | - | READY Available The disk was restored, of machine m1 from"
            + " snapshot s1; the machine is ready. | how it was before is not known",
        "done | m1 | - | ready | off | READY Available The disk was restored, of machine m1 from"
            + " snapshot s1; the machine is ready, it was off. | it was noted",
        "done | m1 | - | - | off | READY Available The disk was restored, of machine m1 from"
            + " snapshot s1; the machine is gone, it was off. | it is not there any more",
        "done | - | - | - | - | READY Available The disk was restored, of a machine not named from"
            + " snapshot s1; the machine is not looked at. | nobody knows it",
        "error | m1 | no room | - | - | FAILED OperationFailed The machine's snapshot-restore"
            + " failed: no room. To restore again, apply another SnapshotRestore under a new name."
            + " | it says why",
        "error | m1 | - | - | - | FAILED OutcomeUnknown The restore of machine m1 from snapshot s1"
            + " ended with an error and without a word; it may have been done all the same. Look at"
            + " the disk. To restore again, apply another SnapshotRestore under a new name."
            + " | it does not",
      })
  void howItEnded(
      String state,
      String machine,
      String error,
      String after,
      String before,
      String said,
      String why) {
    var event =
        new MachineEvents.View(
            "ev1", "snapshot-restore", state, machine, Given.NOW, null, Given.NOW, error);
    var remote = new RestoreRemote(event, before, after);
    var seen = adapter.observe(RESTORE, remote, Given.given());
    assertThat(seen.phase() + " " + seen.reason() + " " + seen.message()).as(why).isEqualTo(said);
    var now = Given.NOW.toString();
    var kept = new Observed("s1", machine, state, before, after, error, now, now);
    assertThat(seen.observed()).isEqualTo(kept);
    assertThat(adapter.remains(RESTORE, kept)).as("its event may go").isEqualTo(kept);
    boolean isBusy = seen.phase() == Observation.Phase.BUSY;
    assertThat(seen.deadline()).isEqualTo(isBusy ? Duration.ofMinutes(60) : null);
    var result = adapter.result(RESTORE, kept);
    if (isBusy) {
      assertThat(result).as("it has none yet").isEmpty();
    } else {
      assertThat(result).as("what is kept tells the same").contains(seen);
    }
  }
}
