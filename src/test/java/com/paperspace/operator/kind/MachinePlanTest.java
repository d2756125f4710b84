package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.restartAt;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static com.paperspace.operator.kind.MachineFixture.withAccessors;
import static com.paperspace.operator.kind.MachineFixture.withRestart;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which one call comes first when several things differ (docs/paperspace-api.md 2.3, 2.4). */
class MachinePlanTest {
  private static final Set<Remedy> DONE_BY_US = Set.of(Remedy.CORRECT, Remedy.VERB);

  @ParameterizedTest(name = "{5}: {0} {1}")
  @CsvSource(
      delimiterString = "|",
      value = {
        "ready|{name: n, accessorIds: [u1], diskSize: 100, allowStop: true}|(none)"
            + "|Put|name| what disturbs nobody comes first",
        "off|{name: n, diskSize: 100}|(none)|Put|name| and in a call of its own",
        "ready|{accessorIds: [u1], diskSize: 100, allowStop: true}|(none)"
            + "|AddAccessor|accessorIds[u1]| before the stop",
        "ready|{accessorIds: []}|(none)|RemoveAccessor|accessorIds[u0]| only surplus ones left",
        "ready|{accessorIds: [u1]}|(none)|AddAccessor|accessorIds[u1]| add before remove",
        "ready|{diskSize: 100, machineType: A6000, allowStop: true}|(none)"
            + "|None|''| a stop that is to be undone is announced first",
        "ready|{diskSize: 100, machineType: A6000, allowStop: true, powerState: 'On'}|(none)"
            + "|None|''| also where On is declared, for that may be taken out meanwhile",
        "ready|{diskSize: 100, powerState: 'Off'}|(none)|Stop|powerState| the declared stop first",
        "off|{diskSize: 100, machineType: A6000, powerState: 'On'}|(none)"
            + "|Put|diskSize machineType| both in one change before the start",
        "off|{powerState: 'On'}|t0|Start|powerState| and nothing else",
        "ready|{diskSize: 100}|t0|None|''| a restart needs no stop allowed, but is announced first",
        "ready|{diskSize: 100, allowStop: true, powerState: 'On'}|t0|None|''| the restart is last",
        "ready|{}|(none)|None|''| nothing to do",
      })
  void order(String state, String spec, String served, String call, String carries, String why) {
    var machine = machine(spec);
    if (!served.equals("(none)")) {
      restartAt(machine, "t1");
    }
    var inputs = inputs(MachineMarks.RESTART, served);
    var remote = withAccessors(seen(state), "u0");
    var todo =
        MachineDiff.of(machine, remote, inputs).stream()
            .filter(d -> DONE_BY_US.contains(d.remedy()))
            .toList();
    var step = MachinePlan.next(machine, remote, todo, inputs);
    assertThat(step.call().getClass().getSimpleName()).as(why).isEqualTo(call);
    assertThat(new TreeSet<>(step.carries()).stream().collect(Collectors.joining(" ")))
        .as(why)
        .isEqualTo(carries);
  }

  /** After a failure another difference is handed in first; what failed must not go before it. */
  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiterString = "|",
      value = {
        "ready|{accessorIds: [u1], powerState: 'Off'}|Stop|powerState| a member keeps it on",
        "ready|{name: n, powerState: 'Off'}|Stop|powerState| so does a field",
        "off|{name: n, powerState: 'On'}|Start|powerState| nor is it kept off",
        "off|{name: n, diskSize: 100, powerState: 'On'}|Put|diskSize| but by what waits for off",
      })
  void thePowerHasItsTurn(String state, String spec, String call, String carries, String why) {
    var machine = machine(spec);
    var inputs = inputs(MachineMarks.RESTART, "(none)");
    var remote = withAccessors(seen(state), "u0");
    var todo = new ArrayList<>(MachineDiff.of(machine, remote, inputs));
    todo.sort(Comparator.comparing(it -> !it.field().equals(MachineRows.POWER)));
    var step = MachinePlan.next(machine, remote, todo, inputs);
    assertThat(step.call().getClass().getSimpleName()).as(why).isEqualTo(call);
    assertThat(step.carries()).as(why).containsExactly(carries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", powerState: 'On'"})
  void aStopOfOursIsRememberedBeforeItIsSent(String power) {
    assertThat(marks("ready", "{diskSize: 100, allowStop: true" + power + "}", "t1"))
        .isEqualTo("{stoppedForChange=true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", powerState: 'On'"})
  void anAnnouncedStopIsSent(String power) {
    var machine = machine("{diskSize: 100, machineType: A6000, allowStop: true" + power + "}");
    var inputs = inputs(MachineMarks.RESTART, "(none)", MachineMarks.STOPPED, MachineMarks.WAITS);
    var drift = MachineDiff.of(restartAt(machine, "t1"), seen("ready"), inputs);
    var step = MachinePlan.next(machine, seen("ready"), drift, inputs);
    assertThat(step.call()).isEqualTo(new MachineCall.Stop());
    assertThat(step.carries()).as("a stop sends neither size nor type").isEmpty();
  }

  @Test
  void aStopAfterAStartOfOursIsRememberedAnew() {
    var machine = machine("{diskSize: 100, allowStop: true}");
    var inputs = inputs(MachineMarks.RESTART, "(none)", MachineMarks.STOPPED, MachineMarks.STARTED);
    var drift = MachineDiff.of(machine, seen("ready"), inputs);
    assertThat(MachinePlan.next(machine, seen("ready"), drift, inputs).marks())
        .containsExactly(Map.entry(MachineMarks.STOPPED, MachineMarks.WAITS));
  }

  @Test
  void aRestartTakenBackLeavesNoAnnouncement() {
    var inputs =
        inputs(
            MachineMarks.RESTART, "t0",
            MachineMarks.ANNOUNCED, "t1",
            MachineMarks.BEFORE, "ev1");
    var drift = MachineDiff.of(machine(), seen("ready"), inputs);
    var step = MachinePlan.next(machine(), seen("ready"), drift, inputs);
    assertThat(step.call()).isEqualTo(new MachineCall.None());
    assertThat(step.marks())
        .containsEntry(MachineMarks.RESTART, MachineMarks.NO_TOKEN)
        .containsEntry(MachineMarks.ANNOUNCED, null)
        .containsEntry(MachineMarks.BEFORE, null);
  }

  @Test
  void aStartServesTheRestartThatWaits() {
    assertThat(marks("off", "{powerState: 'On'}", "t0"))
        .as("a machine that boots now need not boot again")
        .contains("restartAt=t1");
  }

  /** It may be accepted and fail, and then it is still ours to start. */
  @Test
  void aStartAfterAStopOfOursIsRemembered() {
    var inputs = inputs(MachineMarks.RESTART, "(none)", MachineMarks.STOPPED, MachineMarks.WAITS);
    var drift = MachineDiff.of(machine(), seen("off"), inputs);
    assertThat(MachinePlan.next(machine(), seen("off"), drift, inputs).marks())
        .containsEntry(MachineMarks.STOPPED, MachineMarks.STARTED);
    assertThat(marks("off", "{powerState: 'On'}", "t0")).doesNotContain("stoppedForChange");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "t0, (none), (none), None, not announced yet",
    "t1, (none), (none), Restart, announced and not seen",
    "t1, (none), ev7, Follow, announced and seen: its answer was lost",
    "t1, ev7, (none), Restart, the one before is no longer shown",
    "t1, ev7, ev7, Restart, the newest is the one before",
    "t1, ev7, ev8, Follow, a newer one than before",
    "t0, ev7, ev8, None, another token is another restart",
  })
  void aRestartIsSentOnce(String announced, String before, String newest, String call, String why) {
    var machine = restartAt(machine(), "t1");
    var inputs =
        inputs(
            MachineMarks.RESTART, "t-old",
            MachineMarks.ANNOUNCED, announced,
            MachineMarks.BEFORE, before);
    var remote = newest.equals("(none)") ? seen("ready") : withRestart(seen("ready"), newest);
    var drift = MachineDiff.of(machine, remote, inputs);
    var step = MachinePlan.next(machine, remote, drift, inputs);
    assertThat(step.call().getClass().getSimpleName()).as(why).isEqualTo(call);
    if (call.equals("None")) {
      assertThat(step.marks())
          .containsEntry(MachineMarks.ANNOUNCED, "t1")
          .containsEntry(MachineMarks.BEFORE, newest)
          .doesNotContainKey(MachineMarks.RESTART);
    } else {
      assertThat(step.marks())
          .containsEntry(MachineMarks.RESTART, "t1")
          .containsEntry(MachineMarks.ANNOUNCED, null)
          .containsEntry(MachineMarks.BEFORE, null);
    }
  }

  @Test
  void aTokenSeenForTheFirstTimeIsNotedWithoutARestart() {
    var machine = restartAt(machine(), "t1");
    var drift = MachineDiff.of(machine, seen("ready"), inputs());
    var step = MachinePlan.next(machine, seen("ready"), drift, inputs());
    assertThat(step.call()).isEqualTo(new MachineCall.None());
    assertThat(step.marks()).containsEntry(MachineMarks.RESTART, "t1");
  }

  @Test
  void aLongTokenFitsTheStatus() {
    var machine = restartAt(machine(), "t".repeat(5000));
    assertThat(MachineMarks.token(machine)).hasSize(256);
  }

  private static String marks(String state, String spec, String served) {
    var machine = restartAt(machine(spec), "t1");
    var inputs = inputs(MachineMarks.RESTART, served);
    var drift = MachineDiff.of(machine, seen(state), inputs);
    return MachinePlan.next(machine, seen(state), drift, inputs).marks().toString();
  }

  @Test
  void aChangeSendsItsWholeGroupAsDeclared() {
    var machine =
        machine("{autoShutdownEnabled: true, autoShutdownTimeout: 8, autoShutdownForce: false}");
    var remote =
        seen(
            "ready",
            "autoShutdownEnabled: true",
            "autoShutdownTimeout: 1",
            "autoShutdownForce: false");
    var inputs = inputs(MachineMarks.RESTART, "(none)");
    var step = MachinePlan.next(machine, remote, MachineDiff.of(machine, remote, inputs), inputs);
    assertThat(step.carries()).containsExactly("autoShutdownTimeout");
    var body = ((MachineCall.Put) step.call()).body();
    assertThat(body.autoShutdownEnabled()).as("off and on again carries the rest").isTrue();
    assertThat(body.autoShutdownTimeout()).isEqualTo(8);
    assertThat(body.autoShutdownForce()).isFalse();
  }
}
