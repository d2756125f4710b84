package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.PublicIps.View;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an address comes to a machine and goes from it, call by call. */
class AddressAssignmentTest {
  private static final String PUT = "PUT /public-ips/198.18.0.1";
  private static final String ROW = "{'ip': '%s', 'region': 'ny2', 'assignedMachineId': %s}";

  private final PublicIpAdapter adapter = new PublicIpAdapter();
  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  private static PublicIp address(String more) {
    return Given.resource(PublicIp.class, "{region: ny2" + more + "}");
  }

  private static View at(String machine) {
    return new View("198.18.0.1", "ny2", machine, Given.NOW);
  }

  private void rows(String ours, String other) {
    told.get(
        "/public-ips",
        "["
            + ROW.formatted("198.18.0.1", quoted(ours))
            + ", "
            + ROW.formatted("198.18.0.2", quoted(other))
            + "]");
  }

  private static String quoted(String machine) {
    return machine == null ? "null" : "'" + machine + "'";
  }

  /** What it is after the step that comes next, where m1 was noted. */
  private Outcome<View> send(String more, String machine, String answered) {
    var inputs =
        Given.given(AddressNotes.MARK, "m1")
            .with(Map.of(AddressUser.FIELD, machine == null ? "" : machine));
    var resource = address(more);
    told.answer(PUT, 200, answered);
    var todo = adapter.diff(resource, at(machine), inputs);
    var step = adapter.next(resource, at(machine), todo, inputs);
    assertThat(step.kind()).isEqualTo(Step.Kind.CHANGE);
    assertThat(told.changes()).as("deciding sends nothing").isEmpty();
    return step.call().send(told.api());
  }

  private static Map<String, String> marks(String machine) {
    var marks = new HashMap<String, String>();
    marks.put(AddressNotes.MARK, machine);
    marks.put(AddressNotes.REF_MARK, null);
    return marks;
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    ", , '', the service answers nothing",
    ", m2, '', another machine has another address",
    "m1, , '', the list is ahead of what was seen",
    ", , 198.18.0.1, the service answers the address",
  })
  void oneIsAssignedToAMachineWithoutAnother(String listed, String other, String body, String why) {
    rows(listed, other);
    var answer = body.isEmpty() ? "" : ROW.formatted(body, "'m1'");
    var outcome = send(", machineId: m1", null, answer);
    assertThat(told.changes()).as(why).containsExactly(PUT + " {'machineId':'m1'}");
    assertThat(outcome.remote().assignedMachineId()).isEqualTo("m1");
    assertThat(outcome.remote().ip()).isEqualTo("198.18.0.1");
    assertThat(outcome.marks()).isEqualTo(marks("m1"));
    assertThat(outcome.carried()).isTrue();
  }

  @Test
  void aMachineWithAnotherAddressIsNotGivenASecond() {
    rows(null, "m1");
    assertThatThrownBy(() -> send(", machineId: m1", null, ""))
        .isInstanceOfSatisfying(
            PaperspaceException.class,
            it -> assertThat(it.reason()).isEqualTo(PaperspaceException.Reason.CONFLICT))
        .hasMessageContaining("Machine m1 has the static address 198.18.0.2");
    assertThat(told.changes()).isEmpty();
  }

  @Test
  void itMakesRoomWhereItIsForThatMayBeWhatTheOtherWaitsFor() {
    rows("m2", "m1");
    var outcome = send(", machineId: m1", "m2", "");
    assertThat(told.changes()).containsExactly(PUT + " {'machineId':null}");
    assertThat(outcome.remote()).isEqualTo(at(null));
    assertThat(outcome.marks()).isEqualTo(marks("m1"));
    assertThat(outcome.carried()).as("it is not where it is to be").isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void oneThatIsTakenOffIsNotOursToTakeOffAgain(boolean answers) {
    var outcome = send(", machineId: ''", "m1", answers ? ROW.formatted("198.18.0.1", "null") : "");
    assertThat(told.changes()).containsExactly(PUT + " {'machineId':null}");
    assertThat(outcome.remote().assignedMachineId()).isNull();
    assertThat(outcome.remote().ip()).isEqualTo("198.18.0.1");
    assertThat(outcome.marks()).isEqualTo(marks(null));
  }

  @Test
  void oneOfOursIsTakenOffBeforeItIsReleased() {
    told.answer(PUT, 200, "");
    var marks = Map.of(AddressNotes.MARK, "m1");
    var step = adapter.beforeDelete(address(""), at("m1"), marks).orElseThrow();
    assertThat(step.kind()).isEqualTo(Step.Kind.DETOUR);
    assertThat(step.interrupts()).isFalse();
    assertThat(step.call().send(told.api()).remote()).isEqualTo(at(null));
    assertThat(told.changes()).containsExactly(PUT + " {'machineId':null}");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "', machineId: m1' | m2 | m2 | m2 | it is at another than the one declared",
        "', machineId: m1' | m2 | m3 | m3 | it is read anew where it is by now",
        "', machineId: m1' | m2 | | '' | it has been taken off since",
        "', machineId: m1' | m1 | m2 | '' | it was last seen where it is to be",
        "', machineId: ''''' | m2 | m2 | m2 | it is to be at none",
        "'' | m2 | m2 | '' | nothing is declared",
        "', machineId: m1' | | m2 | '' | it was not seen anywhere",
        "', machineRef: {name: m}' | m2 | m2 | m2 | by reference",
      })
  void whoHasItIsAskedBeforeItIsTakenAway(
      String more, String seen, String now, String found, String why) {
    told.get(
        "/public-ips",
        "["
            + ROW.formatted("198.18.0.9", "'m9'")
            + ", "
            + ROW.formatted("198.18.0.1", quoted(now))
            + "]");
    var observed = seen == null ? "{ip: a}" : "{ip: a, machineId: " + seen + "}";
    var resource =
        Given.read(
            PublicIp.class,
            "{spec: {region: ny2%s}, status: {id: 198.18.0.1, observed: %s}}"
                .formatted(more, observed));
    assertThat(adapter.lookUp(resource, Given.given(), told.api()))
        .as(why)
        .isEqualTo(Map.of(AddressUser.FIELD, found));
  }

  @Test
  void oneThatIsNotClaimedYetIsAtNone() {
    var none = Map.of(AddressUser.FIELD, "");
    var resource = address(", machineId: m1");
    assertThat(adapter.lookUp(resource, Given.given(), told.api())).isEqualTo(none);
    assertThat(AddressUser.of(at(""))).as("an empty answer is none").isEmpty();
  }

  @Test
  void aMachineThatDeclaresATypeIsToldWhatToDo() {
    var reference =
        (Reference.ToResource) adapter.references(address(", machineRef: {name: m}")).get(0);
    var machine = Given.resource(Machine.class, "{publicIpType: dynamic}");
    assertThat(reference.unfit().apply(machine))
        .hasValueSatisfying(
            it -> assertThat(it).startsWith("declares publicIpType: dynamic, and its address"));
  }
}
