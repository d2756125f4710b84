package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Choices.BadKey;
import com.paperspace.operator.simulator.Choices.BusyMachine;
import com.paperspace.operator.simulator.Choices.DefaultPage;
import com.paperspace.operator.simulator.Choices.DeleteInUse;
import com.paperspace.operator.simulator.Choices.DeleteRunning;
import com.paperspace.operator.simulator.Choices.DeletedInLists;
import com.paperspace.operator.simulator.Choices.DeletedOnGet;
import com.paperspace.operator.simulator.Choices.DriveSize;
import com.paperspace.operator.simulator.Choices.Duplicate;
import com.paperspace.operator.simulator.Choices.EmptyJsonBody;
import com.paperspace.operator.simulator.Choices.FailedCreate;
import com.paperspace.operator.simulator.Choices.IdenticalWrite;
import com.paperspace.operator.simulator.Choices.LostCursor;
import com.paperspace.operator.simulator.Choices.MissingNetwork;
import com.paperspace.operator.simulator.Choices.NameCase;
import com.paperspace.operator.simulator.Choices.NameFilter;
import com.paperspace.operator.simulator.Choices.NoCapacity;
import com.paperspace.operator.simulator.Choices.ProjectNotEmpty;
import com.paperspace.operator.simulator.Choices.QuotaReached;
import com.paperspace.operator.simulator.Choices.RenamedDeployment;
import com.paperspace.operator.simulator.Choices.RetryHint;
import com.paperspace.operator.simulator.Choices.UndocumentedFields;
import com.paperspace.operator.simulator.Choices.UnknownInDeployment;
import com.paperspace.operator.simulator.Choices.UnknownReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every side of every open point of docs/paperspace-api.md, section 10. */
class SimulatorChoicesTest extends BothSides {
  SimulatorChoicesTest() {
    super(Choices.class);
  }

  @ParameterizedTest
  @EnumSource
  void badKeyOnSession(BadKey choice) {
    choose(choice);
    var reply = new Caller(simulator, "nobody").call("GET", "/auth/session");

    assertThat(reply.status()).isEqualTo(choice == BadKey.NULL_BODY ? 200 : 401);
    assertThat(reply.json().isNull()).isEqualTo(choice == BadKey.NULL_BODY);
  }

  @ParameterizedTest
  @EnumSource
  void unknownReference(UnknownReference choice) {
    choose(choice);
    var status = choice == UnknownReference.BAD_REQUEST ? 400 : 404;

    assertThat(caller.call("POST", "/machines", Bodies.machine("m", "nw0")).status())
        .isEqualTo(status);
    assertThat(caller.call("POST", "/deployments", Bodies.deployment("p0", "d", "i", 1)).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void busyMachine(BusyMachine choice) {
    choose(choice);
    simulator.delay(Delay.PROVISION, Duration.ofMinutes(1));
    var at = "/machines/" + machine();
    var details = choice == BusyMachine.ALLOWS_DETAILS ? 200 : 409;

    var script = script();
    var body = "{\"machineId\":\"%s\"}".formatted(at.substring("/machines/".length()));

    assertThat(caller.call("POST", script + "/assign", body).status()).isEqualTo(details);
    assertThat(caller.call("POST", "/snapshots", body.replace("{", "{\"name\":\"s\",")).status())
        .isEqualTo(409);
    assertThat(caller.call("PUT", at, "{\"name\":\"n\"}").status()).isEqualTo(details);
    assertThat(caller.call("POST", at + "/accessors", "{\"userId\":\"urmember1\"}").status())
        .isEqualTo(details);
    assertThat(caller.call("PATCH", at + "/stop", "{}").status()).isEqualTo(409);
    assertThat(caller.call("DELETE", at).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @EnumSource
  void missingNetwork(MissingNetwork choice) {
    choose(choice);
    var reply = caller.call("GET", "/private-networks/nw0");

    assertThat(reply.status()).isEqualTo(choice == MissingNetwork.NULL_BODY ? 200 : 404);
  }

  @ParameterizedTest
  @CsvSource({"CONFLICT,409", "BAD_REQUEST,400", "UNAVAILABLE,503"})
  void noCapacity(NoCapacity choice, int status) {
    choose(choice);
    simulator.mishaps().outOfCapacity("A4000", 1);
    var reply = caller.call("POST", "/machines", Bodies.machine("m"));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text("/message")).contains("out of capacity for the selected VM type");
  }

  @ParameterizedTest
  @CsvSource({"FORBIDDEN,403", "BAD_REQUEST,400"})
  void quotaReached(QuotaReached choice, int status) {
    choose(choice);
    simulator.team("team-a").maxMachines(1);
    machine();

    assertThat(caller.call("POST", "/machines", Bodies.machine("m")).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void undocumentedFields(UndocumentedFields choice) {
    choose(choice);
    var at = "/machines/" + machine();
    var status = caller.call("PUT", at, "{\"autoShutdownEnabled\":true}").status();

    boolean applied =
        choice == UndocumentedFields.APPLIED || choice == UndocumentedFields.APPLIED_WHILE_OFF;

    assertThat(status)
        .isEqualTo(
            switch (choice) {
              case APPLIED, IGNORED, ECHOED -> 200;
              case APPLIED_WHILE_OFF -> 409;
              case REJECTED -> 400;
            });
    assertThat(caller.ok("GET", at).get("autoShutdownEnabled").asBoolean())
        .isEqualTo(choice == UndocumentedFields.APPLIED);
    caller.ok("PATCH", at + "/stop", "{}");
    assertThat(caller.call("PUT", at, "{\"autoShutdownTimeout\":4}").status())
        .isEqualTo(choice == UndocumentedFields.REJECTED ? 400 : 200);
    assertThat(caller.ok("GET", at).get("autoShutdownTimeout").asInt()).isEqualTo(applied ? 4 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void defaultPage(DefaultPage choice) {
    choose(choice);
    Stream.of(1, 2, 3, 4).forEach(it -> project("p"));

    assertThat(caller.ok("GET", "/projects").get("items"))
        .hasSize(choice == DefaultPage.TWENTY ? 4 : 3);
  }

  @ParameterizedTest
  @EnumSource
  void lostCursor(LostCursor choice) {
    choose(choice);
    Stream.of(1, 2, 3).forEach(it -> project("p"));
    var page = caller.ok("GET", "/projects?limit=1");
    var after = "&after=" + page.get("nextPage").asText();
    simulator.team("team-a").projects().remove(page.at("/items/0/id").asText());
    for (var lost : new String[] {"/projects?limit=1" + after, "/projects?order=asc" + after}) {
      var reply = caller.call("GET", lost);
      assertThat(reply.status()).isEqualTo(choice == LostCursor.BAD_REQUEST ? 400 : 200);
      assertThat(reply.json().path("items").isEmpty()).isEqualTo(choice != LostCursor.RESTART);
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletedInLists(DeletedInLists choice) {
    choose(choice);
    caller.ok("DELETE", "/projects/" + project("p"));
    assertThat(caller.ok("GET", "/projects").get("items"))
        .hasSize(choice == DeletedInLists.GONE ? 0 : 1);
    clock.advance(Duration.ofMinutes(1));

    assertThat(caller.ok("GET", "/projects").get("items")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void deletedOnGet(DeletedOnGet choice) {
    choose(choice);
    var id = project("p");
    caller.ok("DELETE", "/projects/" + id);
    var reply = caller.call("GET", "/projects/" + id);

    assertThat(reply.status()).isEqualTo(choice == DeletedOnGet.NOT_FOUND ? 404 : 200);
    assertThat(reply.json().isNull()).isEqualTo(choice == DeletedOnGet.NULL_BODY);
    assertThat(reply.json().hasNonNull("dtDeleted")).isEqualTo(choice == DeletedOnGet.ROW);
    assertThat(caller.call("GET", "/projects/never").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource
  void projectNotEmpty(ProjectNotEmpty choice) {
    choose(choice);
    var id = project("p");
    caller.ok("POST", "/projects/" + id + "/secrets", "{\"name\":\"A\",\"value\":\"v\"}");
    var cascades = choice == ProjectNotEmpty.CASCADES;

    assertThat(caller.call("DELETE", "/projects/" + id).status()).isEqualTo(cascades ? 200 : 409);
    assertThat(simulator.team("team-a").secrets().size()).isEqualTo(cascades ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({"CONFLICT,409", "ALLOWED,200", "BAD_REQUEST,400"})
  void deleteInUse(DeleteInUse choice, int status) {
    choose(choice);
    var network = network();
    caller.ok("POST", "/machines", Bodies.machine("m", network));

    assertThat(caller.call("DELETE", "/private-networks/" + network).status()).isEqualTo(status);
    var script = script();
    caller.ok("POST", script + "/assign", "{\"machineId\":\"%s\"}".formatted(machine()));
    assertThat(caller.call("DELETE", script).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"ACCEPTED,200", "CONFLICT,409", "BAD_REQUEST,400", "PRECONDITION_FAILED,412"})
  void deleteRunning(DeleteRunning choice, int status) {
    choose(choice);
    var at = "/machines/" + machine();
    assertThat(caller.call("DELETE", at).status()).isEqualTo(status);
    if (status != 200) {
      caller.ok("PATCH", at + "/stop", "{}");
      caller.ok("DELETE", at);
    }
  }

  @ParameterizedTest
  @EnumSource
  void duplicate(Duplicate choice) {
    choose(choice);
    var at = "/projects/" + project("p");
    var status = choice == Duplicate.CONFLICT ? 409 : 200;
    caller.ok("POST", at + "/tags", "{\"name\":\"t\"}");
    caller.ok("POST", at + "/collaborators", "{\"userId\":\"urmember1\"}");

    assertThat(caller.call("POST", at + "/tags", "{\"name\":\"t\"}").status()).isEqualTo(status);
    var script = script();
    var machine = "{\"machineId\":\"%s\"}".formatted(machine());
    for (var act : new String[] {"/assign", "/unassign"}) {
      caller.ok("POST", script + act, machine);
      assertThat(caller.call("POST", script + act, machine).status()).isEqualTo(status);
    }
    assertThat(caller.call("POST", at + "/collaborators", "{\"userId\":\"urmember1\"}").status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void unknownInDeployment(UnknownInDeployment choice) {
    choose(choice);
    var body = Bodies.object(Bodies.deployment(project("p"), "d", "i", 1));
    body.withObject("/config").put("containerRegistry", "nowhere");
    var reply = caller.call("POST", "/deployments", body.toString());
    if (choice == UnknownInDeployment.REJECTED) {
      assertThat(reply.status()).isEqualTo(400);
      return;
    }
    var spec = caller.ok("GET", "/deployments/" + reply.text("/deploymentId")).get("latestSpec");

    assertThat(spec.hasNonNull("error")).isEqualTo(choice == UnknownInDeployment.SPEC_ERROR);
    assertThat(spec.hasNonNull("externalApplied")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void renamedDeployment(RenamedDeployment choice) {
    choose(choice);
    var body = Bodies.object(Bodies.deployment(project("p"), "d", "i", 1));
    var id = caller.ok("POST", "/deployments", body.toString()).get("deploymentId").asText();
    body.put("deploymentId", id).withObject("/config").put("name", "other");
    var answered = caller.ok("POST", "/deployments", body.toString()).get("deploymentId").asText();

    assertThat(answered.equals(id)).isEqualTo(choice == RenamedDeployment.RENAMES);
  }

  @ParameterizedTest
  @EnumSource
  void failedCreate(FailedCreate choice) {
    choose(choice);
    simulator.mishaps().failEvents("create", 1, "no luck");
    var id = machine();
    var machine = simulator.team("team-a").machines().get(id);

    assertThat(machine.map(it -> it.get("state").asText()).orElse("gone"))
        .isEqualTo(
            switch (choice) {
              case STAYS_PROVISIONING -> "provisioning";
              case STATE_ERROR -> "error";
              case VANISHES -> "gone";
            });
    assertThat(caller.ok("GET", "/machine-events").at("/items/0/error").asText())
        .isEqualTo("no luck");
  }

  @ParameterizedTest
  @CsvSource({
    "PREFIX,SENSITIVE,alpha alphabet",
    "SUBSTRING,SENSITIVE,alpha alphabet my-alpha",
    "EXACT,SENSITIVE,alpha",
    "EXACT,INSENSITIVE,alpha ALPHA"
  })
  void nameFilter(NameFilter filter, NameCase sees, String expected) {
    choose(filter);
    choose(sees);
    for (var name : new String[] {"alpha", "ALPHA", "alphabet", "my-alpha"}) {
      var body = "{\"name\":\"%s\",\"region\":\"ny2\"}".formatted(name);
      caller.ok("POST", "/private-networks", body);
    }
    var found = new ArrayList<String>();
    caller
        .ok("GET", "/private-networks?order=asc&name=alpha")
        .get("items")
        .forEach(it -> found.add(it.get("name").asText()));

    assertThat(found).containsExactlyElementsOf(Arrays.asList(expected.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({"BYTES,107374182400", "GIGABYTES,100"})
  void driveSize(DriveSize choice, long size) {
    choose(choice);
    var body =
        "{\"name\":\"d\",\"size\":100,\"region\":\"ny2\",\"networkId\":\"%s\"}"
            .formatted(network());

    assertThat(caller.ok("POST", "/shared-drives", body).get("size").asLong()).isEqualTo(size);
  }

  @ParameterizedTest
  @EnumSource
  void emptyJsonBody(EmptyJsonBody choice) {
    choose(choice);
    var reply = caller.call("PATCH", "/machines/" + machine() + "/stop", "");

    assertThat(reply.status()).isEqualTo(choice == EmptyJsonBody.REJECTED ? 400 : 200);
  }

  @ParameterizedTest
  @EnumSource
  void identicalWrite(IdenticalWrite choice) {
    choose(choice);
    var at = "/projects/" + project("p") + "/secrets";
    var before = caller.ok("POST", at, "{\"name\":\"A\",\"value\":\"v\"}").get("dtModified");
    clock.advance(Duration.ofSeconds(1));
    var after = caller.ok("PATCH", at + "/A", "{\"value\":\"v\"}").get("dtModified");

    assertThat(after.equals(before)).isEqualTo(choice == IdenticalWrite.CHANGES_NOTHING);
  }

  @ParameterizedTest
  @CsvSource({"NONE,''", "SECONDS,2", "HTTP_DATE,'Thu, 1 Jan 2026 00:00:02 GMT'"})
  void retryHint(RetryHint choice, String hint) {
    choose(choice);
    simulator.key("key-a").limit(1, 0.5);
    caller.ok("GET", "/projects");
    var reply = caller.call("GET", "/projects");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.raw().headers().firstValue("Retry-After").orElse("")).isEqualTo(hint);
  }

  private String project(String name) {
    return caller.ok("POST", "/projects", "{\"name\":\"%s\"}".formatted(name)).get("id").asText();
  }

  private String machine() {
    return caller.ok("POST", "/machines", Bodies.machine("m")).at("/data/id").asText();
  }

  private String script() {
    var body = "{\"name\":\"s\",\"script\":\"echo\"}";
    return "/startup-scripts/" + caller.ok("POST", "/startup-scripts", body).get("id").asText();
  }

  private String network() {
    var body = "{\"name\":\"n\",\"region\":\"ny2\"}";
    return caller.ok("POST", "/private-networks", body).get("id").asText();
  }
}
