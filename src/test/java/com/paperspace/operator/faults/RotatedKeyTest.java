package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A new API key is no news of the values nobody can read back. */
class RotatedKeyTest {
  private static final String OTHER_KEY = "other-key-of-team-a";
  private static final String SECRET = "/projects/{id}/secrets/{name}";

  private static void rotate(Stage stage) {
    stage.cloud.key(OTHER_KEY).team("a");
    stage.rig.secret("paperspace", "apiKey", OTHER_KEY);
    stage.pass(Duration.ofMinutes(20));
  }

  @Test
  void aNewKeyCostsNoWrite() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("s", "");
      stage.ready(ProjectSecret.class, "s");
      var noted = stage.get(ProjectSecret.class, "s").getStatus().marks().get("value");
      rotate(stage);
      assertThat(stage.calls("PATCH", SECRET)).isZero();
      assertThat(stage.get(ProjectSecret.class, "s").getStatus().marks().get("value"))
          .isNotEqualTo(noted);
    }
  }

  @Test
  void underReportWhatOthersWroteIsLeftAlone() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("s", ", policy: {drift: Report}");
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage.ready(ProjectSecret.class, "s");
      stage.pass(Duration.ofMinutes(5));
      stage.team().console("PATCH", "/projects/" + home + "/secrets/s", "{\"value\": \"foreign\"}");
      stage.says(ProjectSecret.class, "s", "Synced", "DriftReported");
      rotate(stage);
      assertThat(stage.team().secretValue(home, "s")).isEqualTo("foreign");
      stage.rig.secret("s", "value", "edited");
      stage.until(() -> "edited".equals(stage.team().secretValue(home, "s")));
    }
  }

  /**
   * What was only watched until now is nobody's edit: a flip of the policy must overwrite nothing.
   */
  @Test
  void whatWasTakenOverIsOverwrittenOnlyWhenItsSecretIsEdited() {
    try (var stage = Stage.open()) {
      stage.home();
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage
          .team()
          .console(
              "POST", "/projects/" + home + "/secrets", "{\"name\": \"s\", \"value\": \"theirs\"}");
      stage.secret("s", ", policy: {management: ObserveOnly}");
      stage.ready(ProjectSecret.class, "s");
      stage.patch(
          ProjectSecret.class,
          "s",
          "{\"spec\": {\"policy\": {\"management\": \"Full\", \"drift\": \"Report\"}}}");
      stage.says(ProjectSecret.class, "s", "Synced", "DriftReported");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().secretValue(home, "s")).isEqualTo("theirs");
      stage.rig.secret("s", "value", "edited");
      stage.until(() -> "edited".equals(stage.team().secretValue(home, "s")));
    }
  }
}
