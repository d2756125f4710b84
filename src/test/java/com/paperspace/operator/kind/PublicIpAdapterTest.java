package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PublicIps.View;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.simulator.Simulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an address differs from its spec, and whose assignment of it is whose. */
class PublicIpAdapterTest {
  private static final String KEY = "key-of-team-a";

  private final PublicIpAdapter adapter = new PublicIpAdapter();
  private final Simulator cloud = Simulator.start().instant();
  private final Paperspace api = Paperspace.connect(ClientConfig.of(cloud.url(), KEY));

  PublicIpAdapterTest() {
    cloud.key(KEY).team("a");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static PublicIp address(String spec) {
    return Given.resource(PublicIp.class, spec);
  }

  private static View view(String region, String machine) {
    return new View("198.18.0.1", region, machine, Given.NOW);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ny2 | m1 | what is left out is not managed |",
        "', machineId: m1' | East Coast (NY2) | m1 | as declared |",
        "', machineId: m1' | ny2 | | it has no machine | CORRECT machineId m1 was (none)",
        "', machineId: m1' | ny2 | m2 | another has it | CORRECT machineId m1 was m2",
        "', machineId: ''''' | ny2 | m2 | none is to have it | CORRECT machineId (none) was m2",
        "', machineId: ''''' | ny2 | | none has it |",
        "', machineRef: {name: m}' | ny2 | | by reference"
            + " | CORRECT machineRef id-of-machineRef was (none)",
        "'' | ca1 | | an address does not move | REPLACE region ny2 was ca1",
        "'' | the moon | | what cannot be read is no difference |",
      })
  void eachFieldIsCompared(String more, String region, String machine, String why, String drift) {
    var resource = address("{region: ny2" + more + "}");
    assertThat(Given.words(adapter.diff(resource, view(region, machine), Given.given())))
        .as(why)
        .isEqualTo(drift == null ? "" : drift);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "machineId: m1 | '' | '' | m1 | noted before it is sent",
        "machineId: m1 | m2 | m2 | m2 m1 | ours stays ours until the other has it",
        "machineId: m1 | m2 | m3 | m1 | somebody else's does not become ours",
        "machineRef: {name: m} | '' | '' | id-of-machineRef | and the name it was given for",
        "machineRef: {name: m} | id-of-machineRef | m2 | id-of-machineRef | that is told alone",
      })
  void theMachineIsNotedFirst(String named, String noted, String actual, String then, String why) {
    var resource = address("{region: ny2, " + named + "}");
    var seen = view("ny2", actual.isEmpty() ? null : actual);
    var given = Given.given(AddressNotes.MARK, noted).with(at(actual));
    var step = adapter.next(resource, seen, adapter.diff(resource, seen, given), given);
    assertThat(step.kind()).isEqualTo(Step.Kind.NOTE);
    var outcome = step.call().send(api);
    assertThat(outcome.carried()).isFalse();
    assertThat(outcome.marks()).as(why).containsEntry(AddressNotes.MARK, then);
    assertThat(outcome.marks())
        .containsEntry(AddressNotes.REF_MARK, named.contains("Ref") ? "m" : null);
    assertThat(cloud.journal().size()).as("calls").isZero();
  }

  private static Map<String, String> at(String machine) {
    return Map.of(AddressUser.FIELD, machine);
  }

  /** Whoever decides on that machine is asked before it loses the address. */
  @ParameterizedTest
  @CsvSource({"''", "m3"})
  void aMachineNobodyAskedAboutIsRememberedFirst(String known) {
    var resource = address("{region: ny2, machineId: ''}");
    var seen = view("ny2", "m2");
    var given = Given.given(AddressNotes.MARK, "m2").with(at(known));
    var step = adapter.next(resource, seen, adapter.diff(resource, seen, given), given);
    assertThat(step.kind()).isEqualTo(Step.Kind.NOTE);
    assertThat(step.call().send(api).carried()).isFalse();
    assertThat(cloud.journal().size()).as("calls").isZero();
    var asked = given.with(at("m2"));
    assertThat(adapter.next(resource, seen, adapter.diff(resource, seen, asked), asked).kind())
        .isEqualTo(Step.Kind.CHANGE);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "m1 | m1 | '' | true | we assigned it",
        "m1 | m2 m1 | '' | true | one of the two it may have from us",
        "m1 | '' | '' | false | somebody else did",
        "m1 | m2 | '' | false | somebody else moved it",
        "m1 | '' | ', releaseAssigned: true' | true | said so",
        "m1 | '' | ', releaseAssigned: false' | false | said not so",
      })
  void beforeADelete(String actual, String noted, String more, boolean goes, String why) {
    var resource = address("{region: ny2" + more + "}");
    var marks = Map.of(AddressNotes.MARK, noted);
    if (goes) {
      assertThat(adapter.beforeDelete(resource, view("ny2", actual), marks))
          .as(why)
          .hasValueSatisfying(
              it -> assertThat(it.summary()).isEqualTo("take 198.18.0.1 off machine m1"));
    } else {
      assertThatThrownBy(() -> adapter.beforeDelete(resource, view("ny2", actual), marks))
          .as(why)
          .isInstanceOf(InUseException.class)
          .hasMessageContaining("machine m1, and not by this object");
    }
    assertThat(adapter.beforeDelete(resource, view("ny2", null), marks)).as("free").isEmpty();
  }

  @Test
  void oneIsClaimedFoundShownAndReleased() {
    var resource = address("{region: ny2, machineRef: {name: m}, outputs: {secret: out}}");
    var made = adapter.create(resource, Given.given()).call().send(api);
    assertThat(made.marks())
        .isEqualTo(Map.of(AddressNotes.MARK, "id-of-machineRef", AddressNotes.REF_MARK, "m"));
    var ip = made.remote().ip();
    var read = adapter.get(ip, api).orElseThrow();
    assertThat(adapter.list("ny2", api)).containsExactly(read);
    assertThat(adapter.list("ca1", api)).isEmpty();
    assertThat(adapter.identity(read).name()).as("free").isEmpty();
    assertThat(adapter.identity(view("ny2", "m1")).name()).isEqualTo("of m1");
    var seen = adapter.observe(resource, view("East Coast (NY2)", "m1"), Given.given());
    assertThat(seen.message()).isEqualTo("The address is assigned to machine m1.");
    assertThat(seen.observed())
        .isEqualTo(new PublicIp.Observed("198.18.0.1", "ny2", "m1", Given.NOW.toString()));
    assertThat(adapter.outputs(resource, read)).isEqualTo(Map.of("publicIp", ip));
    assertThat(adapter.outputSecret(resource)).isEqualTo("out");
    assertThat(adapter.outputSecret(address("{region: ny2}"))).isNull();
    adapter.delete(read).call().send(api);
    assertThat(adapter.get(ip, api)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"dynamic, false", "none, false", "static, false", "'', true"})
  void aMachineThatDeclaresATypeDoesNotFit(String type, boolean fits) {
    var spec = "{machineType: A4000" + (type.isEmpty() ? "" : ", publicIpType: " + type) + "}";
    var reference =
        (Reference.ToResource)
            adapter.references(address("{region: ny2, machineRef: {name: m}}")).get(0);
    var why = reference.unfit().apply(Given.resource(Machine.class, spec));
    assertThat(why.isEmpty()).isEqualTo(fits);
    assertThat(adapter.references(address("{region: ny2, machineId: m1}"))).isEmpty();
  }

  @Test
  void whatIsInAnotherRegionIsInAnotherScope() {
    assertThat(adapter.isInScope(address("{region: ny2}"), "ny2")).isTrue();
    assertThat(adapter.isInScope(address("{region: ca1}"), "ny2")).isFalse();
    assertThat(adapter.scope(address("{region: ca1}"), Given.given())).isEqualTo("ca1");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "', machineRef: {name: m}' | m1 | m1 | true | given by us",
        "', machineRef: {name: n}' | m1 | m1 | false | named another since",
        "', machineRef: {name: m}' | m2 | m2 m1 | false | on its way to another, by reference",
        "', machineId: m1' | m1 | m2 m1 | true | on its way from another",
        "', machineId: m1' | m2 | m2 m1 | false | on its way to another",
        "', machineId: m1' | m2 | m1 | false | moved by others",
        "'' | m1 | m1 | false | left where it is",
        "', machineId: ''''' | m1 | m1 | false | to be taken off",
        "', machineId: m1' | '' | m1 | false | not given yet",
      })
  void theAddressAMachineHasIsDecidedByWhoGaveIt(
      String more, String actual, String noted, boolean holds, String why) {
    var observed = actual.isEmpty() ? "{ip: a}" : "{ip: a, machineId: " + actual + "}";
    var marks = "{assignedTo: " + noted + ", assignedToRef: m}";
    var status = "{id: a, marks: " + marks + ", observed: " + observed + "}";
    var it =
        Given.read(PublicIp.class, "{spec: {region: ny2" + more + "}, status: " + status + "}");
    assertThat(adapter.decidesOn(it))
        .as(why)
        .isEqualTo(holds ? List.of(field(actual, "static address")) : List.of());
  }

  @Test
  void oneWithoutAStatusDecidesOnNothing() {
    assertThat(adapter.decidesOn(address("{region: ny2, machineId: m1}"))).isEmpty();
  }

  @Test
  void whatOthersDecideOfItsMachineIsLeftToThem() {
    assertThat(left("{region: ny2, machineId: m1}")).containsExactly(field("m1", "publicIpType"));
    assertThat(left("{region: ny2, machineRef: {name: m}}"))
        .contains(field("id-of-machineRef", "publicIpType"));
    assertThat(left("{region: ny2, machineId: ''}")).isEmpty();
    assertThat(left("{region: ny2}")).isEmpty();
    assertThat(left("{region: ny2, machineId: ''}", "m2"))
        .as("it would claim another")
        .containsExactly(field("m2", "publicIpType"));
  }

  @Test
  void theAddressOfItsMachineIsTakenBeforeItHasOne() {
    assertThat(taken("{region: ny2, machineId: m1}"))
        .containsExactly(field("m1", "static address"));
    assertThat(taken("{region: ny2, machineRef: {name: m}}"))
        .containsExactly(field("id-of-machineRef", "static address"));
    assertThat(taken("{region: ny2, machineId: ''}")).isEmpty();
    assertThat(taken("{region: ny2}")).isEmpty();
  }

  private List<SharedField> taken(String spec) {
    return adapter.takes(address(spec), Given.given().with(at("")));
  }

  private List<SharedField> left(String spec) {
    return left(spec, "");
  }

  private List<SharedField> left(String spec, String user) {
    return adapter.leavesToOthers(address(spec), Given.given().with(at(user)));
  }

  private static SharedField field(String machine, String field) {
    return new SharedField(Machine.class, machine, field);
  }

  @ParameterizedTest
  @CsvSource({"dynamic, true", "none, true", "static, true", "'', false"})
  void aMachineDecidesOnATypeItDeclares(String type, boolean decides) {
    var spec = type.isEmpty() ? "{}" : "{publicIpType: " + type + "}";
    var made = Given.read(Machine.class, "{spec: " + spec + ", status: {id: m1}}");
    assertThat(new MachineAdapter().decidesOn(made))
        .isEqualTo(decides ? List.of(field("m1", "publicIpType")) : List.of());
    assertThat(new MachineAdapter().decidesOn(Given.resource(Machine.class, spec))).isEmpty();
  }
}
