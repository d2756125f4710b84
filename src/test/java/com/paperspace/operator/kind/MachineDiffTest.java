package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.during;
import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.known;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.restartAt;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static com.paperspace.operator.kind.MachineFixture.withAccessors;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.MachineAccess.Accessor;
import com.paperspace.operator.client.User;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What counts as a difference, and what can be done about it (docs/paperspace-api.md 2.3, 2.4, 4).
 */
class MachineDiffTest {
  private static final String D = "|";

  /** The differences as "field declared<actual REMEDY". */
  static String diff(Machine machine, MachineRemote remote, Inputs inputs) {
    return MachineDiff.of(machine, remote, inputs).stream()
        .map(MachineDiffTest::text)
        .collect(Collectors.joining("; "));
  }

  private static String text(Drift d) {
    return d.field() + " " + d.declared() + "<" + d.actual() + " " + d.remedy();
  }

  @ParameterizedTest(name = "{3}: {0} with {1}")
  @CsvSource(
      delimiterString = D,
      value = {
        "||'' | nothing more declared than there is",
        "name: a|name: b|name a<b CORRECT| renamed in the console",
        "name: a|name: null|''| a name the answer does not tell is no other one",
        "|name: b|''| the default name is not enforced on what is adopted",
        "networkId: nw1|networkId: nw1|''| same",
        "networkId: nw1||networkId nw1<(none) CORRECT| in no network",
        "|networkId: nw1|''| not declared",
        "networkRef: {name: lab}|networkId: id-of-networkRef|''| as its reference leads to",
        "networkRef: {name: lab}|networkId: nw2|networkRef id-of-networkRef<nw2 CORRECT| another",
        "publicIpType: static||publicIpType static<none CORRECT| none is a value",
        "publicIpType: none|publicIpType: null|''| absent is none",
        "autoSnapshotEnabled: true|autoSnapshotEnabled: false"
            + "|autoSnapshotEnabled true<false CORRECT| switched off elsewhere",
        "autoSnapshotEnabled: false||''| a flag left out is off",
        "autoSnapshotEnabled: true||autoSnapshotEnabled true<(none) CORRECT| left out is off",
        "autoSnapshotFrequency: daily|autoSnapshotFrequency: hourly"
            + "|autoSnapshotFrequency daily<hourly CORRECT| other frequency",
        "'{autoSnapshotEnabled: false, autoSnapshotFrequency: daily}'||''"
            + "| details of what is off may be forgotten",
        "autoSnapshotSaveCount: 3|autoSnapshotSaveCount: 1"
            + "|autoSnapshotSaveCount 3<1 CORRECT| other count",
        "autoSnapshotSaveCount: 0||''| none is zero",
        "autoShutdownTimeout: 8|autoShutdownTimeout: 8.0|''| numbers by value",
        "autoShutdownTimeout: 8|autoShutdownTimeout: 0.5"
            + "|autoShutdownTimeout 8<0.5 CORRECT| other hours",
        "autoShutdownForce: false||''| null is off",
        "'{autoShutdownEnabled: false, autoShutdownForce: true}'||''"
            + "| details of what is off may be forgotten",
        "'{autoShutdownEnabled: true, autoShutdownForce: true}'|autoShutdownEnabled: true"
            + "|autoShutdownForce true<(none) CORRECT| but not of what is on",
        "restorePointEnabled: true|restorePointEnabled: false"
            + "|restorePointEnabled true<false CORRECT| switched off",
        "restorePointFrequency: shutdown||restorePointFrequency shutdown<(none) CORRECT| absent",
        "region: ny2|region: ny2|''| code",
        "region: ny2|region: Europe (AMS1)|region ny2<ams1 REPLACE| fixed for ever",
        "region: ny2|region: Middle Earth|''| an unreadable region must not stall",
        "diskSize: 50|storageTotal: 50000000000|''| decimal gigabytes",
        "diskSize: 500|storageTotal: 536870912000|''| binary gigabytes",
        "diskSize: 100|storageTotal: null|''| unreadable: not compared",
        "diskSize: 100|storageTotal: 0|''| nothing to read yet",
        "diskSize: 20||diskSize 20<50 REPLACE| a disk never shrinks",
        "diskSize: 100||diskSize 100<50 NEEDS_STOP| stopping was not allowed",
        "machineType: A6000||machineType A6000<A4000 NEEDS_STOP| stopping was not allowed",
        "machineType: A6000|machineType: null|''| nothing is stopped for what cannot be read",
        "'{diskSize: 100, allowStop: true}'||diskSize 100<50 CORRECT| it may be stopped",
        "'{diskSize: 100, powerState: \"Off\"}'|"
            + "|diskSize 100<50 CORRECT; powerState Off<On CORRECT| it is stopped anyway",
        "'{diskSize: 100, powerState: \"On\"}'||diskSize 100<50 NEEDS_STOP"
            + "| On alone does not allow a stop in between",
        "'powerState: \"On\"'||''| as declared",
        "'powerState: \"Off\"'||powerState Off<On CORRECT| declared off",
      })
  void whenReady(String spec, String view, String expected, String why) {
    assertThat(diff(machine(lines(spec)), seen("ready", lines(view)), known()))
        .as(why)
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{3}: {0} with {1}")
  @CsvSource(
      delimiterString = D,
      value = {
        "diskSize: 100||diskSize 100<50 CORRECT| off: it can be changed now",
        "machineType: A6000||machineType A6000<A4000 CORRECT| off: it can be changed now",
        "'powerState: \"On\"'||powerState On<Off CORRECT| declared on",
        "'powerState: \"Off\"'||''| as declared",
        "||''| power is not managed",
        "'{diskSize: 100, powerState: \"On\"}'|"
            + "|diskSize 100<50 CORRECT; powerState On<Off CORRECT| both; the plan knows the order",
      })
  void whenOff(String spec, String view, String expected, String why) {
    assertThat(diff(machine(lines(spec)), seen("off", lines(view)), known()))
        .as(why)
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{5}: token {0} served {1}")
  @CsvSource(
      nullValues = "null",
      value = {
        "t1, (none), ready, '', restart-at t1<(none) VERB, the first",
        "t2, t1, ready, '', restart-at t2<t1 VERB, another",
        "t1, t1, ready, '', '', never twice for one token",
        "'', t1, ready, '', '', the annotation was taken away",
        "t1, (none), off, '', '', waits until it is on",
        "t1, (none), starting, '', '', waits until it is ready",
        "t1, (none), ready, 'powerState: \"Off\"', powerState Off<On CORRECT, about to be stopped",
        "t1, null, ready, '', restart-at t1<(not known) VERB, adopted: noted and not restarted",
        "'', null, off, '', restart-at (none)<(not known) VERB, adopted while off: noted",
      })
  void restart(
      String token, String served, String state, String spec, String expected, String why) {
    var inputs = served == null ? inputs() : inputs(MachineMarks.RESTART, served);
    assertThat(diff(restartAt(machine(spec), token), seen(state), inputs))
        .as(why)
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{4}: {1} with {2}")
  @CsvSource(
      delimiterString = D,
      value = {
        "true||off|powerState On<Off CORRECT| we stopped it so it comes back",
        "true|diskSize: 100|off|diskSize 100<50 CORRECT; powerState On<Off CORRECT| change before"
            + " start",
        "true|'{diskSize: 100, allowStop: true}'|ready|diskSize 100<50 CORRECT| not stopped yet",
        "true||ready|stoppedForChange (none)<true VERB| somebody else started it",
        "true|'powerState: \"Off\"'|off|stoppedForChange (none)<true VERB| off is wanted by now",
        "started||off|powerState On<Off CORRECT| the start failed",
        "started|'{diskSize: 100, allowStop: true}'|ready|diskSize 100<50 CORRECT;"
            + " stoppedForChange (none)<started VERB| on again, though the change stands aside",
      })
  void stoppedForChange(String mark, String spec, String state, String expected, String why) {
    var inputs = inputs(MachineMarks.STOPPED, mark, MachineMarks.RESTART, MachineMarks.NO_TOKEN);
    assertThat(diff(machine(lines(spec)), seen(state), inputs)).as(why).isEqualTo(expected);
  }

  @Test
  void accessorsAreASetOfThoseWhoHaveAccess() {
    var declared = machine("accessorIds: [u2, u1]");
    assertThat(diff(declared, seen("ready"), known())).as("not read").isEmpty();
    assertThat(diff(declared, withAccessors(seen("ready"), "u1", "u2"), known()))
        .as("order means nothing")
        .isEmpty();
    assertThat(diff(declared, withAccessors(seen("ready"), "u3", "u1"), known()))
        .as("who is missing, then who is too much")
        .isEqualTo(
            "accessorIds[u2] present<absent CORRECT; accessorIds[u3] absent<present CORRECT");
    assertThat(diff(machine("accessorIds: []"), withAccessors(seen("ready"), "u1"), known()))
        .as("an empty list is a declaration")
        .isEqualTo("accessorIds[u1] absent<present CORRECT");
    var removed = new Accessor(new User("u1", null, null, null, null), Instant.EPOCH);
    var lingering = new MachineRemote(seen("ready").view(), null, List.of(removed), null, null);
    assertThat(diff(machine("accessorIds: []"), lingering, known()))
        .as("removed ones linger in the list")
        .isEmpty();
  }

  /** The engine looks at the first few only. */
  @Test
  void membersComeAfterAllElse() {
    var machine = restartAt(machine("{powerState: \"Off\", name: n, accessorIds: [u1]}"), "t1");
    assertThat(diff(machine, withAccessors(seen("ready")), inputs()))
        .isEqualTo(
            "name n<trainer CORRECT; powerState Off<On CORRECT;"
                + " restart-at t1<(not known) VERB; accessorIds[u1] present<absent CORRECT");
  }

  @Test
  void nothingIsSentToWhatNeverCameToBe() {
    var machine = restartAt(machine("powerState: \"On\"", "name: other"), "t1");
    assertThat(diff(machine, during("off", "create", "error", "no room"), known()))
        .isEqualTo("name other<trainer NOT_SENT; powerState On<Off NOT_SENT");
  }

  @Test
  void afterAnyOtherFailureTheDifferenceRemains() {
    var machine = machine("powerState: \"On\"");
    assertThat(diff(machine, during("off", "start", "error", "no room"), known()))
        .as("the engine shows the failure and tries again")
        .isEqualTo("powerState On<Off CORRECT");
  }

  @Test
  void aTypeIsTheSameInAnyLetterCase() {
    var resource = machine("machineType: a100-80g");
    var remote = seen("ready", "machineType: A100-80G");
    assertThat(MachineDiff.of(resource, remote, known())).isEmpty();
  }

  private static String lines(String text) {
    return text == null ? "" : text;
  }
}
