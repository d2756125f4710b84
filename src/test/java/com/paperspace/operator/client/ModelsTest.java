package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelsTest {
  private static final String MODEL =
      """
      {"id": "m1", "name": "llm", "description": null, "isPublic": false, "teamId": "t1",
       "projectId": "p1", "storageProviderId": "s1", "dtCreated": "2026-11-01T00:00:00Z",
       "dtModified": "2026-11-02T00:00:00Z"}
      """;

  private final FakeService service = new FakeService();
  private final Models models = service.client().models();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void reads() {
    service.answers(MODEL).answers("[" + MODEL + "]").answers("[" + MODEL + "]");
    var view = models.get("m1").orElseThrow();
    assertThat(view)
        .isEqualTo(
            new Models.View(
                "m1",
                "llm",
                null,
                false,
                "t1",
                "p1",
                "s1",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-02T00:00:00Z")));
    assertThat(models.list()).containsExactly(view);
    assertThat(models.list("p1")).containsExactly(view);
    assertThat(service.taken()).isEqualTo("GET /v1/models/m1");
    assertThat(service.taken()).isEqualTo("GET /v1/models?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/models?projectId=p1&limit=120");
  }

  @Test
  void createsAndDeletes() {
    service.answers(MODEL).answers("{\"id\": \"m1\"}");
    models.create(new Models.Create("llm", "d", null, false, "p1"));
    models.delete("m1");
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/models application/json {\"name\":\"llm\",\"description\":\"d\","
                + "\"isPublic\":false,\"projectId\":\"p1\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/models/m1");
  }
}
