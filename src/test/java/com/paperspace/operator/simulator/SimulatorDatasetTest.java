package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Choices.DeleteInUse;
import com.paperspace.operator.simulator.Choices.UnknownReference;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datasets and their versions: provider, privacy, tags and commits. */
class SimulatorDatasetTest {
  private static final String ALL = "/datasets";

  private final VirtualClock clock = new VirtualClock();
  private final Simulator simulator = Simulator.start(clock).instant();
  private final Caller caller = new Caller(simulator, "key-a");

  @BeforeEach
  void giveKey() {
    simulator.key("key-a").team("team-a");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private String make(String body) {
    return ALL + "/" + caller.ok("POST", ALL, body).get("id").asText();
  }

  private String provider(boolean isDefault) {
    var body = Bodies.storage("bucket", "k", "k", isDefault);
    return caller.ok("POST", "/storage-providers", body).get("id").asText();
  }

  @Test
  void whatNamesNoProviderGoesToTheDefault() {
    var managed = simulator.team("team-a").managedStorage();
    assertThat(caller.ok("GET", make("{\"name\":\"a\"}")).get("storageProviderId").asText())
        .isEqualTo(managed);
    var own = provider(true);
    assertThat(caller.ok("GET", make("{\"name\":\"b\"}")).get("storageProviderId").asText())
        .isEqualTo(own);
    var given = "{\"name\":\"c\",\"storageProviderId\":\"%s\"}".formatted(managed);
    assertThat(caller.ok("GET", make(given)).get("storageProviderId").asText()).isEqualTo(managed);
  }

  @ParameterizedTest
  @CsvSource({"BAD_REQUEST,400", "NOT_FOUND,404"})
  void anUnknownProvider(UnknownReference choice, int status) {
    simulator.choose(choice);
    var body = "{\"name\":\"a\",\"storageProviderId\":\"sp0\"}";

    assertThat(caller.call("POST", ALL, body).status()).isEqualTo(status);
    assertThat(caller.call("POST", "/models", body).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"CONFLICT,409", "ALLOWED,200", "BAD_REQUEST,400"})
  void deleteOfAProviderInUse(DeleteInUse choice, int status) {
    simulator.choose(choice);
    var at = "/storage-providers/" + provider(true);
    var model = caller.ok("POST", "/models", "{\"name\":\"m\"}").get("id").asText();
    if (status != 200) {
      assertThat(caller.call("DELETE", at).status()).isEqualTo(status);
    }
    caller.ok("DELETE", "/models/" + model);
    var dataset = make("{\"name\":\"a\"}");
    assertThat(caller.call("DELETE", at).status()).isEqualTo(status);
    if (status != 200) {
      caller.ok("DELETE", dataset);
      caller.ok("DELETE", at);
    }
  }

  @Test
  void aChangeTouchesNameAndDescriptionAlone() {
    var at = make("{\"name\":\"a\",\"description\":\"x\",\"isPublic\":true}");
    var before = caller.ok("GET", at);
    clock.advance(Duration.ofSeconds(1));
    caller.ok("PUT", at, "{\"name\":\"b\"}");
    assertThat(caller.ok("GET", at).get("description").asText()).isEqualTo("x");
    assertThat(caller.ok("GET", at).get("dtModified")).isNotEqualTo(before.get("dtModified"));
    caller.ok("PUT", at, "{\"description\":null}");
    assertThat(caller.ok("GET", at).get("description").isNull()).isTrue();
    assertThat(caller.call("PUT", at, "{\"isPublic\":false}").status()).isEqualTo(400);
  }

  @Test
  void whatIsPublicInAnotherTeamCanBeSeenButNotChanged() {
    var other =
        Bodies.object(
            """
            {"id": "dsx", "name": "theirs", "isPublic": true, "teamId": "tex",
             "dtCreated": "2026-01-01T00:00:00Z", "dtModified": "2026-01-01T00:00:00Z"}""");
    simulator.team("team-a").table("datasets").add("dsx", other);

    assertThat(caller.ok("GET", ALL + "?privacy=PUBLIC").get("items")).hasSize(1);
    assertThat(caller.ok("GET", ALL + "?privacy=PUBLIC&teamId=te0").get("items")).isEmpty();
    assertThat(caller.call("PUT", ALL + "/dsx", "{\"name\":\"ours\"}").status()).isEqualTo(403);
    assertThat(caller.call("DELETE", ALL + "/dsx").status()).isEqualTo(403);
    assertThat(caller.call("POST", ALL + "/dsx/versions", "{}").status()).isEqualTo(403);
  }

  @Test
  void tagsGoInAsATextAndComeOutAsAList() {
    var at = make("{\"name\":\"a\"}") + "/versions";
    var made = caller.ok("POST", at, "{\"tags\":\"a, b,,a\"}");
    caller.ok("POST", at, "{}");

    assertThat(made.get("tags").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(caller.ok("GET", at).get("items")).hasSize(2);
    assertThat(caller.ok("GET", at + "?tags=a,b").get("items")).hasSize(1);
    assertThat(caller.ok("GET", at + "?tags=a,c").get("items")).isEmpty();
    var one = at + "/" + made.get("version").asText();
    assertThat(caller.ok("PUT", one, "{\"tags\":\"\"}").get("tags")).isEmpty();
  }

  @Test
  void aCommitIsForGood() {
    var at = make("{\"name\":\"a\"}") + "/versions";
    var one = at + "/" + caller.ok("POST", at, "{\"message\":\"m\"}").get("version").asText();
    assertThat(caller.ok("PUT", one, "{\"isCommitted\":false}").get("isCommitted").asBoolean())
        .isFalse();
    caller.ok("PUT", one, "{\"isCommitted\":true}");
    assertThat(caller.call("PUT", one, "{\"isCommitted\":false}").status()).isEqualTo(400);
    var after = caller.ok("PUT", one, "{\"message\":\"n\",\"metadata\":{\"k\":[1]}}");
    assertThat(after.get("isCommitted").asBoolean()).isTrue();
    assertThat(after.get("message").asText()).isEqualTo("n");
    assertThat(after.get("metadata").toString()).isEqualTo("{\"k\":[1]}");
  }

  @Test
  void versionsAreOfTheirDatasetAndGoWithIt() {
    var dataset = make("{\"name\":\"a\"}");
    var other = make("{\"name\":\"a\"}");
    var made = caller.ok("POST", dataset + "/versions", "{}").get("version").asText();
    assertThat(caller.ok("GET", other + "/versions").get("items")).isEmpty();
    assertThat(caller.call("GET", other + "/versions/" + made).status()).isEqualTo(404);
    assertThat(caller.call("DELETE", other + "/versions/" + made).status()).isEqualTo(404);
    caller.ok("DELETE", dataset);

    assertThat(caller.call("GET", dataset + "/versions").status()).isEqualTo(404);
    assertThat(caller.call("GET", dataset + "/versions/" + made).status()).isEqualTo(404);
    assertThat(simulator.team("team-a").table("dataset-versions").size()).isZero();
  }
}
