package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a restore does, once, and what is known of how it ended. */
class SnapshotRestoreAdapterTest {
  private static final String EVENT = "{'id': 'ev1', 'name': 'snapshot-restore', 'state': '%s'%s}";
  private static final String OF_M1 = ", 'machineId': 'm1'";

  private final SnapshotRestoreAdapter adapter = new SnapshotRestoreAdapter();
  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  private static SnapshotRestore restore(String spec, String observed) {
    return Given.read(
        SnapshotRestore.class,
        "{metadata: {name: back}, spec: {%s}%s}"
            .formatted(
                spec, observed == null ? "" : ", status: {id: ev1, observed: {" + observed + "}}"));
  }

  private static SnapshotRestore restore() {
    return restore("snapshotId: s1", null);
  }

  private ToldApi snapshot(String id) {
    return told.get(
        "/snapshots/" + id, "{'id': '%s', 'name': 's', 'machineId': 'm1'}".formatted(id));
  }

  private static RestoreRemote seen(String state, String machine, String error) {
    return RestoreRemote.of(
        new MachineEvents.View(
            "ev1", "snapshot-restore", state, machine, Given.NOW, null, Given.NOW, error));
  }

  @Test
  void theSnapshotItIsMadeFromTellsItsMachine() {
    snapshot("s1");
    snapshot("id-of-snapshotRef");
    var named = restore("snapshotRef: {name: s}", null);
    assertThat(adapter.scope(named, Given.given(), told.api())).isEqualTo("m1");
    assertThat(adapter.scope(restore(), Given.given(), told.api())).isEqualTo("m1");
    assertThat(adapter.name(named)).isEqualTo("back");
    assertThat(adapter.type()).isEqualTo(SnapshotRestore.class);
    assertThat(adapter.isNamed()).isFalse();
    assertThat(adapter.isOneShot()).as("it is not repeated unasked").isTrue();
  }

  @Test
  void aSnapshotThatIsNotThereIsNamedByItsField() {
    assertThatThrownBy(() -> adapter.scope(restore(), Given.given(), told.api()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("snapshotId: there is no snapshot s1.");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "| it is still to be made | true",
        "state: new | it goes on | true",
        "state: odd | it may go on | true",
        "state: done | it is over and keeps its result | false",
        "state: error | it has failed, which is over too | false",
      })
  void oneThatIsOverNeedsItsSnapshotNoMore(String observed, String why, boolean needs) {
    var references = adapter.references(restore("snapshotRef: {name: s}", observed));
    assertThat(references).as(why).hasSize(needs ? 1 : 0);
    assertThat(adapter.references(restore("snapshotId: s1", observed))).isEmpty();
  }

  /** Its result must not depend on who deletes the Snapshot meanwhile. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "status: {id: ev1, observed: {snapshotId: sl1, state: in progress}} | it is under way | sl1",
        "status: {id: ev1, observed: {state: new}} | what it was sent with is not noted |",
        "status: {observed: {snapshotId: sl1, state: new}} | it is to be sent again |",
        "status: {id: ev1} | it was not looked at yet |",
      })
  void oneThatIsUnderWayAsksForItsSnapshotNoMore(String status, String why, String known) {
    var yaml = "{metadata: {name: r}, spec: {snapshotRef: {name: s}}, " + status + "}";
    var resource = Given.read(SnapshotRestore.class, yaml);
    assertThat(adapter.references(resource))
        .as(why)
        .containsExactly(
            new Reference.ToResource("snapshotRef", Snapshot.class, "s").knownAs(known));
  }

  @Test
  void aSnapshotThatIsNamedIsLookedFor() {
    snapshot("id-of-snapshotRef");
    var named = restore("snapshotRef: {name: s}", null);
    var reference = (Reference.ToResource) adapter.references(named).get(0);
    assertThat(adapter.exists(reference, Given.given(), told.api())).isTrue();
    told.answer("GET /snapshots/id-of-snapshotRef", 404, "{}");
    assertThat(adapter.exists(reference, Given.given(), told.api())).isFalse();
  }

  @Test
  void theRestoresOfAMachineAreItsEventsOfThatName() {
    told.get(
        "/machine-events",
        "[" + EVENT.formatted("new", "") + ", {'id': 'ev2', 'name': 'start', 'state': 'new'}]");
    var found = adapter.list("m1", told.api());
    assertThat(found).extracting(it -> it.event().id()).containsExactly("ev1");
    assertThat(found).extracting(it -> it.event().machineId()).containsExactly("m1");
  }

  @Test
  void anEventOfOtherWorkIsNoRestore() {
    told.get("/machine-events/ev1", EVENT.formatted("new", OF_M1));
    told.get("/machine-events/ev2", "{'id': 'ev2', 'name': 'start', 'state': 'new'}");
    assertThat(adapter.get("ev1", told.api())).contains(RestoreRemote.of(event("new", "m1")));
    assertThat(adapter.get("ev2", told.api())).isEmpty();
    assertThat(adapter.get("ev3", told.api())).isEmpty();
  }

  private static MachineEvents.View event(String state, String machine) {
    return new MachineEvents.View(
        "ev1", "snapshot-restore", state, machine, null, null, null, null);
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource({
    "done, m1, , m1, ready, what became of the machine is read when it is over",
    "new, m1, , m1, , and not before",
    "done, , m1, m1, ready, an event need not name the machine that is known",
    "done, '', m1, m1, ready, nor an empty one",
    "done, m1, m2, m1, ready, what it names counts",
    "done, , , , , nobody knows the machine",
    "done, m3, , m3, , the machine is gone",
  })
  void howTheMachineIsAfterIt(
      String state, String named, String known, String machine, String after, String why) {
    told.machine("m1", "ready");
    var before = known == null ? "" : "machineId: " + known + ", ";
    var resource = restore("snapshotId: s1", before + "machineStateBefore: off");
    var read = adapter.complete(resource, seen(state, named, null), Given.given(), told.api());
    assertThat(read.event().machineId()).as(why).isEqualTo(machine);
    assertThat(read.event().id()).isEqualTo("ev1");
    assertThat(read.stateAfter()).as(why).isEqualTo(after);
    assertThat(read.stateBefore()).as("as it was noted").isEqualTo("off");
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void beforeTheFirstLookNothingIsKnown(boolean hasStatus) {
    var resource = restore();
    if (hasStatus) {
      resource = Given.read(SnapshotRestore.class, "{spec: {snapshotId: s1}, status: {id: ev1}}");
    }
    var read = adapter.complete(resource, seen("done", null, null), Given.given(), told.api());
    assertThat(read.event().machineId()).isNull();
    assertThat(read.stateBefore()).isNull();
    assertThat(read.stateAfter()).isNull();
  }

  @Test
  void itIsSentOnceAndFollowedByItsEvent() {
    snapshot("s1").machine("m1", "ready");
    var answer = "{'event': " + EVENT.formatted("new", "") + "}";
    told.answer("POST /snapshots/s1/restore", 200, answer);
    var resource = restore("snapshotId: s1, createSnapshotBeforeRestore: true", null);
    var step = adapter.create(resource, Given.given());
    assertThat(step.kind() + " " + step).isEqualTo("CREATE create back");
    assertThat(told.changes()).as("deciding sends nothing").isEmpty();
    var outcome = step.call().send(told.api());
    assertThat(told.changes())
        .containsExactly("POST /snapshots/s1/restore {'createSnapshotBeforeRestore':true}");
    assertThat(outcome.eventId()).isEqualTo("ev1");
    assertThat(outcome.remote()).isEqualTo(new RestoreRemote(event("new", "m1"), "ready", null));
  }

  @Test
  void anAnswerWithoutAnEventLeavesTheRestoreToBeLookedFor() {
    snapshot("s1")
        .machine("m1", "ready")
        .answer("POST /snapshots/s1/restore", 200, "{'event': null}");
    assertThatThrownBy(() -> adapter.create(restore(), Given.given()).call().send(told.api()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("restore of snapshot s1 and named no event");
  }

  @Test
  void nothingOfItCanBeChangedOrUndone() {
    var remote = seen("done", "m1", null);
    assertThat(adapter.diff(restore(), remote, Given.given())).isEmpty();
    assertThatThrownBy(() -> adapter.next(restore(), remote, List.of(), Given.given()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(adapter.identity(remote)).isEqualTo(new Identity("ev1", "", Given.NOW));
    var left = adapter.delete(remote);
    assertThat(left.kind()).isEqualTo(Step.Kind.NOTE);
    assertThat(left.toString()).isEqualTo("leave what was restored");
    assertThat(left.call().send(told.api()).remote()).isEqualTo(remote);
    assertThat(told.changes()).isEmpty();
  }
}
