package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatasetVersionsTest {
  private static final String VERSION =
      """
      {"version": "v1", "datasetId": "d1", "userId": "u1", "message": "first",
       "metadata": {"rows": 7, "by": {"team": "x"}}, "isCommitted": true, "url": "s3://b/d1",
       "tags": ["a", "b"], "usageBytes": "5368709120", "dtCreated": "2026-11-01T00:00:00Z",
       "dtModified": "2026-11-02T00:00:00Z"}
      """;

  private final FakeService service = new FakeService();
  private final DatasetVersions versions = service.client().datasetVersions();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void reads() {
    service.answers(VERSION).answers("[" + VERSION + "]").answers("[" + VERSION + "]");
    var view = versions.get("d1", "v1").orElseThrow();
    assertThat(view)
        .isEqualTo(
            new DatasetVersions.View(
                "v1",
                "d1",
                "u1",
                "first",
                Map.of("rows", 7, "by", Map.of("team", "x")),
                true,
                "s3://b/d1",
                List.of("a", "b"),
                5368709120L,
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-02T00:00:00Z")));
    assertThat(versions.list("d1")).containsExactly(view);
    assertThat(versions.list("d1", "a,b")).containsExactly(view);
    assertThat(service.taken()).isEqualTo("GET /v1/datasets/d1/versions/v1");
    assertThat(service.taken()).isEqualTo("GET /v1/datasets/d1/versions?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/datasets/d1/versions?tags=a%2Cb&limit=120");
  }

  @Test
  void aVersionWithNothingInItIsOneToo() {
    service.answers("{\"version\": \"v1\", \"tags\": \"a\", \"metadata\": \"b\"}");

    assertThat(versions.get("d1", "v1").orElseThrow())
        .isEqualTo(
            new DatasetVersions.View(
                "v1", null, null, null, null, null, null, null, null, null, null));
  }

  @Test
  void tagsGoInAsOneText() {
    service.answers(VERSION).answers(204, "").answers(204, "");
    versions.create("d1", new DatasetVersions.Create("m", List.of("a", "b"), Map.of("k", 1)));
    var commit = new DatasetVersions.Change(null, null, null, true);
    assertThat(versions.update("d1", "v1", commit)).isEmpty();
    versions.update("d1", "v1", new DatasetVersions.Change("", List.of(), Map.of(), null));
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/datasets/d1/versions application/json"
                + " {\"message\":\"m\",\"tags\":\"a,b\",\"metadata\":{\"k\":1}}");
    assertThat(service.taken())
        .isEqualTo("PUT /v1/datasets/d1/versions/v1 application/json {\"isCommitted\":true}");
    assertThat(service.taken())
        .isEqualTo(
            "PUT /v1/datasets/d1/versions/v1 application/json"
                + " {\"message\":\"\",\"tags\":\"\",\"metadata\":{}}");
  }

  /** A version has a message as an error has. */
  @Test
  void anErrorWithinASuccessIsNoVersion() {
    service
        .answers("{\"code\": \"NOT_FOUND\", \"message\": \"No version\"}")
        .answers("{\"code\": \"BAD_REQUEST\", \"message\": \"No\"}")
        .answers("{\"message\": \"m\", \"version\": \"v1\", \"code\": \"7\"}");
    assertThat(versions.get("d1", "v1")).isEmpty();
    var body = new DatasetVersions.Create("m", null, null);
    assertThat(failure(() -> versions.create("d1", body)).reason()).isEqualTo(Reason.INVALID);
    assertThat(versions.get("d1", "v1")).isPresent();
  }

  /** What people note on a version may be secret. */
  @Test
  void whatIsNotedIsShownNowhere() {
    var noted = Map.<String, Object>of("token", "hunter2");
    var create = new DatasetVersions.Create("m", null, noted);
    var change = new DatasetVersions.Change(null, null, noted, null);
    assertThat(create + "" + change).contains("metadata=***").doesNotContain("hunter2");
    service.answers(400, "{\"code\": \"BAD_REQUEST\", \"message\": \"Not hunter2\"}");
    assertThat(failure(() -> versions.create("d1", create))).hasMessageEndingWith(": Not ***");
    service.answers(VERSION);
    assertThat(versions.get("d1", "v1").orElseThrow().toString()).doesNotContain("team");
  }

  @Test
  void deletes() {
    service.answers("{\"datasetId\": \"d1\", \"version\": \"v1\"}");
    versions.delete("d1", "v1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/datasets/d1/versions/v1");
  }
}
