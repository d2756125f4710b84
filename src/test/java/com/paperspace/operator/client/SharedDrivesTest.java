package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedDrivesTest {
  private static final String DRIVE =
      """
      {"id": "d1", "name": "data", "size": "536870912000", "region": "East Coast (NY2)",
       "networkId": "n1", "mountPoint": "//10.0.0.2/d", "username": "uuu", "password": "ppp",
       "dtCreated": "2026-11-01T00:00:00Z", "dtDeleted": {}}
      """;

  private final FakeService service = new FakeService();
  private final SharedDrives drives = service.client().sharedDrives();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void getReadsTheCredentialsAndHidesThem() {
    service.answers(DRIVE);
    var drive = drives.get("d1").orElseThrow();
    assertThat(List.of(drive.username(), drive.password())).containsExactly("uuu", "ppp");
    assertThat(drive.size()).isEqualTo(536870912000L);
    assertThat(drive.toString())
        .contains("name=data", "username=***", "password=***")
        .doesNotContain("uuu", "ppp");
    assertThat(service.taken()).isEqualTo("GET /v1/shared-drives/d1");
  }

  @Test
  void list() {
    service.answers("[" + DRIVE + "]").answers("[" + DRIVE + "]");
    assertThat(drives.list()).hasSize(1);
    assertThat(drives.list("da ta&x")).hasSize(1);
    assertThat(service.taken()).isEqualTo("GET /v1/shared-drives?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/shared-drives?name=da%20ta%26x&limit=120");
  }

  @Test
  void create() {
    service.answers(201, DRIVE);
    assertThat(drives.create(new SharedDrives.Create("data", 500, "ny2", "n1")).id())
        .isEqualTo("d1");
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/shared-drives application/json"
                + " {\"name\":\"data\",\"size\":500,\"region\":\"ny2\",\"networkId\":\"n1\"}");
  }

  @Test
  void update() {
    service.answers(DRIVE).answers(204, "");
    assertThat(drives.update("d1", new SharedDrives.Change("new"))).isPresent();
    assertThat(drives.update("d1", new SharedDrives.Change(null))).isEmpty();
    assertThat(service.taken())
        .isEqualTo("PUT /v1/shared-drives/d1 application/json {\"name\":\"new\"}");
    assertThat(service.taken()).isEqualTo("PUT /v1/shared-drives/d1 application/json {}");
  }

  @Test
  void delete() {
    service.answers("{\"id\": \"d1\"}");
    drives.delete("d1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/shared-drives/d1");
  }
}
