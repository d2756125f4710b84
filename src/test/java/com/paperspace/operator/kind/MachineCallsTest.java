package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.known;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static com.paperspace.operator.kind.MachineFixture.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.simulator.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the calls on a machine leave, as its owner's key finds it. */
class MachineCallsTest {
  private final MachineAdapter adapter = new MachineAdapter();
  private final OneTeam team = new OneTeam();

  @AfterEach
  void close() {
    team.close();
  }

  private Step<MachineRemote> next(Machine machine, MachineRemote remote, Inputs inputs) {
    return adapter.next(machine, remote, adapter.diff(machine, remote, inputs), inputs);
  }

  /** A machine that is there, with the scripts that are for it. */
  private MachineRemote there(String state, String... scripts) {
    team.put("machines", "ps1", json(state));
    for (var script : scripts) {
      team.put("startup-scripts", script, "{id: " + script + ", assignedMachineIds: [ps1]}");
    }
    return new MachineRemote(view(state), null, null, null, null, List.of(scripts));
  }

  private static String json(String state) {
    return new ObjectMapper()
        .createObjectNode()
        .put("id", "ps1")
        .put("name", "trainer")
        .put("state", state)
        .put("machineType", "A4000")
        .put("region", "ny2")
        .put("storageTotal", 50 * MachineFixture.GB)
        .toString();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "name: new | - | ss9 | PUT /machines/ps1 | a change of the machine leaves its scripts",
        "startupScriptId: ss1 | ss1 | - | POST /startup-scripts/ss1/assign | ours is added",
        "startupScriptId: ss1 | ss1 | ss9 | POST /startup-scripts/ss1/assign | beside others'",
        "{} | ss1 | ss1 ss9 | POST /startup-scripts/ss1/unassign | ours alone is taken away",
      })
  void theScriptsOfAMachineAfterAStep(
      String spec, String ours, String assigned, String call, String why) {
    team.put("startup-scripts", "ss1", "{id: ss1, assignedMachineIds: []}");
    var remote = there("ready", assigned == null ? new String[0] : assigned.split(" ", -1));
    var marks =
        ours == null
            ? known()
            : inputs(MachineMarks.RESTART, MachineMarks.NO_TOKEN, MachineScript.MARK, ours);
    var outcome = next(machine(spec), remote, marks).call().send(team.api);
    assertThat(team.sent()).as(why).singleElement().asString().startsWith(call);
    assertThat(outcome.remote().scripts())
        .as("as the service has them")
        .containsExactlyInAnyOrderElementsOf(
            MachineScript.read(machine(), "ps1", inputs(), team.api));
  }

  @Test
  void scriptsThatWereNotReadAreNotKnownAfterwards() {
    there("ready");
    var outcome = next(machine("name: new"), seen("ready"), known()).call().send(team.api);
    assertThat(outcome.remote().scripts()).isNull();
  }

  @Test
  void aRefusalThatTellsSomethingIsLearnedFrom() {
    team.put("private-networks", "nw9", "{id: nw9, name: lab, region: ny2}");
    var remote = there("ready");
    team.cloud.faults().next("PUT", "/machines/{id}", Fault.CONFLICT);
    var step = next(machine("networkId: nw9"), remote, known());
    var outcome = step.call().send(team.api);
    assertThat(outcome.carried()).isFalse();
    assertThat(outcome.marks()).isEqualTo(Map.of(MachineMarks.NEEDS_OFF, "networkId"));
  }

  @Test
  void theStopBeforeADeleteIsFollowed() {
    var remote = there("ready");
    var stop = adapter.clearForDelete(remote).orElseThrow();
    assertThat(stop.kind() + " " + stop)
        .isEqualTo("DETOUR stop, to delete it (interrupts what runs)");
    var outcome = stop.call().send(team.api);
    assertThat(team.sent()).containsExactly("PATCH /machines/ps1/stop {}");
    assertThat(outcome.eventId()).isNotNull();
    assertThat(outcome.remote()).isEqualTo(remote);
    var wait = adapter.clearForDelete(seen("stopping")).orElseThrow();
    assertThat(wait.kind() + " " + wait).isEqualTo("NOTE wait until it is off");
  }

  private Outcome<MachineRemote> made(Machine machine) {
    var given = team.given().with(Map.of(OsTemplate.FIELD, "t0nspur5"));
    return adapter.create(machine, given).call().send(team.api);
  }

  @Test
  void onlyATemplateThatWasFoundByItsLabelIsRemembered() {
    var byId = made(machine());
    assertThat(byId.marks()).isEqualTo(Map.of(MachineMarks.RESTART, MachineMarks.NO_TOKEN));
    var byLabel = made(machine("{templateId: null, template: {os: Ubuntu 22.04}}"));
    assertThat(byLabel.marks())
        .isEqualTo(
            Map.of(MachineMarks.RESTART, MachineMarks.NO_TOKEN, OsTemplate.FIELD, "t0nspur5"));
    assertThat(byLabel.remote().view().os()).isEqualTo("Ubuntu 22.04");
    assertThat(byLabel.eventId()).isEqualTo(byLabel.remote().event().id());
    var id = byId.remote().view().id();
    assertThat(adapter.get(id, team.api).orElseThrow().view().id()).isEqualTo(id);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "static, 203.0.113.7, a static address outlives its machine",
    "dynamic, '', any other goes with it",
  })
  void whatRemainsOfAMachineThatIsGone(String type, String address, String why) {
    var yaml = "{spec: {publicIpType: %s}, status: {id: ps1, observed: {publicIp: 203.0.113.7}}}";
    var gone = Given.read(Machine.class, yaml.formatted(type));
    var remains = adapter.remains(gone, gone.getStatus().observed());
    assertThat(remains == null ? "" : remains.publicIp()).as(why).isEqualTo(address);
  }

  @Test
  void aMachineOfATemplateThatIsGoneLooksForItAgain() {
    var spec = "{spec: {templateRef: {name: base}}, status: {id: ps1}}";
    var made = Given.read(Machine.class, spec);
    assertThat(adapter.beforeCreate(made, team.given(), team.api).orElseThrow().message())
        .isEqualTo("Its template is looked for again.");
    assertThat(adapter.beforeCreate(machine(), team.given(), team.api)).isEmpty();
  }
}
