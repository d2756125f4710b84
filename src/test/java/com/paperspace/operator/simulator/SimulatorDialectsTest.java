package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.Dialects.AimReached;
import com.paperspace.operator.simulator.Dialects.DeploymentRegion;
import com.paperspace.operator.simulator.Dialects.DriveBytes;
import com.paperspace.operator.simulator.Dialects.Integrations;
import com.paperspace.operator.simulator.Dialects.MachineBytes;
import com.paperspace.operator.simulator.Dialects.MemberSees;
import com.paperspace.operator.simulator.Dialects.NoNetwork;
import com.paperspace.operator.simulator.Dialects.RefusedBody;
import com.paperspace.operator.simulator.Dialects.RegionText;
import com.paperspace.operator.simulator.Dialects.ShutdownDetails;
import com.paperspace.operator.simulator.Dialects.StoredOrder;
import com.paperspace.operator.simulator.Dialects.TypeCase;
import com.paperspace.operator.simulator.Dialects.UnknownRegion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every side of the points that public clients met (docs/paperspace-api.md, section 10, from row 25
 * on).
 */
class SimulatorDialectsTest extends BothSides {
  SimulatorDialectsTest() {
    super(Dialects.class);
  }

  @ParameterizedTest
  @CsvSource({"TEXT,STRING", "NUMBER,NUMBER"})
  void machineBytes(MachineBytes choice, JsonNodeType type) {
    choose(choice);
    var machine = caller.ok("GET", "/machines/" + machine());
    var listed = caller.ok("GET", "/machines").at("/items/0");

    for (var seen : List.of(machine, listed)) {
      assertThat(
              List.of(
                  seen.get("ram").getNodeType(),
                  seen.get("storageTotal").getNodeType(),
                  seen.get("storageUsed").getNodeType(),
                  seen.at("/accelerators/0/memory").getNodeType()))
          .containsOnly(type);
      assertThat(seen.get("storageTotal").asLong()).isEqualTo(50L << 30);
    }
  }

  @ParameterizedTest
  @CsvSource({"NUMBER,NUMBER", "TEXT,STRING"})
  void driveBytes(DriveBytes choice, JsonNodeType type) {
    choose(choice);
    var size = drive().get("size");

    assertThat(size.getNodeType()).isEqualTo(type);
    assertThat(size.asLong()).isEqualTo(100L << 30);
  }

  @ParameterizedTest
  @EnumSource
  void regionText(RegionText choice) {
    choose(choice);
    var seen = new TreeSet<String>();
    IntStream.range(0, 8)
        .forEach(i -> seen.add(caller.ok("GET", "/machines/" + machine()).at("/region").asText()));
    seen.add(drive().get("region").asText());

    assertThat(seen)
        .isEqualTo(
            switch (choice) {
              case LABEL -> Set.of("East Coast (NY2)");
              case CODE -> Set.of("ny2");
              case MIXED -> Set.of("East Coast (NY2)", "ny2");
            });
  }

  @ParameterizedTest
  @EnumSource
  void aimReached(AimReached choice) {
    choose(choice);
    machine();
    var event = caller.ok("GET", "/machine-events").at("/items/0");

    assertThat(event.get("state").asText()).isEqualTo(choice == AimReached.DONE ? "done" : "error");
    assertThat(event.get("error").isNull()).isTrue();
    assertThat(event.hasNonNull("dtFinished")).isEqualTo(choice != AimReached.ERROR_WITHOUT_END);
    assertThat(caller.ok("GET", "/machines").at("/items/0/state").asText()).isEqualTo("ready");
  }

  @ParameterizedTest
  @CsvSource({"REFUSED,400,''", "CATALOGUE,200,A100-80G", "LOWER,200,a100-80g"})
  void typeCase(TypeCase choice, int status, String answered) {
    choose(choice);
    var body = Bodies.object(Bodies.machine("m")).put("machineType", "a100-80g");
    var reply = caller.call("POST", "/machines", body.toString());
    var config = Bodies.object(Bodies.deployment(project(), "d", "i", 1));
    config.withObject("/config/resources").put("machineType", "a100-80g");
    var deployed = caller.call("POST", "/deployments", config.toString());

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text("/data/machineType")).isEqualTo(answered);
    assertThat(deployed.status()).isEqualTo(status);
    if (status == 200) {
      var at = "/deployments/" + deployed.text("/deploymentId");
      assertThat(caller.ok("GET", at).at("/latestSpec/data/resources/machineType").asText())
          .isEqualTo(answered);
    }
  }

  @ParameterizedTest
  @EnumSource
  void memberSees(MemberSees choice) {
    choose(choice);
    var others = machine();
    var own = machine();
    var project = project();
    caller.ok("POST", "/machines/" + own + "/accessors", "{\"userId\":\"urmember1\"}");
    simulator.key("key-m").team("team-a").user("urmember1");
    var member = new Caller(simulator, "key-m");
    int status = choice == MemberSees.ALL ? 200 : choice == MemberSees.NOT_FOUND ? 404 : 403;

    assertThat(member.ok("GET", "/auth/session").at("/user/id").asText()).isEqualTo("urmember1");
    assertThat(member.call("GET", "/machines/" + others).status()).isEqualTo(status);
    assertThat(member.call("GET", "/projects/" + project).status()).isEqualTo(status);
    assertThat(member.call("GET", "/machines/" + own).status()).isEqualTo(200);
    assertThat(member.ok("GET", "/machines").get("items")).hasSize(status == 200 ? 2 : 1);
    assertThat(member.ok("GET", "/projects").get("items")).hasSize(status == 200 ? 1 : 0);
    assertThat(caller.ok("GET", "/machines").get("items")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void memberSeesSnapshotsOfOwnMachinesAndNoAddOns(MemberSees choice) {
    choose(choice);
    var own = machine();
    for (var of : List.of(own, machine())) {
      caller.ok("POST", "/snapshots", "{\"name\":\"s\",\"machineId\":\"%s\"}".formatted(of));
    }
    caller.ok("POST", "/machines/" + own + "/accessors", "{\"userId\":\"urmember1\"}");
    caller.ok("POST", "/public-ips", "{\"region\":\"ny2\"}");
    caller.ok("POST", "/startup-scripts", "{\"name\":\"s\",\"script\":\"echo\"}");
    simulator.key("key-m").team("team-a").user("urmember1");
    var member = new Caller(simulator, "key-m");
    boolean all = choice == MemberSees.ALL;

    assertThat(member.ok("GET", "/snapshots").get("items")).hasSize(all ? 2 : 1);
    assertThat(member.ok("GET", "/public-ips").get("items")).hasSize(all ? 1 : 0);
    assertThat(member.ok("GET", "/startup-scripts").get("items")).hasSize(all ? 1 : 0);
    assertThat(member.ok("GET", "/os-templates").get("items")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TAKEN,8", "KEPT,1"})
  void shutdownDetails(ShutdownDetails choice, int timeout) {
    choose(choice);
    var at = "/machines/" + machine();
    caller.ok("PUT", at, "{\"autoShutdownEnabled\":true,\"autoShutdownTimeout\":1}");
    caller.ok("PUT", at, "{\"autoShutdownEnabled\":true,\"autoShutdownTimeout\":8}");
    assertThat(caller.ok("GET", at).get("autoShutdownTimeout").asInt()).isEqualTo(timeout);

    caller.ok("PUT", at, "{\"autoShutdownEnabled\":false}");
    caller.ok("PUT", at, "{\"autoShutdownEnabled\":true,\"autoShutdownTimeout\":8}");
    assertThat(caller.ok("GET", at).get("autoShutdownTimeout").asInt()).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource
  void noNetwork(NoNetwork choice) {
    choose(choice);
    var at = "/machines/" + machine();
    var network = caller.ok("GET", at).get("networkId");

    assertThat(network.isNull()).isEqualTo(choice == NoNetwork.NULL);
    if (choice == NoNetwork.DEFAULT_ID) {
      var body = Json.object().set("networkId", network).toString();
      assertThat(caller.ok("GET", "/private-networks/" + network.asText()).isNull()).isTrue();
      assertThat(caller.call("PUT", at, body).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({"AS_SENT,B C A,443 80", "SORTED,A B C,80 443", "REVERSED,A C B,80 443"})
  void storedOrder(StoredOrder choice, String names, String ports) {
    choose(choice);
    var body = Bodies.object(Bodies.deployment(project(), "d", "i", 1));
    var env = ((ObjectNode) body.get("config")).putArray("env");
    List.of("B", "C", "A").forEach(it -> env.addObject().put("name", it).put("value", "v"));
    body.withObject("/config/resources").putArray("ports").add(443).add(80);
    var stored = stored(body);

    assertThat(String.join(" ", stored.at("/env").findValuesAsText("name"))).isEqualTo(names);
    assertThat(
            String.join(
                " ", stored.at("/resources/ports").valueStream().map(JsonNode::asText).toList()))
        .isEqualTo(ports);
  }

  @ParameterizedTest
  @EnumSource
  void refusedBody(RefusedBody choice) {
    choose(choice);
    simulator.mishaps().invalidImage("i", "/config/resources/replicas", "Too many");
    var reply =
        caller.call("POST", "/deployments", Bodies.deployment(project(), "d", "i", 1)).json();

    assertThat(reply.at("/issues/0/unionErrors/0/issues/0/path/2").asText())
        .isEqualTo(choice == RefusedBody.UNION ? "replicas" : "");
    assertThat(reply.at("/issues/0/path/2").asText())
        .isEqualTo(choice == RefusedBody.FLAT ? "replicas" : "");
    assertThat(reply.at("/issues/0/message").asText().startsWith("config.resources.replicas"))
        .isEqualTo(choice == RefusedBody.FIELD_IN_MESSAGE);
    assertThat(reply.has("issues")).isEqualTo(choice != RefusedBody.NO_ISSUES);
  }

  @ParameterizedTest
  @EnumSource
  void integrations(Integrations choice) {
    choose(choice);
    var body = Bodies.object(Bodies.deployment(project(), "d", "i", 1));
    ((ObjectNode) body.get("config"))
        .putArray("integrations")
        .addObject()
        .put("type", "do-spaces")
        .put("name", "s")
        .put("endpoint", "https://b.nyc3.digitaloceanspaces.com");
    var reply = caller.call("POST", "/deployments", body.toString());

    assertThat(reply.status()).isEqualTo(choice == Integrations.DOCUMENTED ? 400 : 200);
    if (choice == Integrations.ALSO_UNDOCUMENTED) {
      var at = "/deployments/" + reply.text("/deploymentId");
      var read = caller.ok("GET", at);
      assertThat(read.at("/latestSpec/data/integrations/0/type").asText()).isEqualTo("do-spaces");
    }
  }

  @ParameterizedTest
  @CsvSource({"CODE,400", "ALSO_CLUSTER,200"})
  void deploymentRegion(DeploymentRegion choice, int status) {
    choose(choice);
    simulator.team("team-a").table("clusters").add("cl1", Json.object().put("id", "cl1"));
    var body = Bodies.object(Bodies.deployment(project(), "d", "i", 1));
    body.withObject("/config").put("region", "cl1");

    assertThat(caller.call("POST", "/deployments", body.toString()).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void unknownRegion(UnknownRegion choice) {
    choose(choice);
    var body = Bodies.object(Bodies.deployment(project(), "d", "i", 1));
    body.withObject("/config").put("region", "nowhere");
    var reply = caller.call("POST", "/deployments", body.toString());

    assertThat(reply.status()).isEqualTo(choice == UnknownRegion.REJECTED ? 400 : 200);
    if (choice == UnknownRegion.SPEC_ERROR) {
      var at = "/deployments/" + reply.text("/deploymentId");
      assertThat(caller.ok("GET", at).at("/latestSpec/error").asText()).contains("nowhere");
    }
  }

  private JsonNode stored(ObjectNode body) {
    var id = caller.ok("POST", "/deployments", body.toString()).get("deploymentId").asText();
    return caller.ok("GET", "/deployments/" + id).at("/latestSpec/data");
  }

  private String project() {
    return caller.ok("POST", "/projects", "{\"name\":\"p\"}").get("id").asText();
  }

  private String machine() {
    return caller.ok("POST", "/machines", Bodies.machine("m")).at("/data/id").asText();
  }

  private JsonNode drive() {
    var network =
        caller.ok("POST", "/private-networks", "{\"name\":\"n\",\"region\":\"ny2\"}").get("id");
    var body = Json.object().put("name", "d").put("size", 100).put("region", "ny2");
    return caller.ok("POST", "/shared-drives", body.set("networkId", network).toString());
  }
}
