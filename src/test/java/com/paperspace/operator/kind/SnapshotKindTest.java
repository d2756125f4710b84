package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.client.Snapshots.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.simulator.Delay;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A snapshot is work of its machine until it is there, and dies with it. */
class SnapshotKindTest {
  private final OneTeam team = new OneTeam();
  private final Adapter<Snapshot, Snapshot.Observed, Remote<View>> adapter = SnapshotKind.adapter();

  SnapshotKindTest() {
    team.put("machines", "ps1", "{id: ps1, name: m, state: ready}");
  }

  @AfterEach
  void close() {
    team.close();
  }

  private static Snapshot snapshot(String spec) {
    return Given.resource(Snapshot.class, spec);
  }

  private Remote<View> made() {
    return team.made(adapter, snapshot("{name: s, machineId: ps1}"));
  }

  @Test
  void oneIsMadeOfItsMachineByWorkThatIsFollowed() {
    var resource = snapshot("{name: s, machineId: ps1}");
    var outcome = adapter.create(resource, team.given()).call().send(team.api);
    var made = outcome.remote();
    assertThat(team.sent())
        .containsExactly("POST /snapshots {\"name\":\"s\",\"machineId\":\"ps1\"}");
    assertThat(made.view().machineId()).isEqualTo("ps1");
    assertThat(outcome.eventId()).isEqualTo(made.event().id());
    assertThat(made.event().name()).isEqualTo("snapshot-create");
    assertThat(adapter.isDated()).as("nothing tells its age").isFalse();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "false, '', BUSY, a new one whose create lost its answer: its work is looked for",
    "false, ', status: {observed: {machineId: ps1}}', READY, one that was seen before is there",
    "true, '', READY, its work is over",
  })
  void itIsReadyOnceNothingIsKnownToMakeIt(boolean isOver, String more, Phase phase, String why) {
    team.cloud.delay(Delay.SNAPSHOT, isOver ? Duration.ZERO : Duration.ofHours(1));
    var view = made().view();
    var resource =
        Given.read(
            Snapshot.class,
            "{metadata: {name: here}, spec: {name: s, machineId: ps1}" + more + "}");
    var read = adapter.complete(resource, Remote.of("", view), team.given(), team.api);
    var seen = adapter.observe(resource, read, team.given());
    assertThat(seen.phase()).as(why).isEqualTo(phase);
    assertThat(seen.observed()).isEqualTo(new Snapshot.Observed("ps1"));
    assertThat(seen.reason()).isEqualTo(phase == Phase.BUSY ? Reason.Creating : Reason.Available);
  }

  @Test
  void thoseOfAScheduleAreNobodys() {
    var ours = made().view();
    var theirs = team.estate.autoSnapshot("ps1");
    assertThat(adapter.list("", team.api)).containsExactly(Remote.of("", ours));
    assertThat(adapter.get(ours.id(), team.api)).contains(Remote.of("", ours));
    assertThat(adapter.get(theirs, team.api)).isEmpty();
  }

  @Test
  void itsNameChangesAndNothingElse() {
    var made = made();
    team.sent();
    var after = team.changed(adapter, snapshot("{name: t, machineId: ps1}"), made, team.given());
    assertThat(after.view().name()).isEqualTo("t");
    assertThat(team.sent())
        .containsExactly("PUT /snapshots/" + made.view().id() + " {\"name\":\"t\"}");
    var moved = adapter.diff(snapshot("{machineId: ps2}"), made, team.given());
    assertThat(Given.words(moved)).isEqualTo("REPLACE machineId ps2 was ps1");
    adapter.delete(after).call().send(team.api);
    assertThat(adapter.get(made.view().id(), team.api)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ps1, true", "ps0, false"})
  void theMachineItNamesIsLookedFor(String id, boolean isThere) {
    var reference = new Reference.ToResource("machineRef", Machine.class, "m");
    assertThat(adapter.references(snapshot("{machineRef: {name: m}}"))).containsExactly(reference);
    var given = team.given().with(Map.of("machineRef", id));
    assertThat(adapter.exists(reference, given, team.api)).isEqualTo(isThere);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "ps1, is gone from the cloud, its machine is there: somebody took it away",
        "ps0, went with machine ps0, it went with its machine",
        "-, is gone from the cloud, nothing was seen of it",
      })
  void whyOneIsGone(String machine, String said, String why) {
    var observed = machine == null ? "null" : "{machineId: " + machine + "}";
    var gone =
        Given.read(
            Snapshot.class,
            "{metadata: {name: here}, spec: {}, status: {id: sn1, observed: " + observed + "}}");
    var told = adapter.whyGone(gone, team.given(), team.api);
    assertThat(told.map(it -> it.reason())).as(why).contains(Reason.ExternalMissing);
    assertThat(told.orElseThrow().message()).as(why).startsWith("sn1 " + said);
  }

  /** Only a template has its machine stopped. */
  @Test
  void noMachineIsStoppedForIt() {
    var resource = snapshot("{machineId: ps1}");
    assertThat(adapter.aside(resource, team.given(), team.api)).isEmpty();
    assertThat(adapter.putAside(Map.of("aside.machineStopped", "ps1"))).isEmpty();
    assertThat(adapter.beforeCreate(resource, team.given(), team.api)).isEmpty();
  }
}
