package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicIpsTest {
  private static final String ADDRESS =
      """
      {"ip": "198.18.0.1", "region": "East Coast (NY2)", "assignedMachineId": "m1",
       "dtCreated": "2026-11-01T00:00:00Z"}
      """;

  private final FakeService service = new FakeService();
  private final PublicIps addresses = service.client().publicIps();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void theAddressIsTheId() {
    service.answers("[" + ADDRESS + "]").answers(ADDRESS).answers("{\"ip\": \"198.18.0.1\"}");
    assertThat(addresses.list().get(0).assignedMachineId()).isEqualTo("m1");
    assertThat(addresses.claim(new PublicIps.Claim("ny2")).ip()).isEqualTo("198.18.0.1");
    addresses.release("198.18.0.1");
    assertThat(service.taken()).isEqualTo("GET /v1/public-ips?limit=120");
    assertThat(service.taken())
        .isEqualTo("POST /v1/public-ips application/json {\"region\":\"ny2\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/public-ips/198.18.0.1");
  }

  @Test
  void noMachineIsSaidAsNull() {
    service.answers(ADDRESS).answers(204, "");
    assertThat(addresses.assign("198.18.0.1", "m1")).isPresent();
    assertThat(addresses.detach("198.18.0.1")).isEmpty();
    assertThat(service.taken())
        .isEqualTo("PUT /v1/public-ips/198.18.0.1 application/json {\"machineId\":\"m1\"}");
    assertThat(service.taken())
        .isEqualTo("PUT /v1/public-ips/198.18.0.1 application/json {\"machineId\":null}");
  }
}
