package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.PaperspaceException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final String SNAPSHOT =
      "{\"id\": \"s1\", \"name\": \"before\", \"machineId\": \"m1\", \"isAutoSnapshot\": false}";
  private static final String BOTH =
      "{\"event\": {\"id\": \"e1\", \"name\": \"snapshot-create\", \"state\": \"new\"}, \"data\": "
          + SNAPSHOT
          + "}";

  private final FakeService service = new FakeService();
  private final Snapshots snapshots = service.client().snapshots();

  @AfterEach
  void stop() {
    service.close();
  }

  private static void isComplete(Operation<Snapshots.View> operation) {
    assertThat(operation.event().id()).isEqualTo("e1");
    assertThat(operation.data()).isEqualTo(new Snapshots.View("s1", "before", "m1", false));
  }

  @Test
  void reads() {
    service.answers(SNAPSHOT).answers("[" + SNAPSHOT + "]").answers("[" + SNAPSHOT + "]");
    assertThat(snapshots.get("s1")).isPresent();
    assertThat(snapshots.list()).hasSize(1);
    assertThat(snapshots.list("m1")).hasSize(1);
    assertThat(service.taken()).isEqualTo("GET /v1/snapshots/s1");
    assertThat(service.taken()).isEqualTo("GET /v1/snapshots?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/snapshots?machineId=m1&limit=120");
  }

  @Test
  void workIsToldByAnEvent() {
    service.answers(BOTH).answers(BOTH).answers(BOTH);
    isComplete(snapshots.create(new Snapshots.Create("before", "m1")));
    isComplete(snapshots.restore("s1", new Snapshots.Restore(true)));
    isComplete(snapshots.delete("s1"));
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/snapshots application/json {\"name\":\"before\",\"machineId\":\"m1\"}");
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/snapshots/s1/restore application/json"
                + " {\"createSnapshotBeforeRestore\":true}");
    assertThat(service.taken()).isEqualTo("DELETE /v1/snapshots/s1");
  }

  @Test
  void aBareSnapshotIsTakenToo() {
    service.answers(201, SNAPSHOT);
    var made = snapshots.create(new Snapshots.Create("before", "m1"));
    assertThat(made.event()).isNull();
    assertThat(made.data().id()).isEqualTo("s1");
  }

  @Test
  void aCreateWithoutASnapshotIsNotUnderstood() {
    service.answers("{\"event\": {\"id\": \"e1\"}, \"data\": null}");
    var failure = failure(() -> snapshots.create(new Snapshots.Create("before", "m1")));
    assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(failure.mayHaveTakenEffect()).isTrue();
  }

  @Test
  void oneThatIsGoneNeedsNoDelete() {
    service.answers(404, "{\"code\":\"NOT_FOUND\",\"message\":\"Not found\"}");
    assertThat(snapshots.delete("s1")).isEqualTo(Operation.nothing());
  }

  @Test
  void renames() {
    service.answers(SNAPSHOT);
    assertThat(snapshots.update("s1", new Snapshots.Change("new"))).isPresent();
    assertThat(service.taken())
        .isEqualTo("PUT /v1/snapshots/s1 application/json {\"name\":\"new\"}");
  }
}
