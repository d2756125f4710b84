package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.kind.Row.When;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rows of a machine against the contract, and what a plan learns from them. */
class MachineRowsTest {
  private static final String MISSING =
      "a field of src/test/resources/openapi.yaml that no row sends, or that EVERYTHING here does not"
          + " declare";

  private static final String EVERYTHING =
      "{name: n, machineType: C4, templateId: t, region: 'East Coast (NY2)', diskSize: 50,"
          + " networkId: nw, publicIpType: static, autoSnapshotEnabled: true,"
          + " autoSnapshotFrequency: daily, autoSnapshotSaveCount: 3, autoShutdownEnabled: true,"
          + " autoShutdownTimeout: 0.5, autoShutdownForce: true, restorePointEnabled: true,"
          + " restorePointFrequency: shutdown, startupScriptId: s, accessorIds: [u1],"
          + " takeInitialSnapshot: true, emailPassword: true, startOnCreate: false,"
          + " enableNvlink: true}";

  private static String id(String field) {
    return "id-of-" + field;
  }

  private static Set<String> contract(String schema) throws IOException {
    try (var in = MachineRowsTest.class.getResourceAsStream("/openapi.yaml")) {
      var fields = new YAMLMapper().readTree(in).at("/components/schemas/" + schema);
      return keys(fields.path("properties"));
    }
  }

  private static Set<String> keys(JsonNode object) {
    var keys = new TreeSet<String>();
    object.properties().forEach(it -> keys.add(it.getKey()));
    return keys;
  }

  /** The fields of a body that hold something. */
  private static JsonNode sent(Machines.Body body) {
    var json = (ObjectNode) new ObjectMapper().valueToTree(body);
    json.properties().removeIf(it -> it.getValue().isNull());
    return json;
  }

  private static Set<String> names(When... any) {
    return MachineRows.ALL.stream()
        .filter(row -> Set.of(any).contains(row.when()))
        .map(Row::field)
        .collect(Collectors.toSet());
  }

  @Test
  void aCreateSaysEveryFieldOfTheContract() throws IOException {
    var machine = Given.resource(Machine.class, EVERYTHING);
    var body = sent(MachineRows.create(machine, "n", MachineRowsTest::id));
    assertThat(keys(body)).as(MISSING).isEqualTo(contract("MachineCreate"));
    assertThat(body.path("region").asText()).as("by its code").isEqualTo("ny2");
    assertThat(body.path("autoShutdownTimeout").asDouble()).isEqualTo(0.5);
    assertThat(body.path("startOnCreate").asBoolean(true)).isFalse();
  }

  @Test
  void aCreateSaysNothingThatIsNotDeclaredButTwo() {
    var body =
        sent(MachineRows.create(Given.resource(Machine.class, "{}"), "n", MachineRowsTest::id));
    assertThat(body).hasToString("{\"name\":\"n\",\"emailPassword\":false,\"startOnCreate\":true}");
  }

  @Test
  void aChangeSaysEveryFieldOfTheContractThatIsManaged() throws IOException {
    var spec = Given.resource(Machine.class, EVERYTHING).getSpec();
    var changeable = names(When.ANY_TIME, When.PERHAPS_WHILE_OFF, When.WHILE_OFF);
    var contract = contract("MachineUpdate");
    contract.remove("restorePointSnapshotId");
    assertThat(keys(sent(MachineRows.change(spec, changeable, MachineRowsTest::id))))
        .as(MISSING)
        .isEqualTo(contract);
    assertThat(keys(sent(MachineRows.change(spec, Set.of("diskSize"), MachineRowsTest::id))))
        .as("exactly what is named")
        .containsExactly("diskSize");
  }

  @Test
  void whatAReferenceLeadsToIsSentUnderTheNameOfTheApi() {
    var machine = Given.resource(Machine.class, "{networkRef: {name: lab}}");
    assertThat(MachineRows.create(machine, "n", MachineRowsTest::id).networkId())
        .isEqualTo("id-of-networkRef");
    assertThat(MachineRows.change(machine.getSpec(), Set.of("networkRef"), MachineRowsTest::id))
        .isEqualTo(Machines.Body.of(Map.of("networkId", "id-of-networkRef")));
    assertThat(
            MachineRows.change(machine.getSpec(), Set.of("name"), MachineRowsTest::id).networkId())
        .isNull();
  }

  @Test
  void aDetailTravelsWithItsSwitch() {
    assertThat(MachineRows.withGroups(Set.of("autoShutdownForce", "name")))
        .containsExactlyInAnyOrder(
            "name", "autoShutdownEnabled", "autoShutdownTimeout", "autoShutdownForce");
    assertThat(MachineRows.withGroups(Set.of("autoSnapshotSaveCount")))
        .containsExactlyInAnyOrder(
            "autoSnapshotEnabled", "autoSnapshotFrequency", "autoSnapshotSaveCount");
    assertThat(MachineRows.withGroups(Set.of("restorePointEnabled")))
        .containsExactlyInAnyOrder("restorePointEnabled", "restorePointFrequency");
  }

  @Test
  void whenAFieldCanChangeIsSaidByItsRow() {
    assertThat(names(When.WHILE_OFF)).containsExactlyInAnyOrder("machineType", "diskSize");
    assertThat(names(When.PERHAPS_WHILE_OFF))
        .containsExactlyInAnyOrder(
            "networkId",
            "networkRef",
            "publicIpType",
            "autoSnapshotEnabled",
            "autoSnapshotFrequency",
            "autoSnapshotSaveCount",
            "autoShutdownEnabled",
            "autoShutdownTimeout",
            "autoShutdownForce");
    assertThat(names(When.ANY_TIME, When.PERHAPS_WHILE_OFF)).allMatch(MachineRows::isAnyTime);
    assertThat(MachineRows.isAnyTime("powerState")).as("by a call of its own").isFalse();
    assertThat(MachineRows.isShutdownDetail("autoShutdownTimeout")).isTrue();
    assertThat(MachineRows.isShutdownDetail("autoShutdownForce")).isTrue();
    assertThat(MachineRows.isShutdownDetail("autoShutdownEnabled")).isFalse();
    assertThat(MachineRows.isShutdownDetail("powerState")).isFalse();
  }
}
