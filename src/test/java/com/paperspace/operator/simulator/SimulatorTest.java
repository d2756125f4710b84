package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys, limits, pages, lag, the console and the journal. */
class SimulatorTest {
  private static final String PROJECT = "{\"name\":\"p\"}";

  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock);
  private final Caller caller = new Caller(simulator, "key-a");

  @BeforeEach
  void giveKey() {
    simulator.key("key-a").team("team-a");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aKeySeesOnlyItsTeamsEstateUntilItMoves() {
    var id = caller.ok("POST", "/projects", PROJECT).get("id").asText();
    simulator.key("key-a").team("team-b");

    assertThat(caller.call("GET", "/projects/" + id).status()).isEqualTo(404);
    assertThat(caller.ok("GET", "/auth/session").at("/team/id").asText())
        .isEqualTo(simulator.team("team-b").id());
    simulator.key("key-a").team("team-a");
    assertThat(caller.ok("GET", "/projects/" + id).get("id").asText()).isEqualTo(id);
  }

  @Test
  void refusesUnknownRevokedAndRotatedKeys() {
    assertThat(new Caller(simulator, "nobody").call("GET", "/projects").status()).isEqualTo(401);
    simulator.rotateKey("key-a", "key-b");
    assertThat(caller.call("GET", "/projects").text("/code")).isEqualTo("UNAUTHORIZED");
    var renewed = new Caller(simulator, "key-b");
    assertThat(renewed.call("GET", "/projects").status()).isEqualTo(200);
    simulator.key("key-b").revoke();
    assertThat(renewed.call("GET", "/projects").status()).isEqualTo(401);
    assertThat(simulator.violations()).isEmpty();
  }

  @Test
  void aLimitedKeyRefillsWithTheClock() {
    simulator.key("key-a").limit(2, 0.5);
    IntStream.range(0, 2).forEach(it -> caller.ok("GET", "/projects"));
    assertThat(caller.call("GET", "/projects").status()).isEqualTo(429);
    clock.advance(Duration.ofSeconds(2));
    caller.ok("GET", "/projects");
    assertThat(caller.call("GET", "/projects").status()).isEqualTo(429);
    simulator.key("key-a").unlimited();
    caller.ok("GET", "/projects");
  }

  @Test
  void pagesNewestFirstWithoutGapsOrRepeats() {
    var made =
        IntStream.range(0, 7)
            .mapToObj(it -> caller.ok("POST", "/projects", PROJECT).get("id").asText())
            .toList();
    var seen = new HashSet<String>();
    var after = "";
    for (int pages = 1; pages <= 3; pages++) {
      var page = caller.ok("GET", "/projects?limit=3" + after);
      page.get("items").forEach(it -> assertThat(seen.add(it.get("id").asText())).isTrue());
      assertThat(page.get("hasMore").asBoolean()).isEqualTo(pages < 3);
      after = "&after=" + page.get("nextPage").asText();
    }

    assertThat(seen).isEqualTo(Set.copyOf(made));
    assertThat(caller.ok("GET", "/projects?limit=1").at("/items/0/id").asText())
        .isEqualTo(made.get(6));
    assertThat(caller.ok("GET", "/projects?limit=1&order=asc").at("/items/0/id").asText())
        .isEqualTo(made.get(0));
  }

  @Test
  void readsLagBehindWrites() {
    simulator.delay(Delay.READ_LAG, Duration.ofSeconds(3));
    var id = caller.ok("POST", "/projects", PROJECT).get("id").asText();
    assertThat(caller.call("GET", "/projects/" + id).status()).isEqualTo(404);
    assertThat(caller.ok("GET", "/projects").get("items")).isEmpty();
    clock.advance(Duration.ofSeconds(3));
    assertThat(caller.ok("GET", "/projects").get("items")).hasSize(1);

    caller.ok("PUT", "/projects/" + id, "{\"name\":\"q\"}");
    assertThat(caller.ok("GET", "/projects/" + id).get("name").asText()).isEqualTo("p");
    caller.ok("DELETE", "/projects/" + id);
    clock.advance(Duration.ofSeconds(2));
    assertThat(caller.ok("GET", "/projects/" + id).get("name").asText()).isEqualTo("p");
    clock.advance(Duration.ofSeconds(1));
    assertThat(caller.call("GET", "/projects/" + id).status()).isEqualTo(404);
  }

  @Test
  void theConsoleActsBehindEverybodysBack() {
    var id = simulator.team("team-a").console("POST", "/projects", PROJECT).get("id").asText();
    simulator.team("team-a").projects().edit(id, it -> it.put("name", "theirs"));
    assertThat(caller.ok("GET", "/projects/" + id).get("name").asText()).isEqualTo("theirs");
    simulator.team("team-a").projects().remove(id);

    assertThat(caller.call("GET", "/projects/" + id).status()).isEqualTo(404);
    assertThat(caller.ok("GET", "/projects").get("items")).isEmpty();
    assertThat(simulator.journal().size()).isEqualTo(3);
  }

  @Test
  void theJournalKnowsRoutesAndHidesSecrets() {
    var id = caller.ok("POST", "/projects", PROJECT).get("id").asText();
    var mark = simulator.journal().size();
    caller.ok("POST", "/projects/" + id + "/secrets", "{\"name\":\"A\",\"value\":\"hunter2\"}");
    caller.ok("GET", "/projects/" + id + "/secrets/A");

    var posted = simulator.journal().calls("POST", "/projects/{id}/secrets").get(0);
    assertThat(posted.team()).isEqualTo("team-a");
    assertThat(posted.status()).isEqualTo(200);
    assertThat(posted.body().get("value").asText()).isEqualTo("***");
    assertThat(simulator.journal().all().toString()).doesNotContain("hunter2", "key-a");
    assertThat(simulator.journal().mutating()).hasSize(2);
    assertThat(simulator.journal().since(mark)).hasSize(2);
    simulator.journal().clear();
    assertThat(simulator.journal().size()).isZero();
  }

  @Test
  void simulatorsShareNothing() {
    caller.ok("POST", "/projects", PROJECT);
    try (var other = Simulator.start()) {
      other.key("key-a").team("team-a");

      assertThat(new Caller(other, "key-a").ok("GET", "/projects").get("items")).isEmpty();
      assertThat(other.journal().size()).isEqualTo(1);
    }
    assertThat(simulator.journal().size()).isEqualTo(1);
  }
}
