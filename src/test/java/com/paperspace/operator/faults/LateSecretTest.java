package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.TeamSecret;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A secret that shows long after its lost create, while a look in vain at it waits for a check of
 * the session: a repetition may follow that look, a deletion or an edit may not.
 */
class LateSecretTest {
  private static final String SECRETS = "/projects/{id}/secrets";
  private static final String TEAM_SECRETS = "/teams/{id}/secrets";
  private static final Duration LATE = Duration.ofSeconds(15);

  /** Loses the answer of the create, and keeps the look after it waiting for its check. */
  private static void loses(Stage stage, String route) {
    stage.cloud.delay(Delay.READ_LAG, LATE);
    stage.cloud.faults().next("POST", route, Fault.RESET_AFTER_EFFECT);
    stage
        .cloud
        .faults()
        .next("GET", "/auth/session", Fault.UNAVAILABLE)
        .times(2)
        .when(request -> stage.calls("POST", route) > 0);
  }

  private static void looks(Stage stage, String route) {
    stage.until(() -> stage.calls("POST", route) > 0);
    int mark = stage.cloud.journal().size();
    stage.until(
        () ->
            stage.cloud.journal().since(mark).stream()
                .anyMatch(call -> call.route().equals(route + "/{name}")));
    stage.settle();
    assertThat(stage.calls("POST", route)).as("it waits").isEqualTo(1);
  }

  private static void isDeleted(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind, String route) {
    looks(stage, route);
    stage.rig.delete(kind, "S");
    stage.gone(kind, "S");
    stage.pass(Duration.ofMinutes(2));
    assertThat(stage.calls("POST", route)).as("creates sent").isEqualTo(1);
  }

  @Test
  void ofAProjectIsDeletedWithItsResource() {
    try (var stage = Stage.open()) {
      stage.home();
      loses(stage, SECRETS);
      stage.secret("S", "");
      isDeleted(stage, ProjectSecret.class, SECRETS);
      assertThat(stage.team().secrets().all()).as("not leaked").isEmpty();
    }
  }

  @Test
  void ofATeamIsDeletedWithItsResource() {
    try (var stage = Stage.open()) {
      loses(stage, TEAM_SECRETS);
      stage.rig.secret("S", "value", "value of S");
      stage.rig.apply(
          "kind: TeamSecret\nmetadata: {name: S}\nspec: {name: S, valueFrom: {secretKeyRef: {name:"
              + " S, key: value}}}\n");
      isDeleted(stage, TeamSecret.class, TEAM_SECRETS);
      assertThat(stage.team().teamSecrets().all()).as("not leaked").isEmpty();
    }
  }

  @Test
  void isToldWhereTheSpecNamesAnotherMeanwhile() {
    try (var stage = Stage.open()) {
      stage.home();
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage
          .team()
          .console("POST", "/projects/" + home + "/secrets", "{\"name\": \"O\", \"value\": \"o\"}");
      loses(stage, SECRETS);
      stage.secret("S", "");
      looks(stage, SECRETS);
      stage.patch(ProjectSecret.class, "S", "{\"spec\": {\"externalId\": \"" + home + "/O\"}}");
      var told = stage.says(ProjectSecret.class, "S", "Stalled", "AmbiguousExternal");
      assertThat(Rig.condition(told, "Stalled").orElseThrow().message())
          .contains("may have made " + home + "/S for it");
    }
  }
}
