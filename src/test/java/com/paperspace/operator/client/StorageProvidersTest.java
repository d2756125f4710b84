package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.StorageProviders.S3Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorageProvidersTest {
  private static final String PROVIDER =
      """
      {"id": "s1", "name": "data", "isTeamDefault": null, "isManaged": false,
       "s3Config": {"bucket": "b", "endpoint": null, "region": "eu-1", "accessKey": "AKIAKEY1",
        "secretAccessKey": "hunter22", "signatureVersion": "v4", "retainData": true}}
      """;
  private static final S3Config CONFIG =
      new S3Config("b", "https://s3.test", null, "AKIAKEY1", "hunter22", null, null);

  private final FakeService service = new FakeService();
  private final StorageProviders providers = service.client().storageProviders();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void readsAllButTheKeys() {
    service.answers(PROVIDER).answers("[" + PROVIDER + ", {\"id\": \"s2\", \"name\": \"m\"}]");
    var view = providers.get("s1").orElseThrow();
    assertThat(view)
        .isEqualTo(
            new StorageProviders.View(
                "s1",
                "data",
                null,
                false,
                new StorageProviders.Bucket("b", null, "eu-1", "v4", true)));
    assertThat(providers.list())
        .containsExactly(view, new StorageProviders.View("s2", "m", null, null, null));
    assertThat(service.taken()).isEqualTo("GET /v1/storage-providers/s1");
    assertThat(service.taken()).isEqualTo("GET /v1/storage-providers?limit=120");
  }

  @Test
  void sendsTheWholeConfigurationAndShowsNoKey() {
    var create = new StorageProviders.Create("data", false, CONFIG);
    var change = new StorageProviders.Change("data", true, CONFIG);
    service.answers(PROVIDER).answers(204, "");
    providers.create(create);
    assertThat(providers.update("s1", change)).isEmpty();
    assertThat(create + " " + change)
        .contains("accessKey=***", "secretAccessKey=***")
        .doesNotContain("AKIAKEY1", "hunter22");
    var config =
        "\"s3Config\":{\"bucket\":\"b\",\"endpoint\":\"https://s3.test\","
            + "\"accessKey\":\"AKIAKEY1\",\"secretAccessKey\":\"hunter22\"}}";
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/storage-providers application/json {\"name\":\"data\","
                + "\"storageProviderType\":\"s3\",\"isTeamDefault\":false,"
                + config);
    assertThat(service.taken())
        .isEqualTo(
            "PUT /v1/storage-providers/s1 application/json {\"name\":\"data\","
                + "\"isTeamDefault\":true,"
                + config);
  }

  @Test
  void aRefusalNamesTheFieldAndNoKey() {
    service.answers(
        400,
        """
        {"code": "BAD_REQUEST", "message": "no access with AKIAKEY1 and hunter22",
         "issues": [{"path": ["s3Config", "accessKey"], "message": "AKIAKEY1 is unknown"}]}
        """);
    var body = new StorageProviders.Change("data", true, CONFIG);

    assertThat(FakeService.failure(() -> providers.update("s1", body)))
        .hasMessageContaining("s3Config.accessKeyFrom.secretKeyRef: *** is unknown")
        .hasMessageNotContainingAny("AKIAKEY1", "hunter22");
  }

  @Test
  void utilizationIsBytesInAnyForm() {
    service.answers(
        "{\"totalFreeStorage\": \"5368709120\", \"totalUsage\": 12.0, \"modelUsage\": \"much\"}");

    assertThat(providers.utilization())
        .isEqualTo(
            new StorageProviders.Utilization(5368709120L, null, 12L, null, null, null, null));
    assertThat(service.taken()).isEqualTo("GET /v1/storage-providers/utilization");
  }

  @Test
  void deletes() {
    service.answers("{\"id\": \"s1\"}");
    providers.delete("s1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/storage-providers/s1");
  }
}
