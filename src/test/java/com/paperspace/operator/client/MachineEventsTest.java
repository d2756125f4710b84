package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MachineEventsTest {
  private static final String EVENT =
      """
      {"id": "e1", "name": "vm-teleport", "state": "in progress", "machineId": "m1",
       "dtCreated": "2026-11-01T10:00:00.123+01:00", "dtStarted": null, "error": null}
      """;

  private final FakeService service = new FakeService();
  private final MachineEvents events = service.client().machineEvents();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void getReadsUnknownNamesAndStates() {
    service.answers(EVENT);
    assertThat(events.get("e1"))
        .contains(
            new MachineEvents.View(
                "e1",
                "vm-teleport",
                "in progress",
                "m1",
                Instant.parse("2026-11-01T09:00:00.123Z"),
                null,
                null,
                null));
    assertThat(service.taken()).isEqualTo("GET /v1/machine-events/e1");
  }

  @Test
  void listOfTheTeamOrOfAMachine() {
    service.answers("[" + EVENT + "]").answers("[" + EVENT + "]");
    assertThat(events.list()).hasSize(1);
    assertThat(events.list("m1", 20)).hasSize(1);
    assertThat(service.taken()).isEqualTo("GET /v1/machine-events?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/machine-events?machineId=m1&limit=20");
  }

  @Test
  void theKeyIsTakenOutOfTheWordsOfAGoodAnswerToo() {
    var key = "a-key/of-some-length";
    service.answers(
        EVENT.replace(
            "\"error\": null",
            "\"error\": \"Bearer a-key\\/of-some-length, a-key%2fof-some-length\""));
    var api = Paperspace.connect(ClientConfig.of(service.config().baseUrl(), key));
    assertThat(api.machineEvents().get("e1").orElseThrow().error()).isEqualTo("Bearer ***, ***");
  }
}
