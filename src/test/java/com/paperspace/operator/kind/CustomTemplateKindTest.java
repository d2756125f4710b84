package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.CustomTemplates.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A template is made from a machine that is off, which it may have stopped, and outlives it. */
class CustomTemplateKindTest {
  private static final Map<String, String> STOPPED =
      Map.of("aside.machineStopped", "ps1", "aside.machineStoppedAt", Given.NOW.toString());

  private final OneTeam team = new OneTeam();
  private final Adapter<CustomTemplate, CustomTemplate.Observed, Remote<View>> adapter =
      CustomTemplateKind.adapter();

  @AfterEach
  void close() {
    team.close();
  }

  private void machine(String state) {
    team.put(
        "machines", "ps1", "{id: ps1, name: m, region: ny2, _os: t0nspur5, state: " + state + "}");
  }

  private static CustomTemplate template(String spec) {
    return Given.resource(CustomTemplate.class, spec);
  }

  private static CustomTemplate seen(String status) {
    return Given.read(
        CustomTemplate.class,
        "{metadata: {name: here}, spec: {machineRef: {name: m}, allowStop: true}, status: "
            + status
            + "}");
  }

  @Test
  void oneIsMadeByWorkThatIsFollowedRenamedAndDeleted() {
    machine("\"off\"");
    var resource = template("{name: base, machineId: ps1}");
    var outcome = adapter.create(resource, team.given()).call().send(team.api);
    var made = outcome.remote();
    assertThat(team.sent())
        .containsExactly("POST /custom-templates {\"name\":\"base\",\"machineId\":\"ps1\"}");
    assertThat(outcome.eventId()).isEqualTo(made.event().id());
    assertThat(adapter.isDated()).isTrue();
    var id = made.view().id();
    assertThat(adapter.list("", team.api)).extracting(it -> it.view().id()).containsExactly(id);
    var after = team.changed(adapter, template("{name: other}"), made, team.given());
    assertThat(after.view().name()).isEqualTo("other");
    assertThat(team.sent())
        .containsExactly("PUT /custom-templates/" + id + " {\"name\":\"other\"}");
    adapter.delete(after).call().send(team.api);
    assertThat(adapter.get(id, team.api)).isEmpty();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "null | in progress | BUSY | its work goes on and it offers no types",
        "[] | in progress | BUSY | likewise",
        "[{machineTypeLabel: C5}] | in progress | READY | the types prove it, whatever its event says",
        "[{machineTypeLabel: C5, isAvailable: false}] | in progress | BUSY | not one of them that can"
            + " be used",
        "[{machineTypeLabel: C5, isAvailable: false}, {machineTypeLabel: C7, isAvailable: true}]"
            + " | in progress | READY | one is enough",
        "[{machineTypeLabel: C5, isAvailable: false}] | done | READY | made, it is usable even while"
            + " there is no room",
        "null | done | READY | the end of the work proves it as well",
      })
  void itIsUsableOnceOneOfTwoSignsSaysSo(String types, String event, Phase phase, String why) {
    var view =
        Given.read(
            View.class,
            "{id: t1, parentMachineId: ps1, region: East Coast (NY2), operatingSystemLabel: Ubuntu,"
                + " defaultSizeGb: 50, availableMachineTypes: "
                + types
                + "}");
    var work = MachineFixture.event("template-create", event, null);
    var seen = adapter.observe(template("{}"), new Remote<>("", view, Map.of(), work), null);
    assertThat(seen.phase()).as(why).isEqualTo(phase);
    assertThat(seen.observed())
        .isEqualTo(new CustomTemplate.Observed("ps1", "ny2", "Ubuntu", 50, phase == Phase.READY));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{id: t1, observed: {usable: true}} | false | one that can be used",
        "{id: t1, observed: {usable: false}} | true | one that is not usable yet",
        "{id: t1} | true | one of which nothing was seen",
        "null | true | one that is not made",
      })
  void itNeedsItsMachineUntilItIsUsable(String status, boolean needsIt, String why) {
    machine("\"off\"");
    var resource = seen(status);
    assertThat(adapter.references(resource).isEmpty()).as(why).isEqualTo(!needsIt);
    var given = team.given().with(Map.of("machineRef", "ps1"));
    var waits = adapter.beforeCreate(resource, given, team.api);
    assertThat(waits.map(it -> it.message()).orElse(""))
        .as("gone, what it is made of is asked for anew")
        .isEqualTo(needsIt ? "" : "What it is made of is looked for again.");
    waits.ifPresent(it -> assertThat(it.phase()).isEqualTo(Phase.PROGRESSING));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"'\"off\"',", "ready, DisruptionRequired", "stopping, WaitingForReference"})
  void itIsMadeOnlyFromAMachineThatIsOff(String state, Reason reason) {
    machine(state);
    var why = adapter.beforeCreate(template("{machineId: ps1}"), team.given(), team.api);
    assertThat(why.map(it -> it.reason()).orElse(null)).isEqualTo(reason);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "null | 'On'  | null | declares powerState: \"On\" | a machine that is to be on is not stopped",
        "null | 'Off' | null | is declared \"Off\" and is not off yet | that it goes off is waited for",
        "null | 'Off' | off  | - | it is off",
        "null | null  | null | - | whoever leaves its power open has it stopped",
        "{id: t1} | 'On' | null | - | of one that is made nothing is asked any more",
      })
  void whetherTheMachineItNamesCanBeStopped(
      String status, String power, String state, String message, String why) {
    var reference = (Reference.ToResource) adapter.references(seen(status)).get(0);
    var yaml = "{spec: {powerState: %s}, status: {id: ps1, observed: {state: %s}}}";
    var machine = Given.read(Machine.class, yaml.formatted(power, state).replace("off", "\"off\""));
    var told = reference.unfit().apply(machine).or(() -> reference.unready().apply(machine));
    if (message == null) {
      assertThat(told).as(why).isEmpty();
    } else {
      assertThat(told.orElse("")).as(why).startsWith(message);
    }
  }

  private String words(Optional<Step<Remote<View>>> step) {
    return step.map(it -> it.kind() + " " + it.summary()).orElse("");
  }

  @Test
  void aMachineThatWasStoppedForItIsOwed() {
    machine("ready");
    var allowed = template("{machineId: ps1, allowStop: true}");
    assertThat(words(adapter.aside(allowed, team.given(), team.api)))
        .isEqualTo("NOTE remember to start machine ps1 again");
    assertThat(adapter.aside(template("{machineId: ps1}"), team.given(), team.api)).isEmpty();
    assertThat(adapter.putAside(STOPPED)).contains(PowerOfMachine.stopped("ps1"));
    assertThat(adapter.putAside(Map.of())).isEmpty();
    assertThat(words(adapter.letBe(STOPPED))).isEqualTo("NOTE leave machine ps1 as it is");
    machine("\"off\"");
    assertThat(words(adapter.putBack(STOPPED, Given.NOW, team.api)))
        .isEqualTo("DETOUR start machine ps1 again");
  }
}
