package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Templates of the team and of the service. */
class TemplatesTest {
  private static final String TEMPLATE =
      """
      {"id": "t1", "name": "base", "agentType": "LinuxHeadless", "region": "East Coast (NY2)",
       "operatingSystemLabel": "Ubuntu 22.04", "defaultSizeGb": 50.0, "parentMachineId": "m1",
       "availableMachineTypes": [{"machineTypeLabel": "A4000", "isAvailable": true}],
       "dtCreated": "2026-11-01T00:00:00Z", "dtDeleted": null}
      """;
  private static final AvailableMachineType A4000 = new AvailableMachineType("A4000", true);

  private final FakeService service = new FakeService();
  private final CustomTemplates custom = service.client().customTemplates();
  private final OsTemplates os = service.client().osTemplates();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void ownOnesAreRead() {
    service.answers(TEMPLATE);
    var list = "[" + TEMPLATE + "]";
    service.answers(list).answers(list).answers(list);
    var template = custom.get("t1").orElseThrow();
    assertThat(template.availableMachineTypes()).containsExactly(A4000);
    assertThat(template.defaultSizeGb()).isEqualTo(50);
    assertThat(custom.list()).hasSize(1);
    assertThat(custom.list("base")).hasSize(1);
    assertThat(custom.listOfMachine("m1")).hasSize(1);
    assertThat(service.taken()).isEqualTo("GET /v1/custom-templates/t1");
    assertThat(service.taken()).isEqualTo("GET /v1/custom-templates?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/custom-templates?name=base&limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/custom-templates?machineId=m1&limit=120");
  }

  @Test
  void ownOnesAreMadeRenamedAndDeleted() {
    service
        .answers("{\"event\": {\"id\": \"e1\"}, \"data\": " + TEMPLATE + "}")
        .answers(TEMPLATE)
        .answers(TEMPLATE);
    var made = custom.create(new CustomTemplates.Create("base", "m1"));
    assertThat(made.event().id()).isEqualTo("e1");
    assertThat(made.data().id()).isEqualTo("t1");
    assertThat(custom.update("t1", new CustomTemplates.Change("new"))).isPresent();
    custom.delete("t1");
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/custom-templates application/json"
                + " {\"name\":\"base\",\"machineId\":\"m1\"}");
    assertThat(service.taken())
        .isEqualTo("PUT /v1/custom-templates/t1 application/json {\"name\":\"new\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/custom-templates/t1");
  }

  @Test
  void thoseOfTheServiceAreListed() {
    service.answers("[" + TEMPLATE + "]").answers("[" + TEMPLATE + "]");
    assertThat(os.list().get(0).availableMachineTypes()).containsExactly(A4000);
    assertThat(os.list("Ubuntu 22.04").get(0).operatingSystemLabel()).isEqualTo("Ubuntu 22.04");
    assertThat(service.taken()).isEqualTo("GET /v1/os-templates?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/os-templates?name=Ubuntu%2022.04&limit=120");
  }
}
