package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A deployment whose differences are only shown: no upsert of ours takes one of them back. */
class ShownDeploymentTest {
  private static final String UPSERT = "/deployments";
  private static final String REPORT = ", policy: {drift: Report}";

  private static JsonNode stored(Stage stage) {
    return stage.team().deployments().all().get(0).at("/latestSpec/data");
  }

  /** Somebody sends in the console what was sent last, with something else in it. */
  private static void send(Stage stage, Consumer<ObjectNode> change) {
    var calls = stage.cloud.journal().calls("POST", UPSERT);
    var body = (ObjectNode) calls.get(calls.size() - 1).body().deepCopy();
    body.put("deploymentId", stage.get(Deployment.class, "d").getStatus().id());
    change.accept((ObjectNode) body.get("config"));
    stage.team().console("POST", UPSERT, body.toString());
  }

  private static void differ(Stage stage, Consumer<ObjectNode> change) {
    send(stage, change);
    stage.says(Deployment.class, "d", "Synced", "DriftReported");
    stage.ready(Deployment.class, "d");
  }

  private static Stage shown(String more, Consumer<ObjectNode> change) {
    var stage = Stage.open();
    stage.home();
    stage.deployment("d", more + REPORT);
    stage.ready(Deployment.class, "d");
    differ(stage, change);
    return stage;
  }

  /** Edits, and waits until that is carried out; then nothing follows. */
  private static void edit(Stage stage, String spec) {
    long before = stage.calls("POST", UPSERT);
    stage.patch(Deployment.class, "d", "{\"spec\": " + spec + "}");
    stage.until(
        Deployment.class,
        "d",
        d ->
            d.getMetadata().getGeneration().equals(d.getStatus().appliedGeneration())
                && Rig.is(d, "Ready", "True"));
    stage.pass(Duration.ofHours(1));
    assertThat(stage.calls("POST", UPSERT)).as("one upsert for one edit").isEqualTo(before + 1);
  }

  private static String message(Stage stage) {
    return Rig.condition(stage.get(Deployment.class, "d"), "Synced").orElseThrow().message();
  }

  @Test
  void anEditLeavesWhatWasShownAsItIs() {
    try (var stage = shown("", config -> config.put("image", "web:2"))) {
      edit(stage, "{\"resources\": {\"replicas\": 3}}");
      assertThat(stored(stage).at("/resources/replicas").asInt()).isEqualTo(3);
      assertThat(stored(stage).path("image").asText()).isEqualTo("web:2");
      assertThat(message(stage)).contains("image (declared web:1, actual web:2)");
    }
  }

  @Test
  void anEditOfOneVariableLeavesAnotherThatWasShown() {
    try (var stage =
        shown(
            ", env: [{name: A, value: a}, {name: B, value: b}]",
            config -> ((ObjectNode) config.at("/env/1")).put("value", "foreign"))) {
      edit(
          stage,
          "{\"env\": [{\"name\": \"A\", \"value\": \"x\"}, {\"name\": \"B\", \"value\": \"b\"}]}");
      assertThat(stored(stage).path("env"))
          .extracting(it -> it.path("name").asText() + "=" + it.path("value").asText())
          .containsExactly("A=x", "B=foreign");
    }
  }

  @Test
  void anEditOfWhatWasShownCarriesItAndNothingElse() {
    try (var stage =
        shown(
            ", command: [run]",
            config -> config.put("image", "web:2").putArray("command").add("walk"))) {
      edit(stage, "{\"image\": \"web:3\"}");
      assertThat(stored(stage).path("image").asText()).isEqualTo("web:3");
      assertThat(stored(stage).at("/command/0").asText()).isEqualTo("walk");
      assertThat(message(stage)).contains("command (").doesNotContain("image");
    }
  }

  /** Nothing is sent to what is only watched, so a request can find nothing to put right. */
  @Test
  void aRequestIsNoDifferenceOfWhatFailedAndIsOnlyWatched() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", "");
      stage.ready(Deployment.class, "d");
      stage.patch(
          Deployment.class,
          "d",
          "{\"spec\": {\"image\": \"web:2\", \"policy\": {\"management\": \"ObserveOnly\"}}}");
      stage.cloud.mishaps().failImage("web:2", "failed", "out of luck");
      send(stage, config -> config.put("image", "web:2"));
      stage.says(Deployment.class, "d", "Ready", "OperationFailed");
      stage.rig.annotate(Deployment.class, "d", Annotations.RECONCILE_AT, "now");
      stage.until(Deployment.class, "d", d -> "now".equals(d.getStatus().lastHandledReconcileAt()));

      stage.pass(Duration.ofHours(1));

      var failed = stage.says(Deployment.class, "d", "Ready", "OperationFailed");
      assertThat(failed.getStatus().drift()).isNullOrEmpty();
      assertThat(stage.events("DriftDetected"))
          .noneMatch(message -> message.contains(Annotations.RECONCILE_AT));
    }
  }
}
