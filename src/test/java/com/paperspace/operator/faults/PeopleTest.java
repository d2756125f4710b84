package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Table;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** People are named by their addresses, and nobody else by one that is misspelt. */
class PeopleTest {
  private static final String USERS = "/teams/{teamId}/users";

  private static Set<String> users(Table of) {
    return of.all().stream().map(PeopleTest::user).collect(Collectors.toSet());
  }

  private static String user(JsonNode member) {
    return member.path("user").path("id").asText();
  }

  @Test
  void membersByAddressAndById() {
    try (var stage = Stage.open()) {
      List.of("urann", "urbob", "urcarl").forEach(stage.team()::addUser);
      stage.project("p", ", collaborators: [urbob], collaboratorEmails: ['URANN@example.com']");
      stage.ready(PaperspaceProject.class, "p");
      stage.until(() -> users(stage.team().collaborators()).equals(Set.of("urann", "urbob")));
      stage.machine("m", ", accessors: [{email: urcarl@example.com}]");
      stage.machineReady("m");
      assertThat(users(stage.team().accessors())).containsExactly("urcarl");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("GET", USERS))
          .as("once in five minutes, whoever asks")
          .isLessThanOrEqualTo(14);
    }
  }

  /** Nobody is added for an address that leads nowhere, and nobody else taken out. */
  @Test
  void whoLeavesTheTeamHoldsUpNothingButTheirSet() {
    try (var stage = Stage.open()) {
      List.of("urann", "urbob").forEach(stage.team()::addUser);
      stage.machine("m", ", accessorIds: [urmember1], accessors: [{email: urann@example.com}]");
      stage.project("p", ", collaboratorEmails: [urann@example.com, urbob@example.com]");
      stage.machineReady("m");
      stage.ready(PaperspaceProject.class, "p");
      stage.team().table("users").remove("urann");
      stage.pass(Duration.ofMinutes(6));
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": \"Off\"}}");
      stage.patch(PaperspaceProject.class, "p", "{\"spec\": {\"tags\": [\"red\"]}}");
      stage.until(() -> stage.team().machines().all().get(0).path("state").asText().equals("off"));
      stage.until(() -> stage.team().tags().size() == 1);
      stage.pass(Duration.ofHours(1));
      var machine = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(machine, "Stalled").orElseThrow().message())
          .contains("accessors[urann@example.com]", "nobody in team ", "invite that person");
      var project = stage.says(PaperspaceProject.class, "p", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(project, "Stalled").orElseThrow().message())
          .contains("collaboratorEmails[urann@example.com]", "nobody in team ");
      assertThat(users(stage.team().accessors())).containsExactlyInAnyOrder("urann", "urmember1");
      assertThat(users(stage.team().collaborators())).containsExactlyInAnyOrder("urann", "urbob");

      stage.team().addUser("urann");
      stage.until(Machine.class, "m", m -> Rig.is(m, "Synced", "True"));
      stage.until(PaperspaceProject.class, "p", p -> Rig.is(p, "Synced", "True"));
    }
  }

  /** What is made again is made as the spec says, or not at all. */
  @Test
  void whatIsGoneIsNotMadeAgainForAnAddressNobodyHas() {
    try (var stage = Stage.open()) {
      stage.team().addUser("urann");
      stage.machine("m", ", accessors: [{email: urann@example.com}]");
      var id = stage.machineReady("m").getStatus().id();
      stage.pass(Duration.ofMinutes(10));
      stage.team().table("users").remove("urann");
      stage.pass(Duration.ofMinutes(6));
      stage.team().machines().remove(id);
      stage.pass(Duration.ofMinutes(10));
      var stalled = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .startsWith("accessors: nobody in team ");
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
      stage.team().addUser("urann");
      stage.machineReady("m");
      assertThat(stage.calls("POST", "/machines")).isEqualTo(2);
    }
  }

  @Test
  void anAddressNobodyHasIsSaidBeforeAnythingIsMade() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", accessors: [{email: nobody@example.com}]");
      var stalled = stage.says(Machine.class, "m", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .startsWith("accessors: nobody in team ")
          .contains("has the address nobody@example.com.")
          .doesNotContain("urowner1");
      assertThat(stage.calls("POST", "/machines")).isZero();
      stage.team().addUser("nobody");
      stage.pass(Duration.ofHours(1));
      stage.machineReady("m");
      assertThat(users(stage.team().accessors())).containsExactly("nobody");
    }
  }
}
