package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list is whole or an exception. */
class PagesTest {
  private final FakeService service = new FakeService();
  private final Paperspace client = service.client();

  @AfterEach
  void stop() {
    service.close();
  }

  private static String page(String items, String rest) {
    return "{\"items\": [" + items + "]" + rest + "}";
  }

  private static String more(String cursor) {
    return ", \"hasMore\": true, \"nextPage\": \"" + cursor + "\"";
  }

  private static String row(String id) {
    return "{\"id\": \"" + id + "\"}";
  }

  private List<String> ids() {
    return client.projects().list().stream().map(Projects.View::id).toList();
  }

  @Test
  void allPagesAreRead() {
    service.answers(page(row("a") + "," + row("b"), more("c 1")));
    service.answers(page(row("b") + "," + row("c"), more("c2")));
    service.answers(page("", more("c3")));
    service.answers(page(row("d"), ", \"hasMore\": false, \"nextPage\": \"c4\""));
    assertThat(ids()).containsExactly("a", "b", "c", "d");
    assertThat(service.taken()).isEqualTo("GET /v1/projects?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/projects?limit=120&after=c%201");
    assertThat(service.taken()).isEqualTo("GET /v1/projects?limit=120&after=c2");
    assertThat(service.taken()).isEqualTo("GET /v1/projects?limit=120&after=c3");
  }

  @Test
  void aRepeatedCursorEndsTheList() {
    service.answers(page(row("a"), more("c1"))).answers(page(row("b"), more("c1")));
    assertThat(ids()).containsExactly("a", "b");
    assertThat(service.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aBareArrayIsAListToo() {
    service.answers("[" + row("a") + ", null, " + row("a") + "]");
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void theDeletedAreLeftOut() {
    service.answers(
        """
        [{"id": "a", "dtDeleted": "2026-11-01T00:00:00Z"}, {"id": "b", "dtDeleted": {}},
         {"id": "c", "dtDeleted": null}, {"id": "d", "dtDeleted": ""}, {"id": "e", "dtDeleted": "?"}]
        """);
    assertThat(ids()).containsExactly("b", "c", "d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"items\": null}",
        "{\"items\": [{\"name\": \"no id\"}], \"hasMore\": false}",
        "{\"items\": [7], \"hasMore\": false}",
        "{\"items\": [], \"hasMore\": true}"
      })
  void aListThatMayBeIncompleteIsNoList(String body) {
    service.answers(200, body);
    assertThat(failure(client.projects()::list).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aFailingPageFailsTheList() {
    service.answers(page(row("a"), more("c1"))).answers(500, "");
    assertThat(failure(client.projects()::list).reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(service.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aRefusedCursorIsWorthOneNewStart() {
    service.answers(page(row("gone"), more("c1"))).answers(400, "");
    service.answers(page(row("a"), more("c1")));
    service.answers(page(row("b"), ", \"hasMore\": false"));
    assertThat(ids()).containsExactly("a", "b");
    service.taken();
    service.taken();
    assertThat(service.taken()).as("the new start").isEqualTo("GET /v1/projects?limit=120");
  }

  /** What stood behind the lost cursor would count as gone. */
  @Test
  void anEmptyEndIsWorthOneNewStart() {
    service.answers(page(row("gone"), more("c1"))).answers(page("", ", \"hasMore\": false"));
    service.answers(page(row("a"), more("c1"))).answers(page(row("b"), ", \"hasMore\": false"));
    assertThat(ids()).containsExactly("a", "b");
    assertThat(service.server.getRequestCount()).isEqualTo(4);
  }

  /** As where the service offers a next page behind a last one that is just full. */
  @Test
  void anEmptyEndTwiceIsTheEnd() {
    service.answers(page(row("a"), more("c1"))).answers(page("", ", \"hasMore\": false"));
    service.answers(page(row("a"), more("c1"))).answers(page("", ", \"hasMore\": false"));
    assertThat(ids()).containsExactly("a");
    assertThat(service.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void anEmptyListIsReadOnce() {
    service.answers(page("", ", \"hasMore\": false"));
    assertThat(ids()).isEmpty();
    assertThat(service.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aCursorRefusedTwiceFailsTheList() {
    service.answers(page(row("a"), more("c1"))).answers(400, "");
    service.answers(page(row("a"), more("c2"))).answers(400, "");
    assertThat(failure(client.projects()::list).status()).isEqualTo(400);
    assertThat(service.server.getRequestCount()).isEqualTo(4);
  }

  @Test
  void aRefusedFirstPageIsFinal() {
    service.answers(400, "");
    assertThat(failure(client.projects()::list).status()).isEqualTo(400);
    assertThat(service.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void theNewestTakeNoMorePagesThanNeeded() {
    service.answers(page(row("a") + "," + row("b"), more("c1")));
    service.answers(page(row("c") + "," + row("d"), more("c2")));
    assertThat(client.machineEvents().list("m1", 3))
        .extracting(MachineEvents.View::id)
        .containsExactly("a", "b", "c");
    assertThat(service.taken()).isEqualTo("GET /v1/machine-events?machineId=m1&limit=3");
    assertThat(service.taken()).isEqualTo("GET /v1/machine-events?machineId=m1&limit=3&after=c1");
    assertThat(service.server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void aListIsReadOverSeveralSittings() {
    service.answers(page(row("a"), more("c1")));
    service.answers(page(row("b"), more("c2")));
    service.answers(page(row("c"), ""));
    var room = new AtomicInteger(1);
    var inSittings =
        client.inSittings(
            () -> {
              if (room.getAndDecrement() == 0) {
                throw new IllegalStateException("no turn");
              }
            });
    assertThatThrownBy(() -> inSittings.projects().list()).hasMessage("no turn");
    assertThat(service.server.getRequestCount()).isEqualTo(1);
    room.set(2);
    assertThat(inSittings.projects().list()).extracting(Projects.View::id).hasSize(3);
    assertThat(inSittings.projects().list()).as("it is whole").hasSize(3);
    assertThat(service.server.getRequestCount()).isEqualTo(3);
  }
}
