package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String SECRET =
      """
      {"name": "TOKEN", "dtCreated": "2026-11-01T00:00:00Z", "dtModified": "2026-11-02T00:00:00Z",
       "hasDeploymentAttached": true}
      """;
  private static final Secrets.View VIEW =
      new Secrets.View(
          "TOKEN",
          Instant.parse("2026-11-01T00:00:00Z"),
          Instant.parse("2026-11-02T00:00:00Z"),
          true);

  private final FakeService service = new FakeService();
  private final Secrets secrets = service.client().projectSecrets();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void get() {
    service.answers(SECRET);
    assertThat(secrets.get("p1", "TOKEN")).contains(VIEW);
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/secrets/TOKEN");
  }

  @Test
  void thoseOfATeamAreReachedByItsId() {
    var shared = service.client().teamSecrets();
    service.answers(SECRET).answers(SECRET).answers("{}");
    assertThat(shared.get("te1", "TOKEN")).contains(VIEW);
    assertThat(shared.update("te1", "TOKEN", new Secrets.Change("new"))).contains(VIEW);
    shared.delete("te1", "TOKEN");
    assertThat(service.taken()).isEqualTo("GET /v1/teams/te1/secrets/TOKEN");
    assertThat(service.taken())
        .isEqualTo("PATCH /v1/teams/te1/secrets/TOKEN application/json {\"value\":\"new\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/teams/te1/secrets/TOKEN");
  }

  @Test
  void list() {
    service.answers("{\"items\": [" + SECRET + SECRET.replaceFirst("\\{", ",{") + "]}");
    assertThat(secrets.list("p1")).containsExactly(VIEW);
    assertThat(service.taken()).isEqualTo("GET /v1/projects/p1/secrets?limit=120");
  }

  @Test
  void create() {
    service.answers(201, SECRET);
    var body = new Secrets.Create("TOKEN", "top \"secret\"");
    assertThat(secrets.create("p1", body)).isEqualTo(VIEW);
    assertThat(body).hasToString("Create[name=TOKEN, value=***]");
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/projects/p1/secrets application/json"
                + " {\"name\":\"TOKEN\",\"value\":\"top \\\"secret\\\"\"}");
  }

  /** Only in the configuration of a deployment does such a text name a secret. */
  @ParameterizedTest
  @ValueSource(strings = {"secret:p@ss-w0rd!", "secret:hunter2"})
  void aValueThatLooksLikeAReferenceIsNotShownEither(String value) {
    service.answers(400, "{\"code\": \"BAD_REQUEST\", \"message\": \"Not " + value + "\"}");
    var body = new Secrets.Create("TOKEN", value);
    assertThat(FakeService.failure(() -> secrets.create("p1", body)))
        .hasMessageEndingWith(": Not ***");
  }

  @Test
  void update() {
    service.answers(SECRET).answers(204, "");
    var body = new Secrets.Change("new");
    assertThat(secrets.update("p1", "TOKEN", body)).contains(VIEW);
    assertThat(secrets.update("p1", "TOKEN", body)).isEmpty();
    assertThat(body).hasToString("Change[value=***]");
    assertThat(service.taken())
        .isEqualTo("PATCH /v1/projects/p1/secrets/TOKEN application/json {\"value\":\"new\"}");
  }

  @Test
  void delete() {
    service.answers("{\"name\": \"TOKEN\"}");
    secrets.delete("p1", "TOKEN");
    assertThat(service.taken()).isEqualTo("DELETE /v1/projects/p1/secrets/TOKEN");
  }
}
