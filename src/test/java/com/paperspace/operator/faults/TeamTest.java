package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that comes to belong to another team makes everything seem gone; nothing is. */
class TeamTest {

  /** Whose key it is was asked minutes ago; the move falls in between. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12})
  void nothingIsMadeAgainInTheOtherTeam(int machines) {
    try (var stage = Stage.open()) {
      for (int i = 0; i < machines; i++) {
        stage.machine("m" + i, "");
      }
      for (int i = 0; i < machines; i++) {
        stage.machineReady("m" + i);
      }
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.key(Rig.KEY).team("b");
      Stage.foreignMachine(stage.cloud.team("b"), "foreign");
      for (int i = 0; i < machines; i++) {
        stage.rig.annotate(Machine.class, "m" + i, "paperspace.com/reconcile-at", "now");
      }
      stage.says(Machine.class, "m0", "Stalled", "TeamMismatch");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.team("b").machines().size()).as("only the foreign one").isEqualTo(1);
      assertThat(stage.team().machines().size()).isEqualTo(machines);
      assertThat(stage.calls("POST", "/machines")).isEqualTo(machines);

      stage.cloud.key(Rig.KEY).team("a");
      stage.machineReady("m0");
      assertThat(stage.calls("POST", "/machines")).isEqualTo(machines);
    }
  }

  @Test
  void aDeletionIsNotBelievedInTheOtherTeam() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.key(Rig.KEY).team("b");
      stage.rig.delete(Machine.class, "m");
      stage.says(Machine.class, "m", "Stalled", "TeamMismatch");
      assertThat(stage.team().machines().size()).as("not leaked").isEqualTo(1);
      stage.cloud.key(Rig.KEY).team("a");
      stage.gone(Machine.class, "m");
      assertThat(stage.team().machines().size()).isZero();
    }
  }

  /** A project that is made in team b while the session still names team a. */
  private static void madeUnnoticed(Stage stage) {
    stage.project("before", "");
    stage.ready(PaperspaceProject.class, "before");
    stage.rig.annotate(PaperspaceAccount.class, "default", Annotations.RECONCILE_AT, "now");
    stage.settle();
    stage.cloud.key(Rig.KEY).team("b");
    stage.project("p", "");
    var made = stage.ready(PaperspaceProject.class, "p");
    assertThat(made.getStatus().account().teamId()).isEqualTo(stage.team().id());
    assertThat(stage.cloud.team("b").projects().size()).isEqualTo(1);
  }

  private static String teamOf(Stage stage, String name) {
    return stage.get(PaperspaceProject.class, name).getStatus().account().teamId();
  }

  /** Back under a key of team a, what is in b is neither made again nor let go. */
  private static void staysInItsTeam(Stage stage) {
    stage.cloud.key(Rig.KEY).team("a");
    stage.pass(Duration.ofHours(1));
    var said = stage.says(PaperspaceProject.class, "p", "Stalled", "TeamMismatch");
    assertThat(Rig.condition(said, "Stalled").orElseThrow().message())
        .contains("was made in team " + stage.cloud.team("b").id());
    assertThat(stage.team().projects().size()).as("before alone").isEqualTo(1);
    assertThat(stage.calls("POST", "/projects")).isEqualTo(2);
    stage.rig.delete(PaperspaceProject.class, "p");
    stage.pass(Duration.ofHours(1));
    assertThat(stage.cloud.team("b").projects().size()).as("still held").isEqualTo(1);
  }

  @ParameterizedTest(name = "after a restart: {0}")
  @ValueSource(booleans = {false, true})
  void whatWasMadeInTheOtherTeamUnnoticedIsKnownThere(boolean restarts) {
    try (var stage = Stage.open()) {
      madeUnnoticed(stage);
      if (restarts) {
        stage.restart();
      }
      stage.pass(Duration.ofMinutes(7));
      stage.says(PaperspaceProject.class, "before", "Stalled", "TeamMismatch");
      stage.ready(PaperspaceProject.class, "p");
      assertThat(teamOf(stage, "p")).isEqualTo(stage.cloud.team("b").id());
      assertThat(stage.events("Traced")).hasSize(1);
      assertThat(teamOf(stage, "before")).as("is where it was").isEqualTo(stage.team().id());
      staysInItsTeam(stage);
      stage.cloud.key(Rig.KEY).team("b");
      stage.gone(PaperspaceProject.class, "p");
      assertThat(stage.cloud.team("b").projects().size()).isZero();
    }
  }

  @Test
  void whatWasMadeUnnoticedIsDeletedThere() {
    try (var stage = Stage.open()) {
      madeUnnoticed(stage);
      stage.sleep(Duration.ofMinutes(5));
      stage.rig.delete(PaperspaceProject.class, "p");
      stage.gone(PaperspaceProject.class, "p");
      assertThat(stage.cloud.team("b").projects().size()).isZero();
    }
  }

  @Test
  void aPinnedTeamLetsNothingBeMadeAgainThatIsInTheOther() {
    try (var stage = Stage.open()) {
      stage.rig.apply(
          """
          kind: PaperspaceAccount
          metadata: {name: default}
          spec: {secretRef: {name: paperspace}, teamId: %s}
          """
              .formatted(stage.team().id()));
      madeUnnoticed(stage);
      stage.pass(Duration.ofMinutes(7));
      var said = stage.says(PaperspaceProject.class, "p", "Stalled", "TeamMismatch");
      assertThat(Rig.condition(said, "Stalled").orElseThrow().message()).contains("spec.teamId");
      assertThat(teamOf(stage, "p")).isEqualTo(stage.cloud.team("b").id());
      staysInItsTeam(stage);
    }
  }

  @Test
  void oneStray401AsksWhoseKeyItIsAndGoesOn() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(1));
      int sessions = stage.cloud.journal().calls("GET", "/auth/session").size();
      stage.cloud.faults().next("GET", "/machines/{id}", Fault.UNAUTHORIZED);
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "now");
      stage.until(
          Machine.class,
          "m",
          m -> "now".equals(m.getStatus().lastHandledReconcileAt()) && Rig.is(m, "Ready", "True"));
      assertThat(stage.cloud.journal().calls("GET", "/auth/session")).hasSizeGreaterThan(sessions);
      assertThat(stage.calls("POST", "/machines")).isEqualTo(1);
    }
  }

  @Test
  void aPinnedTeamKeepsAForeignKeyOut() {
    try (var stage = Stage.open()) {
      stage.rig.apply(
          """
          kind: PaperspaceAccount
          metadata: {name: default}
          spec: {secretRef: {name: paperspace}, teamId: te-of-others}
          """);
      stage.says(PaperspaceAccount.class, "default", "Stalled", "TeamMismatch");
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Stalled", "TeamMismatch");
      assertThat(stage.calls("POST", "/machines")).isZero();
      saysOnceWhereTheKeyStands(stage.get(PaperspaceAccount.class, "default"));
      saysOnceWhereTheKeyStands(stage.get(Machine.class, "m"));
    }
  }

  private static void saysOnceWhereTheKeyStands(PaperspaceResource<?, ?> told) {
    assertThat(Rig.condition(told, "Stalled").orElseThrow().message())
        .endsWith("It stands under apiKey in Secret paperspace of PaperspaceAccount default.")
        .containsOnlyOnce("Secret paperspace");
  }
}
