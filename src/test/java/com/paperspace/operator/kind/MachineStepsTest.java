package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.known;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.restartAt;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Operation;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each step on a machine is to the engine. */
class MachineStepsTest {
  private final MachineAdapter adapter = new MachineAdapter();

  private Step<MachineRemote> next(Machine machine, MachineRemote remote, Inputs inputs) {
    return adapter.next(machine, remote, adapter.diff(machine, remote, inputs), inputs);
  }

  @ParameterizedTest(name = "{6}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "name: new | ready | '' | CHANGE change name from trainer to new | false | - | a change",
        "powerState: 'Off' | ready | '' | CHANGE change powerState from On to Off | true | - | a"
            + " stop that is declared",
        "powerState: 'On' | off | '' | CHANGE change powerState from Off to On | false | - | a"
            + " start that is declared",
        "{diskSize: 100, allowStop: true} | ready | true | DETOUR stop, to change diskSize from 50"
            + " to 100 | true | powerState | a stop for something else makes the power differ",
        "{diskSize: 100, allowStop: true, powerState: 'On'} | ready | true | DETOUR stop, to change"
            + " diskSize from 50 to 100 | true | powerState | likewise where On is declared",
        "allowStop: true | off | true | DETOUR start again, after the change it was stopped for"
            + " | false | - | the way back makes nothing differ",
        "{diskSize: 100, allowStop: true} | ready | '' | NOTE remember stoppedForChange | false | -"
            + " | the note before a stop",
      })
  void whatAStepIs(
      String spec,
      String state,
      String stopped,
      String step,
      boolean interrupts,
      String unsettles,
      String why) {
    var marks = stopped.isEmpty() ? known() : stopped();
    var next = next(machine(spec), seen(state), marks);
    assertThat(next.kind() + " " + next.summary()).as(why).isEqualTo(step);
    assertThat(next.interrupts()).isEqualTo(interrupts);
    assertThat(next.unsettles()).isEqualTo(unsettles == null ? Set.of() : Set.of(unsettles));
  }

  /** A restart that waits is no change that the machine is stopped for. */
  @Test
  void aStopNamesWhatItIsForAlone() {
    var machine = restartAt(machine("{diskSize: 100, allowStop: true, powerState: 'On'}"), "t1");
    var todo =
        List.of(
            Drift.correctable("diskSize", 100, 50),
            new Drift(MachineRows.RESTART, "t1", "(none)", Drift.Remedy.VERB));
    assertThat(adapter.next(machine, seen("ready"), todo, stopped()).summary())
        .isEqualTo("stop, to change diskSize from 50 to 100");
  }

  private static Inputs stopped() {
    return inputs(
        MachineMarks.RESTART, MachineMarks.NO_TOKEN, MachineMarks.STOPPED, MachineMarks.WAITS);
  }

  private static Inputs announced(String before) {
    return inputs(
        MachineMarks.RESTART,
        MachineMarks.NO_TOKEN,
        MachineMarks.ANNOUNCED,
        "t1",
        MachineMarks.BEFORE,
        before);
  }

  @Test
  void aRestartInterruptsAndOneThatIsUnderWayIsOnlyFollowed() {
    var machine = restartAt(machine(), "t1");
    var restart = next(machine, seen("ready"), announced(MachineMarks.NO_TOKEN));
    assertThat(restart.kind() + " " + restart).isEqualTo("CHANGE restart (interrupts what runs)");
    var running = MachineFixture.withRestart(seen("ready"), "ev7");
    var follow = next(machine, running, announced("ev1"));
    assertThat(follow.kind() + " " + follow).isEqualTo("NOTE follow the restart that is under way");
    var outcome = follow.call().send(null);
    assertThat(outcome.eventId()).as("without a call").isEqualTo("ev7");
    assertThat(outcome.marks()).containsEntry(MachineMarks.RESTART, "t1");
  }

  @Test
  void whatIsOnlyRememberedIsNoCall() {
    assertThat(new MachineCall.None().send(null, "ps1")).isEqualTo(Operation.nothing());
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | false | a list shows all there is to a plain machine",
        "accessorIds: [u1] | true | but not who may use it",
        "'accessors: [{email: a@b.c}]' | true | however they are named",
        "'outputs: {secret: s}' | true | nor how its desktop is reached",
        "startupScriptId: ss1 | true | nor which scripts are for it",
      })
  void whatNoListShowsOfAMachine(String spec, boolean unlisted, String why) {
    assertThat(adapter.hasUnlisted(machine(spec), known())).as(why).isEqualTo(unlisted);
  }
}
