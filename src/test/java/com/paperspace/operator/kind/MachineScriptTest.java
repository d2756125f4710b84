package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which script a machine has, by what is declared, what it has and what was assigned from here. */
class MachineScriptTest {
  private static final String DECLARED = "startupScriptId: a";

  private static MachineRemote with(String scripts) {
    var view = seen("ready").view();
    var read = scripts == null ? List.<String>of() : List.of(scripts.split(" "));
    return new MachineRemote(view, null, null, null, null, read);
  }

  private static Inputs ours(String mark) {
    return mark == null
        ? MachineFixture.known()
        : inputs("restartAt", MachineMarks.NO_TOKEN, "startupScript", mark);
  }

  @ParameterizedTest(name = "{6}")
  @CsvSource(
      delimiterString = "|",
      value = {
        "startupScriptId: a| a | a || | | as declared",
        "startupScriptId: a|   |   |startupScriptId: a was (none)| None || marked before the call",
        "startupScriptId: a| a |   |startupScriptId: a was (none)| Assign |a| marked, and so sent",
        "startupScriptId: a| a | a b || | | what others assigned beside it stays",
        "startupScriptId: a|   | a || | | what others assigned is as good",
        "startupScriptId: a| a | b |startupScriptId: a was b| Assign |a| others put another there",
        "startupScriptId: a| b | b |startupScriptId: a was b| Unassign |b| ours goes first",
        "startupScriptId: a| b | a b |startupScriptId: a was a, b| Unassign |b| a step was lost",
        "{}| b | b |startupScriptId: (none) was b| Unassign |b| ours goes when it is undeclared",
        "{}|   | b || | | that of others does not",
        "{}| b | c |startupScript: (none) was b| None || others took it away",
        "startupScriptRef: {name: x}|id-of-startupScriptRef||"
            + "startupScriptRef: id-of-startupScriptRef was (none)|Assign|id-of-startupScriptRef|"
            + "by reference",
      })
  void oneIsAssignedOnceAndOnlyOursIsTakenAway(
      String spec,
      String mark,
      String assigned,
      String drift,
      String call,
      String script,
      String why) {
    var machine = machine(spec);
    var inputs = ours(mark);
    var found = MachineDiff.of(machine, with(assigned), inputs);
    var words = found.stream().map(it -> it.field() + ": " + it.declared() + " was " + it.actual());
    if (drift == null) {
      assertThat(found).as(why).isEmpty();
      return;
    }
    assertThat(words).as(why).containsExactly(drift);
    var planned = MachinePlan.next(machine, with(assigned), found, inputs);
    assertThat(planned.call().getClass().getSimpleName()).as(why).isEqualTo(call);
    if (script != null) {
      assertThat(planned.call().toString()).as(why).endsWith("[script=" + script + "]");
    }
  }

  @Test
  void whatIsAboutToBeAssignedIsMarkedFirst() {
    var machine = machine(DECLARED);
    var found = MachineDiff.of(machine, with(null), ours(null));
    var announced = MachinePlan.next(machine, with(null), found, ours(null));
    assertThat(announced.carries()).isEmpty();
    assertThat(announced.marks()).containsEntry("startupScript", "a").hasSize(1);
    var sent = MachinePlan.next(machine, with(null), found, ours("a"));
    assertThat(sent.call()).isEqualTo(new MachineCall.Assign("a"));
    assertThat(sent.carries()).containsExactly("startupScriptId");
    assertThat(sent.call().scripts(List.of("b"))).containsExactly("b", "a");
  }

  @Test
  void whatWasTakenAwayIsOursNoMore() {
    var machine = machine("{}");
    var found = MachineDiff.of(machine, with("a b"), ours("a"));
    var planned = MachinePlan.next(machine, with("a b"), found, ours("a"));
    assertThat(planned.marks()).containsEntry("startupScript", null).hasSize(1);
    assertThat(planned.call().scripts(List.of("a", "b"))).containsExactly("b");
  }

  /** A create whose answer was lost has left no mark. */
  @Test
  void whatALostCreateWasSentWithIsOurs() {
    var machine = machine(DECLARED);
    var found = MachineDiff.of(machine, with("a"), inputs());
    assertThat(MachinePlan.next(machine, with("a"), found, inputs()).marks())
        .containsEntry("startupScript", "a");
    assertThat(MachinePlan.next(machine, with("a b"), found, inputs()).marks())
        .as("others assigned one beside it")
        .containsEntry("startupScript", "a");
  }

  /** Nobody can tell it from what others assigned before the machine was found. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "startupScriptId: b"})
  void anotherThatAMachineOfALostCreateHasIsNotOurs(String spec) {
    var machine = machine(spec);
    var found = MachineDiff.of(machine, with("a"), inputs());
    var planned = MachinePlan.next(machine, with("a"), found, inputs());
    assertThat(planned.marks()).doesNotContainEntry("startupScript", "a");
    assertThat(planned.call()).isNotInstanceOf(MachineCall.Unassign.class);
  }

  @Test
  void oneThatWasNotReadIsNotCompared() {
    assertThat(MachineDiff.of(machine(DECLARED), seen("ready"), ours("b"))).isEmpty();
  }

  @Test
  void thoseThatAreForTheMachineAreReadWhereTheyMatter() {
    try (var told = new ToldApi()) {
      told.get(
          "/startup-scripts",
          "[{'id': 'z', 'name': 'z', 'assignedMachineIds': ['ps1']},"
              + "{'id': 'a', 'name': 'a', 'assignedMachineIds': ['ps2', 'ps1']},"
              + "{'id': 'b', 'name': 'b', 'assignedMachineIds': ['ps2']},"
              + "{'id': 'c', 'name': 'c'}]");
      var api = told.api();
      assertThat(MachineScript.read(machine(DECLARED), "ps1", ours(null), api))
          .as("declared")
          .containsExactly("a", "z");
      assertThat(MachineScript.read(machine("{}"), "ps1", ours("b"), api))
          .as("assigned from here")
          .containsExactly("a", "z");
      assertThat(MachineScript.read(machine("{}"), "ps1", inputs(), api))
          .as("its create may have assigned one")
          .containsExactly("a", "z");
      assertThat(MachineScript.read(machine("{}"), "ps1", ours(null), api))
          .as("nobody here has to do with them")
          .isNull();
    }
  }

  @Test
  void oneThatIsNamedIsLookedFor() {
    try (var told = new ToldApi().get("/startup-scripts/a", "{'id': 'a', 'name': 'a'}")) {
      assertThat(MachineScript.exists(told.api(), "a")).isTrue();
      assertThat(MachineScript.exists(told.api(), "b")).isFalse();
    }
  }

  @Test
  void whatIsMarkedIsNotMarkedAgain() {
    var marked = ours("a");
    var script = MachineScript.of(machine(DECLARED).getSpec(), with("a"), marked);
    assertThat(script.mark(marked.marks())).isEmpty();
    assertThat(script.mark(Map.of())).contains("a");
  }
}
