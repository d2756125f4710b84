package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.SEEN;
import static com.paperspace.operator.kind.MachineFixture.during;
import static com.paperspace.operator.kind.MachineFixture.following;
import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.known;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static com.paperspace.operator.kind.MachineFixture.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each state and event of a machine means (docs/paperspace-api.md 2.1, 2.2, 10.15). */
class MachineStateTest {

  @ParameterizedTest(name = "{4}: {0}")
  @CsvSource({
    "ready, READY, Available, 0, usable",
    "off, READY, Off, 0, at rest and its power is not managed",
    "provisioning, BUSY, Creating, 20, being built",
    "starting, BUSY, Starting, 10, power on",
    "serviceready, BUSY, Starting, 10, the agent answers but the machine is not usable",
    "restarting, BUSY, Restarting, 10, restart",
    "stopping, BUSY, Stopping, 25, power off, which takes up to 20 on some hardware",
    "upgrading, BUSY, Updating, 60, type or disk change",
    "error, BUSY, UnknownState, 60, an unknown state is moving and never a reason to act",
    "READY, BUSY, UnknownState, 60, states are exact words",
  })
  void state(String state, Phase phase, Reason reason, int minutes, String why) {
    var seen = MachineState.observe(machine(), seen(state), known());
    assertThat(seen.phase()).as(why).isEqualTo(phase);
    assertThat(seen.reason()).isEqualTo(reason);
    assertThat(seen.deadline()).isEqualTo(minutes == 0 ? null : Duration.ofMinutes(minutes));
    assertThat(seen.observed().state()).isEqualTo(state);
  }

  @Test
  void noStateAtAllIsMoving() {
    var seen = MachineState.observe(machine(), seen("ready", "state: null"), known());
    assertThat(seen.phase()).isEqualTo(Phase.BUSY);
    assertThat(seen.reason()).isEqualTo(Reason.UnknownState);
  }

  @ParameterizedTest(name = "{5}: {0} with {1} {2}")
  @CsvSource({
    "ready, restart, new, BUSY, Restarting, a restart keeps the machine ready for seconds",
    "ready, restart, in progress, BUSY, Restarting, still the restart",
    "ready, stop, new, BUSY, Stopping, the state lags behind the event",
    "off, start, in progress, BUSY, Starting, the state lags behind the event",
    "ready, create, in progress, BUSY, Creating, not ours before the create ends",
    "off, vm-upgrade, new, BUSY, Updating, a resize",
    "off, vm-teleport, new, BUSY, Updating, work of an unknown name is work",
    "ready, restart, paused, BUSY, UnknownState, an unknown event state is moving",
    "ready, restart, done, READY, Available, over: the state counts",
    "stopping, stop, done, BUSY, Stopping, over but the state still moves",
    "provisioning, create, error, BUSY, Creating, an error without a word is no verdict",
    "error, create, error, FAILED, OperationFailed, without a word nobody advises to delete it",
    "off, create, cancelled, UNMADE, OperationFailed, a failed create stays failed when off",
    "ready, create, error, READY, Available, it came to be after all",
    "off, start, error, FAILED, OperationFailed, the start failed",
    "ready, start, error, READY, Available, started all the same: history",
    "ready, stop, error, FAILED, OperationFailed, the stop failed",
    "off, stop, cancelled, READY, Off, off all the same: history",
    "ready, restart, error, READY, Available, without a word the aim counts",
    "off, create, error, READY, Off, made off as declared or not: it is there",
    "off, vm-upgrade, error, READY, Off, without a word type and size count",
    "off, vm-upgrade, cancelled, FAILED, OperationFailed, the resize did not happen",
  })
  void event(String state, String name, String event, Phase phase, Reason reason, String why) {
    var seen = MachineState.observe(machine(), during(state, name, event, null), known());
    assertThat(seen.phase()).as(why).isEqualTo(phase);
    assertThat(seen.reason()).as(why).isEqualTo(reason);
  }

  /** Else nothing declared would ever be sent to it again. */
  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "ready, start, 239, event, BUSY, it may still end",
    "ready, start, 240, event, READY, of a machine that is on the state counts",
    "off, vm-upgrade, 240, event, READY, and of one that is off",
    "ready, paused, 240, event, READY, whatever the event is called",
    "ready, start, 240, status, READY, since when it goes on the status tells too",
    "ready, start, 240, '', BUSY, nobody knows since when",
    "starting, start, 999, event, BUSY, a state that moves is waited for",
  })
  void anEventThatNeverEnds(
      String state, String name, long minutes, String since, Phase phase, String why) {
    var began = Given.NOW.minus(Duration.ofMinutes(minutes));
    var created = since.equals("event") ? began : null;
    var event =
        new MachineEvents.View("ev1", name, "in progress", "ps1", created, null, null, null);
    var operation =
        since.equals("status") ? new Operation("Updating", began.toString(), "ev1") : null;
    var remote = new MachineRemote(view(state), event, null, null, null);
    var inputs = following(Map.of(MachineMarks.RESTART, SEEN), operation);
    assertThat(MachineState.observe(machine(), remote, inputs).phase()).isEqualTo(phase);
  }

  @ParameterizedTest(name = "{4}: {0} declared {1}")
  @CsvSource({
    "ready, On, READY, Available, as declared",
    "ready, Off, PROGRESSING, Stopping, on but declared off is drift and not readiness",
    "off, Off, READY, Off, as declared",
    "off, On, PROGRESSING, Starting, off but declared on is drift and not readiness",
  })
  void power(String state, String power, Phase phase, Reason reason, String why) {
    var seen = MachineState.observe(machine("powerState: \"" + power + "\""), seen(state), known());
    assertThat(seen.phase()).as(why).isEqualTo(phase);
    assertThat(seen.reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "{4}: {0}")
  @CsvSource({
    "ready, stop, Off, 25, a stop takes up to 20 on some hardware",
    "ready, vm-shutdown-force, Off, 25, by force too",
    "ready, , Off, 25, as long as the stop it waits for",
    "off, start, On, 10, a start does not",
    "off, , On, 10, nor what waits for one",
  })
  void howLongItMayTake(String state, String event, String power, int minutes, String why) {
    var remote = event == null ? seen(state) : during(state, event, "new", null);
    var seen = MachineState.observe(machine("powerState: '" + power + "'"), remote, known());
    assertThat(seen.deadline()).as(why).isEqualTo(Duration.ofMinutes(minutes));
  }

  @ParameterizedTest(name = "{5}: {0}, applied {1}, {2} declared {3}")
  @CsvSource({
    "management: ObserveOnly, , ready, Off, READY, usable and nobody will stop it",
    "management: ObserveOnly, , off, On, FAILED, nobody will start it: not on its way",
    "drift: Report, 1, off, On, FAILED, applied once so now it is only reported",
    "drift: Report, , off, On, PROGRESSING, a new spec is still brought to the cloud",
  })
  void watched(String policy, Long applied, String state, String power, Phase phase, String why) {
    var machine = machine("policy: {" + policy + "}", "powerState: \"" + power + "\"");
    if (applied != null) {
      var status = new StatusDraft<Machine.Observed>();
      status.appliedGeneration = applied;
      machine.setStatus(status.build());
    }
    assertThat(MachineState.observe(machine, seen(state), known()).phase())
        .as(why)
        .isEqualTo(phase);
  }

  @Test
  void aMachineWeStoppedIsNotAtRest() {
    var inputs = inputs(MachineMarks.STOPPED, "true");
    assertThat(MachineState.observe(machine(), seen("off"), inputs).phase())
        .as("off is readiness only when nobody waits for it to come back")
        .isEqualTo(Phase.PROGRESSING);
  }

  @Test
  void withTheServicesWordsAFailureIsOne() {
    var restart = during("ready", "restart", "error", "host lost");
    assertThat(MachineState.observe(machine(), restart, known()).phase()).isEqualTo(Phase.FAILED);
    var create = during("provisioning", "create", "error", "host lost");
    assertThat(MachineState.observe(machine(), create, known()).phase()).isEqualTo(Phase.UNMADE);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "restart, '', true, nobody restarts it again unasked",
    "vm-upgrade, '', true, nor is what is as declared changed again",
    "vm-upgrade, machineType: A5000, false, this is tried again",
    "restart, 'powerState: \"Off\"', false, it goes off next",
  })
  void aFailureThatNothingFollowsNamesTheWayOut(
      String event, String spec, boolean named, String why) {
    var seen =
        MachineState.observe(machine(spec), during("ready", event, "error", "host lost"), known());
    assertThat(seen.message()).startsWith("The machine's " + event + " failed: host lost.");
    assertThat(seen.message().contains(Annotations.RECONCILE_AT)).as(why).isEqualTo(named);
  }

  @Test
  void anUpgradeWithoutAWordThatIsNotThereHasFailed() {
    var resource = machine("machineType: A5000");
    var remote = during("off", "vm-upgrade", "error", null);
    var seen = MachineState.observe(resource, remote, known());
    assertThat(seen.phase()).isEqualTo(Phase.FAILED);
    assertThat(seen.message()).contains("the service gave no reason");
  }

  @ParameterizedTest
  @ValueSource(strings = {"machineType: null", "storageTotal: null", "storageTotal: 0"})
  void whatAnAnswerDoesNotTellIsNoFailureOfAnUpgrade(String unknown) {
    var resource = machine("machineType: A4000", "diskSize: 50");
    var during = during("off", "vm-upgrade", "error", null);
    var remote = new MachineRemote(view("off", unknown), during.event(), null, null, null);
    assertThat(MachineState.observe(resource, remote, known()).phase()).isEqualTo(Phase.READY);
  }

  @Test
  void failuresGiveTheEventsOwnWordsBounded() {
    var remote = during("off", "start", "error", "no\n room" + "!".repeat(9000));
    var message = MachineState.observe(machine(), remote, known()).message();
    assertThat(message).startsWith("The machine's start failed: no room!").hasSizeLessThan(400);

    var page = during("off", "start", "error", "Answered 403:\n<html><body>Oops");
    assertThat(MachineState.observe(machine(), page, known()).message())
        .startsWith("The machine's start failed: Answered 403: (an HTML page).")
        .doesNotContain("<");

    var cancelled = during("off", "start", "cancelled", null);
    assertThat(MachineState.observe(machine(), cancelled, known()).message())
        .isEqualTo("The machine's start was cancelled.");
  }

  @Test
  void whatUsersSee() {
    var remote = seen("ready", "storageTotal: 53687091200", "publicIp: 203.0.113.7");
    var observed = MachineState.observe(machine(), remote, known()).observed();
    assertThat(observed.state()).isEqualTo("ready");
    assertThat(observed.storageGb()).isEqualTo(50);
    assertThat(observed.publicIp()).isEqualTo("203.0.113.7");
  }
}
