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
