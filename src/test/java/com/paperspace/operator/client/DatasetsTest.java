package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatasetsTest {
  private static final String DATASET =
      """
      {"id": "%s", "name": null, "description": "d", "isPublic": %s, "teamId": "%s",
       "storageProviderId": "s1", "dtCreated": "2026-11-01T00:00:00Z",
       "dtModified": "2026-11-02T00:00:00Z"}
      """;

  private final FakeService service = new FakeService();
  private final Datasets datasets = service.client().datasets();

  @AfterEach
  void stop() {
    service.close();
  }

  private static String row(String id, boolean isPublic, String team) {
    return DATASET.formatted(id, isPublic, team);
  }

  private static String page(String... rows) {
    return "{\"hasMore\": false, \"items\": [" + String.join(",", rows) + "]}";
  }

  @Test
  void get() {
    service.answers(row("d1", false, "t1"));
    assertThat(datasets.get("d1"))
        .contains(
            new Datasets.View(
                "d1",
                null,
                "d",
                false,
                "t1",
                "s1",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-02T00:00:00Z")));
    assertThat(service.taken()).isEqualTo("GET /v1/datasets/d1");
  }

  @Test
  void aListAsksForBothSortsAndShowsEachDatasetOnce() {
    service
        .answers(page(row("d1", false, "t1"), row("d2", true, "t1")))
        .answers(page(row("d2", true, "t1"), row("d3", true, "t2")));
    assertThat(datasets.list()).extracting(Datasets.View::id).containsExactly("d1", "d2", "d3");
    assertThat(service.taken()).isEqualTo("GET /v1/datasets?privacy=PRIVATE&limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/datasets?privacy=PUBLIC&limit=120");
  }

  @Test
  void whatIsPublicInOtherTeamsIsNotOfTheTeam() {
    service
        .answers(page(row("d1", false, "t1"), row("d2", false, "").replace("\"\"", "null")))
        .answers(page(row("d3", true, "t2"), row("d4", true, "t1")));
    assertThat(datasets.list("t1")).extracting(Datasets.View::id).containsExactly("d1", "d2", "d4");
    assertThat(service.taken()).isEqualTo("GET /v1/datasets?teamId=t1&privacy=PRIVATE&limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/datasets?teamId=t1&privacy=PUBLIC&limit=120");
  }

  @Test
  void halfAListIsNone() {
    service.answers(page(row("d1", false, "t1"))).answers(500, "");

    assertThat(FakeService.failure(datasets::list).status()).isEqualTo(500);
  }

  @Test
  void changes() {
    service.answers(row("d1", true, "t1")).answers(204, "").answers("{\"id\": \"d1\"}");
    datasets.create(new Datasets.Create("n", null, "s1", true));
    assertThat(datasets.update("d1", new Datasets.Change("m", ""))).isEmpty();
    datasets.delete("d1");
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/datasets application/json"
                + " {\"name\":\"n\",\"storageProviderId\":\"s1\",\"isPublic\":true}");
    assertThat(service.taken())
        .isEqualTo("PUT /v1/datasets/d1 application/json {\"name\":\"m\",\"description\":\"\"}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/datasets/d1");
  }
}
