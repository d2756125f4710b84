package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachinesTest {
  private static final String MACHINE =
      """
      {"id": "m1", "name": "trainer", "state": "dreaming", "machineType": "A4000", "cpus": 8.0,
       "ram": 48318382080, "storageTotal": "53687091200", "region": "ny2",
       "accelerators": [{"name": "A4000", "memory": 16, "count": 1.0}],
       "autoShutdownTimeout": 24, "autoSnapshotSaveCount": 1.0, "usageRate": 0.76,
       "dtCreated": "2026-11-01T00:00:00Z", "dtDeleted": null, "reservation": null}
      """;
  private static final String EVENT = "{\"id\": \"e1\", \"name\": \"create\", \"state\": \"new\"}";
  private static final String BOTH = "{\"event\": " + EVENT + ", \"data\": " + MACHINE + "}";

  private final FakeService service = new FakeService();
  private final Machines machines = service.client().machines();
  private final MachineAccess access = service.client().machineAccess();

  @AfterEach
  void stop() {
    service.close();
  }

  private static void isComplete(Operation<Machines.View> operation) {
    assertThat(operation.event().id()).isEqualTo("e1");
    assertThat(operation.data().id()).isEqualTo("m1");
  }

  @Test
  void getReadsNumbersInAllTheirForms() {
    service.answers(MACHINE);
    var machine = machines.get("m1").orElseThrow();
    assertThat(machine.state()).isEqualTo("dreaming");
    assertThat(machine.cpus()).isEqualTo(8);
    assertThat(machine.storageTotal()).isEqualTo(53687091200L);
    assertThat(machine.accelerators()).containsExactly(new Machines.Accelerator("A4000", 16L, 1));
    assertThat(machine.autoShutdownTimeout()).isEqualTo(24.0);
    assertThat(machine.autoSnapshotSaveCount()).isEqualTo(1);
    assertThat(machine.usageRate()).isEqualTo(0.76);
    assertThat(service.taken()).isEqualTo("GET /v1/machines/m1");
  }

  /**
   * One odd number must hide neither the machine nor the list it stands in (docs/paperspace-api.md
   * 10.25).
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8|8",
        "8.0|8",
        "\"8\"|8",
        "\"8.0\"|8",
        "\" 8 \"|8",
        "8e0|8",
        "3000000000|",
        "-3000000000|",
        "\"99999999999999999999999\"|",
        "1e400|",
        "\"1e999999999\"|",
        "\"eight\"|",
        "\"NaN\"|",
        "\"\"|",
        "true|",
        "{}|",
        "[8]|",
        "null|",
      })
  void aNumberThatIsNoneIsUnknown(String json, Integer cpus) {
    service.answers("[" + MACHINE.replace("8.0", json) + "]");
    assertThat(machines.list()).hasSize(1).allMatch(it -> Objects.equals(it.cpus(), cpus));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "53687091200|53687091200",
        "53687091200.0|53687091200",
        "\"53687091200.0\"|53687091200",
        "5.36870912E10|53687091200",
        "9223372036854775807|9223372036854775807",
        "9223372036854775808|",
        "\"fifty\"|",
      })
  void aByteCountIsReadInAnyForm(String json, Long bytes) {
    var odd = "{\"name\": \"A\", \"memory\": " + json + ", \"count\": 1}";
    service.answers(
        MACHINE
            .replace("48318382080", json)
            .replace("\"53687091200\"", json)
            .replace("{\"name\": \"A4000\", \"memory\": 16, \"count\": 1.0}", odd));
    var machine = machines.get("m1").orElseThrow();
    assertThat(machine.ram()).isEqualTo(bytes);
    assertThat(machine.storageTotal()).isEqualTo(bytes);
    assertThat(machine.accelerators()).containsExactly(new Machines.Accelerator("A", bytes, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.76|0.76", "\"0.76\"|0.76", "1e999|", "\"Infinity\"|", "\"NaN\"|", "\"x\"|"})
  void aRateThatIsNoneIsUnknown(String json, Double rate) {
    service.answers(MACHINE.replace("0.76", json));
    assertThat(machines.get("m1").orElseThrow().usageRate()).isEqualTo(rate);
  }

  @Test
  void aMachineTypeMayBeAnObject() {
    service.answers("{\"id\": \"m1\", \"machineType\": {\"label\": \"A4000\", \"cpus\": 8}}");
    assertThat(machines.get("m1").orElseThrow().machineType()).isEqualTo("A4000");
  }

  @Test
  void list() {
    service.answers("[" + MACHINE + "]").answers("[" + MACHINE + "]");
    assertThat(machines.list()).hasSize(1);
    assertThat(machines.list("trainer")).hasSize(1);
    assertThat(service.taken()).isEqualTo("GET /v1/machines?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/machines?name=trainer&limit=120");
  }

  private static Machines.Body create() {
    return Machines.Body.of(
        Map.ofEntries(
            Map.entry("name", "trainer"),
            Map.entry("machineType", "A4000"),
            Map.entry("templateId", "t1"),
            Map.entry("networkId", "n1"),
            Map.entry("diskSize", 100),
            Map.entry("region", "ny2"),
            Map.entry("publicIpType", "dynamic"),
            Map.entry("autoSnapshotEnabled", true),
            Map.entry("autoSnapshotFrequency", "daily"),
            Map.entry("autoSnapshotSaveCount", 3),
            Map.entry("autoShutdownEnabled", true),
            Map.entry("autoShutdownTimeout", 24.0),
            Map.entry("autoShutdownForce", false),
            Map.entry("takeInitialSnapshot", false),
            Map.entry("restorePointEnabled", true),
            Map.entry("restorePointFrequency", "shutdown"),
            Map.entry("startupScriptId", "s1"),
            Map.entry("emailPassword", false),
            Map.entry("startOnCreate", true),
            Map.entry("enableNvlink", false),
            Map.entry("accessorIds", List.of("u1"))));
  }

  @Test
  void createSendsEveryFieldOfTheContract() {
    service.answers(BOTH);
    isComplete(machines.create(create()));
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/machines application/json {\"name\":\"trainer\",\"machineType\":\"A4000\","
                + "\"templateId\":\"t1\",\"networkId\":\"n1\",\"diskSize\":100,\"region\":\"ny2\","
                + "\"publicIpType\":\"dynamic\",\"autoSnapshotEnabled\":true,"
                + "\"autoSnapshotFrequency\":\"daily\",\"autoSnapshotSaveCount\":3,"
                + "\"autoShutdownEnabled\":true,\"autoShutdownTimeout\":24,"
                + "\"autoShutdownForce\":false,\"takeInitialSnapshot\":false,"
                + "\"restorePointEnabled\":true,\"restorePointFrequency\":\"shutdown\","
                + "\"startupScriptId\":\"s1\",\"emailPassword\":false,\"startOnCreate\":true,"
                + "\"enableNvlink\":false,\"accessorIds\":[\"u1\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{\"event\": {\"id\": \"e1\"}}",
        "{\"event\": {\"id\": \"e1\"}, \"data\": null}",
        "{\"data\": {\"name\": \"without id\"}}"
      })
  void aCreateWithoutAMachineIsUnknown(String body) {
    service.answers(200, body);
    var failure = failure(() -> machines.create(create()));
    assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(failure.mayHaveTakenEffect()).isTrue();
  }

  @Test
  void createTakesABareMachine() {
    service.answers(201, MACHINE);
    var operation = machines.create(create());
    assertThat(operation.event()).isNull();
    assertThat(operation.data().id()).isEqualTo("m1");
  }

  @Test
  void updateSendsWhatChanges() {
    service.answers("{\"data\": " + MACHINE + "}").answers(BOTH);
    assertThat(machines.update("m1", Machines.Body.of(Map.of())).event()).isNull();
    var change =
        Map.ofEntries(
            Map.entry("name", "new"),
            Map.entry("machineType", "A5000"),
            Map.entry("diskSize", 250),
            Map.entry("networkId", "n2"),
            Map.entry("publicIpType", "static"),
            Map.entry("autoSnapshotEnabled", false),
            Map.entry("autoSnapshotFrequency", "weekly"),
            Map.entry("autoSnapshotSaveCount", 0),
            Map.entry("autoShutdownEnabled", false),
            Map.entry("autoShutdownTimeout", 0.5),
            Map.entry("autoShutdownForce", true),
            Map.entry("restorePointEnabled", false),
            Map.entry("restorePointFrequency", "shutdown"),
            Map.entry("restorePointSnapshotId", "sl1"));
    isComplete(machines.update("m1", Machines.Body.of(change)));
    assertThat(service.taken()).isEqualTo("PUT /v1/machines/m1 application/json {}");
    assertThat(service.taken())
        .isEqualTo(
            "PUT /v1/machines/m1 application/json {\"name\":\"new\",\"machineType\":\"A5000\","
                + "\"networkId\":\"n2\",\"diskSize\":250,\"publicIpType\":\"static\","
                + "\"autoSnapshotEnabled\":false,\"autoSnapshotFrequency\":\"weekly\","
                + "\"autoSnapshotSaveCount\":0,\"autoShutdownEnabled\":false,"
                + "\"autoShutdownTimeout\":0.5,\"autoShutdownForce\":true,"
                + "\"restorePointEnabled\":false,\"restorePointFrequency\":\"shutdown\","
                + "\"restorePointSnapshotId\":\"sl1\"}");
  }

  @Test
  void aBodyHasNoFieldItDoesNotKnow() {
    assertThatThrownBy(() -> Machines.Body.of(Map.of("nmae", "new")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nmae");
  }

  @Test
  void powerSendsAnEmptyObject() {
    service.answers(BOTH).answers(BOTH).answers(BOTH).answers(204, "");
    isComplete(machines.start("m1"));
    isComplete(machines.stop("m1"));
    isComplete(machines.restart("m1"));
    assertThat(machines.restart("m1")).isEqualTo(Operation.nothing());
    assertThat(service.taken()).isEqualTo("PATCH /v1/machines/m1/start application/json {}");
    assertThat(service.taken()).isEqualTo("PATCH /v1/machines/m1/stop application/json {}");
    assertThat(service.taken()).isEqualTo("PATCH /v1/machines/m1/restart application/json {}");
  }

  @Test
  void deleteBeginsWorkOrFindsNone() {
    service.answers(BOTH).answers(404, "");
    isComplete(machines.delete("m1"));
    assertThat(machines.delete("m1")).isEqualTo(Operation.nothing());
    assertThat(service.taken()).isEqualTo("DELETE /v1/machines/m1");
  }

  @Test
  void accessors() {
    var accessor = "{\"user\": {\"id\": \"u1\", \"email\": \"a@b.c\"}, \"dtDeleted\": {}}";
    service.answers("[" + accessor + "]").answers(accessor).answers(accessor).answers(accessor);
    var expected = new MachineAccess.Accessor(new User("u1", "a@b.c", null, null, null), null);
    assertThat(access.list("m1")).containsExactly(expected);
    assertThat(access.get("m1", "u1")).contains(expected);
    access.add("m1", "u1");
    access.remove("m1", "u1");
    assertThat(service.taken()).isEqualTo("GET /v1/machines/m1/accessors?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/machines/m1/accessors/u1");
    assertThat(service.taken())
        .isEqualTo("POST /v1/machines/m1/accessors application/json {\"userId\":\"u1\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/machines/m1/accessors/u1");
  }

  @Test
  void desktopHidesItsPassword() {
    service.answers("{\"vnc\": {\"hostname\": \"h\", \"port\": 1, \"password\": \"ppp\"}}");
    var desktop = access.desktop("m1").orElseThrow();
    assertThat(desktop.vnc().password()).isEqualTo("ppp");
    assertThat(desktop)
        .hasToString("Desktop[vnc=Vnc[hostname=h, port=1, password=***], windows=null]");
    assertThat(service.taken()).isEqualTo("GET /v1/machines/m1/desktop");
  }
}
