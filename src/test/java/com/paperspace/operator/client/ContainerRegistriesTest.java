package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainerRegistriesTest {
  private static final String REGISTRY =
      """
      {"id": "r1", "name": "ghcr", "kind": "ghcr", "url": "https://ghcr.io", "namespace": "acme",
       "username": "bot", "dtCreated": "2026-11-01T00:00:00Z",
       "dtModified": "2026-11-02T00:00:00Z"}
      """;

  private final FakeService service = new FakeService();
  private final ContainerRegistries registries = service.client().containerRegistries();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void readsAll() {
    service.answers(REGISTRY).answers("[" + REGISTRY + "]");
    var view = registries.get("r1").orElseThrow();
    assertThat(view)
        .isEqualTo(
            new ContainerRegistries.View(
                "r1",
                "ghcr",
                "ghcr",
                "https://ghcr.io",
                "acme",
                "bot",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-02T00:00:00Z")));
    assertThat(registries.list()).containsExactly(view);
    assertThat(service.taken()).isEqualTo("GET /v1/container-registries/r1");
    assertThat(service.taken()).isEqualTo("GET /v1/container-registries?limit=120");
  }

  @Test
  void sendsThePasswordAndShowsItNowhere() {
    var create = new ContainerRegistries.Create("ghcr", null, "", "https://ghcr.io", "bot", "pw-1");
    var change = new ContainerRegistries.Change(null, null, null, null, null, "pw-2");
    service.answers(REGISTRY).answers(204, "");
    registries.create(create);
    assertThat(registries.update("r1", change)).isEmpty();
    assertThat(create + "" + change).contains("password=***").doesNotContain("pw-1", "pw-2");
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/container-registries application/json {\"name\":\"ghcr\",\"namespace\":\"\","
                + "\"url\":\"https://ghcr.io\",\"username\":\"bot\",\"password\":\"pw-1\"}");
    assertThat(service.taken())
        .isEqualTo("PUT /v1/container-registries/r1 application/json {\"password\":\"pw-2\"}");
  }

  @Test
  void aRefusalEchoesNoPassword() {
    service.answers(400, "{\"code\": \"BAD_REQUEST\", \"message\": \"hunter22 is too short\"}");
    var body = new ContainerRegistries.Change(null, null, null, null, null, "hunter22");

    assertThat(FakeService.failure(() -> registries.update("r1", body)))
        .hasMessageContaining("*** is too short")
        .hasMessageNotContaining("hunter22");
  }

  @Test
  void theTestOfALoginTellsNoPassword() {
    service
        .answers("{\"success\": true}")
        .answers("{\"success\": false, \"error\": \"401: bot:hunter22 refused\"}")
        .answers("{\"success\": false, \"error\": \"no route\"}");
    assertThat(registries.testConnection("r1", "hunter22"))
        .isEqualTo(new ContainerRegistries.ConnectionTest(true, null));
    assertThat(registries.testConnection("r1", "hunter22").error())
        .isEqualTo("401: bot:*** refused");
    assertThat(registries.testConnection("r1", null).error()).isEqualTo("no route");
    assertThat(service.taken()).isEqualTo("GET /v1/container-registries/r1/test-connection");
  }

  @Test
  void anAnswerThatTellsNothingIsNoTest() {
    service.answers("{\"error\": null}");

    assertThat(FakeService.failure(() -> registries.testConnection("r1", null)))
        .hasMessageContaining("ConnectionTest");
  }
}
