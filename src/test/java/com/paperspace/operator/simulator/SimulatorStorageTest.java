package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Storage providers: keys, the whole configuration, the managed one and the default. */
class SimulatorStorageTest {
  private static final String ALL = "/storage-providers";

  private final Simulator simulator = Simulator.start(new VirtualClock()).instant();
  private final Caller caller = new Caller(simulator, "key-a");
  private String managed;

  @BeforeEach
  void giveKey() {
    simulator.key("key-a").team("team-a");
    managed = simulator.team("team-a").managedStorage();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private String make(boolean isDefault) {
    return caller.ok("POST", ALL, Bodies.storage("b", "k1", "k2", isDefault)).get("id").asText();
  }

  private static String change(String bucket, String keys, boolean isDefault) {
    var body = Bodies.object(Bodies.storage(bucket, keys, keys, isDefault));
    return body.without("storageProviderType").toString();
  }

  private List<String> defaults() {
    var found = new ArrayList<String>();
    for (var it : caller.ok("GET", ALL).get("items")) {
      if (it.get("isTeamDefault").asBoolean()) {
        found.add(it.get("id").asText());
      }
    }
    return found;
  }

  @Test
  void aChangeIsTheWholeConfiguration() {
    var body = Bodies.object(Bodies.storage("b", "k1", "k2", false));
    body.withObject("/s3Config").put("region", "eu-1").put("retainData", true);
    var made = caller.ok("POST", ALL, body.toString());
    var at = ALL + "/" + made.get("id").asText();
    assertThat(made.at("/s3Config/region").asText()).isEqualTo("eu-1");
    assertThat(made.at("/s3Config/endpoint").isNull()).isTrue();

    assertThat(caller.call("PUT", at, "{\"name\":\"t\"}").status()).isEqualTo(400);
    caller.ok("PUT", at, change("c", "k", false));
    var after = caller.ok("GET", at).get("s3Config");
    assertThat(after.get("region").isNull()).isTrue();
    assertThat(after.get("retainData").asBoolean()).isFalse();
    assertThat(after.get("bucket").asText()).isEqualTo("c");
    assertThat(made.has("dtCreated")).as("rows carry no date").isFalse();
  }

  @Test
  void theManagedOneIsNobodysToChange() {
    var at = ALL + "/" + managed;
    var before = caller.ok("GET", at);

    assertThat(before.get("isManaged").asBoolean()).isTrue();
    assertThat(caller.call("PUT", at, change("b", "k", true)).status()).isEqualTo(403);
    assertThat(caller.call("DELETE", at).status()).isEqualTo(403);
    assertThat(caller.ok("GET", at)).isEqualTo(before);
  }

  @Test
  void oneIsTheDefaultAndOneAlone() {
    assertThat(defaults()).containsExactly(managed);
    var first = make(true);
    assertThat(defaults()).containsExactly(first);
    var second = make(false);
    assertThat(defaults()).containsExactly(first);
    caller.ok("PUT", ALL + "/" + second, change("b", "k", true));
    assertThat(defaults()).containsExactly(second);
    caller.ok("PUT", ALL + "/" + second, change("b", "k", false));
    assertThat(defaults()).containsExactly(managed);
    caller.ok("PUT", ALL + "/" + first, change("b", "k", true));
    caller.ok("DELETE", ALL + "/" + first);
    assertThat(defaults()).containsExactly(managed);
  }

  @Test
  void whatIsGoneIsGone() {
    var at = ALL + "/" + make(false);
    caller.ok("DELETE", at);

    assertThat(caller.call("GET", at).status()).isEqualTo(404);
    assertThat(caller.call("DELETE", at).status()).isEqualTo(404);
    assertThat(caller.ok("GET", ALL).get("items")).hasSize(1);
  }
}
