package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrivateNetworksTest {
  private static final String NETWORK =
      """
      {"id": "nw1", "name": "lab", "region": "East Coast (NY2)", "network": "10.64.12.0",
       "netmask": "255.255.255.0", "dtCreated": "2026-11-01T00:00:00Z", "dtDeleted": null}
      """;
  private static final PrivateNetworks.View VIEW =
      new PrivateNetworks.View(
          "nw1",
          "lab",
          "East Coast (NY2)",
          "10.64.12.0",
          "255.255.255.0",
          Instant.parse("2026-11-01T00:00:00Z"),
          null);

  private final FakeService service = new FakeService();
  private final PrivateNetworks networks = service.client().privateNetworks();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void get() {
    service.answers(NETWORK);
    assertThat(networks.get("nw1")).contains(VIEW);
    assertThat(service.taken()).isEqualTo("GET /v1/private-networks/nw1");
  }

  @Test
  void aNullAnswerMeansGoneAsWellAsNotFound() {
    service.answers("null").answers(404, "{\"code\": \"NOT_FOUND\", \"message\": \"none\"}");
    assertThat(networks.get("nw1")).isEmpty();
    assertThat(networks.get("nw1")).isEmpty();
  }

  @Test
  void list() {
    var deleted = NETWORK.replace("\"dtDeleted\": null", "\"dtDeleted\": \"2026-11-02T00:00:00Z\"");
    service.answers("{\"hasMore\": false, \"items\": [" + NETWORK + "," + deleted + "]}");
    assertThat(networks.list()).containsExactly(VIEW);
    assertThat(service.taken()).isEqualTo("GET /v1/private-networks?limit=120");
  }

  @Test
  void createNeverAsksForMachinesToBeMoved() {
    service.answers(201, NETWORK);
    assertThat(networks.create(new PrivateNetworks.Create("lab", "ny2"))).isEqualTo(VIEW);
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/private-networks application/json {\"name\":\"lab\",\"region\":\"ny2\"}");
  }

  @Test
  void update() {
    service.answers(NETWORK).answers(204, "");
    assertThat(networks.update("nw1", new PrivateNetworks.Change("lab"))).contains(VIEW);
    assertThat(networks.update("nw1", new PrivateNetworks.Change(null))).isEmpty();
    assertThat(service.taken())
        .isEqualTo("PUT /v1/private-networks/nw1 application/json {\"name\":\"lab\"}");
    assertThat(service.taken()).isEqualTo("PUT /v1/private-networks/nw1 application/json {}");
  }

  @Test
  void delete() {
    service.answers("{\"id\": \"nw1\"}");
    networks.delete("nw1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/private-networks/nw1");
  }
}
