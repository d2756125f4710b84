package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.simulator.Dialects.DeploymentRegion;
import com.paperspace.operator.simulator.Dialects.Integrations;
import com.paperspace.operator.simulator.Dialects.RefusedBody;
import com.paperspace.operator.simulator.Dialects.StoredOrder;
import com.paperspace.operator.simulator.Dialects.TypeCase;
import com.paperspace.operator.simulator.Dialects.UnknownRegion;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Deployments under what only public clients met (docs/paperspace-api.md, section 10, from row 25
 * on).
 */
class DeploymentDialectsTest {

  private static JsonNode stored(Stage stage) {
    return stage.team().deployments().all().get(0).at("/latestSpec/data");
  }

  private static String message(Stage stage, String condition) {
    return Rig.condition(stage.get(Deployment.class, "d"), condition).orElseThrow().message();
  }

  private static void deployment(Stage stage, String image, String type, String more) {
    stage.rig.apply(
        "kind: Deployment\nmetadata: {name: d}\nspec: {projectRef: {name: home}, name: d, image: '"
            + image
            + "', resources: {machineType: "
            + type
            + ", ports: [443, 80], replicas: 1, autoscaling: {enabled: true, maxReplicas: 3,"
            + " metrics: [{metric: requestDuration, summary: average, value: 0.5},"
            + " {metric: cpu, summary: average, value: 80}]}}"
            + more
            + "}\n");
  }

  private static void atRest(Stage stage) {
    stage.settle();
    int mark = stage.cloud.journal().size();
    stage.pass(Duration.ofHours(1));
    assertThat(stage.cloud.journal().since(mark)).as("at rest").noneMatch(c -> c.mutating());
  }

  /** 10.33. */
  @ParameterizedTest
  @EnumSource
  void theOrderOfSetsIsNoDifference(StoredOrder choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.home();
      deployment(
          stage,
          "web:1",
          "C4",
          ", command: [z, a], env: [{name: B, value: b}, {name: A, value: a}, {name: C, value: c}],"
              + " healthChecks: {liveness: {path: /, headers: [{name: X-B, value: b},"
              + " {name: X-A, value: a}]}},"
              + " integrations: [{type: volume, name: w}, {type: volume, name: v}]");
      stage.ready(Deployment.class, "d");
      assertThat(Rig.is(stage.get(Deployment.class, "d"), "Synced", "True")).isTrue();
      atRest(stage);
      assertThat(stage.calls("POST", "/deployments")).isEqualTo(1);
      assertThat(stored(stage).path("command").toString()).isEqualTo("[\"z\",\"a\"]");
    }
  }

  /** 10.29. */
  @ParameterizedTest
  @EnumSource
  void theLettersOfAMachineTypeAreNoDifference(TypeCase choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.home();
      deployment(stage, "web:1", "a100-80g", "");
      if (choice == TypeCase.REFUSED) {
        stage.says(Deployment.class, "d", "Stalled", "InvalidSpec");
        assertThat(message(stage, "Stalled")).contains("Invalid machine type a100-80g");
        return;
      }
      stage.ready(Deployment.class, "d");
      assertThat(Rig.is(stage.get(Deployment.class, "d"), "Synced", "True")).isTrue();
      atRest(stage);
      assertThat(stage.calls("POST", "/deployments")).isEqualTo(1);
    }
  }

  /** 10.34. */
  @ParameterizedTest
  @EnumSource
  void aRefusedConfigurationNamesItsField(RefusedBody choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.cloud.mishaps().invalidImage("web:1", "/config/resources/ports/0", "is taken");
      stage.home();
      deployment(stage, "web:1", "C4", "");
      stage.says(Deployment.class, "d", "Stalled", "InvalidSpec");
      assertThat(message(stage, "Stalled"))
          .contains(
              choice == RefusedBody.NO_ISSUES
                  ? "config.resources.ports.0 is taken"
                  : "resources.ports[0]: is taken");
      deployment(stage, "web:2", "C4", "");
      stage.ready(Deployment.class, "d");
    }
  }

  /** 10.35: what others wrote is read, and is still there after a change of ours. */
  @Test
  void whatOthersMountedStaysMounted() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Integrations.ALSO_UNDOCUMENTED);
      stage.home();
      deployment(stage, "web:1", "C4", "");
      stage.ready(Deployment.class, "d");
      others(stage);
      stage.pass(Duration.ofMinutes(15));
      stage.ready(Deployment.class, "d");
      deployment(stage, "web:2", "C4", "");
      stage.until(() -> stored(stage).path("image").asText().equals("web:2"));
      stage.ready(Deployment.class, "d");
      var mounted = stored(stage).path("integrations");
      assertThat(mounted).hasSize(2);
      assertThat(mounted.at("/0/endpoint").asText())
          .isEqualTo("https://b.nyc3.digitaloceanspaces.com");
      assertThat(mounted.at("/0/type").asText()).as("as the OpenAPI has it").isEqualTo("spaces");
      assertThat(mounted.at("/1/accessKeyId").asText()).isEqualTo("me");
      atRest(stage);
    }
  }

  /** 10.35: the same thing by its other name. */
  @Test
  void aBucketOthersMountedUnderItsOtherNameIsTheOneDeclared() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Integrations.ALSO_UNDOCUMENTED);
      stage.home();
      var bucket =
          ", integrations: [{type: spaces, name: s,"
              + " endpoint: 'https://b.nyc3.digitaloceanspaces.com'}]";
      deployment(stage, "web:1", "C4", bucket);
      stage.ready(Deployment.class, "d");
      int revisions = stage.team().table("specs").size();
      others(stage);
      assertThat(stage.team().table("specs").size()).isEqualTo(revisions + 1);
      stage.until(() -> stored(stage).path("integrations").size() == 1);
      assertThat(stored(stage).at("/integrations/0/type").asText()).isEqualTo("spaces");
      stage.ready(Deployment.class, "d");
      atRest(stage);
    }
  }

  private static void others(Stage stage) {
    var deployment = stage.team().deployments().all().get(0);
    var config = stored(stage).toString();
    var integrations =
        """
        , "integrations": [
           {"type": "do-spaces", "name": "s", "endpoint": "https://b.nyc3.digitaloceanspaces.com"},
           {"type": "git-lfs", "name": "g", "url": "https://git.example.test/r.git",
            "accessKeyId": "me", "secretAccessKey": "secret:S"}]}"""
            .stripLeading();
    stage.team().table("team-secrets").add("S", deployment);
    stage
        .team()
        .console(
            "POST",
            "/deployments",
            "{\"projectId\": \"%s\", \"deploymentId\": \"%s\", \"config\": %s%s}"
                .formatted(
                    deployment.path("projectId").asText(),
                    deployment.path("id").asText(),
                    config
                        .replaceFirst(",\"integrations\":\\[[^\\]]*\\]", "")
                        .replaceFirst("}$", ""),
                    integrations));
  }

  /** 10.36. */
  @Test
  void aPrivateClusterIsARegionOfItsOwn() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(DeploymentRegion.ALSO_CLUSTER);
      stage.team().table("clusters").add("clXz7b2k9", new ObjectMapper().createObjectNode());
      stage.home();
      deployment(stage, "web:1", "C4", ", region: clXz7b2k9");
      stage.ready(Deployment.class, "d");
      deployment(stage, "web:2", "C4", "");
      stage.until(() -> stored(stage).path("image").asText().equals("web:2"));
      stage.ready(Deployment.class, "d");
      assertThat(stored(stage).path("region").asText()).as("kept").isEqualTo("clXz7b2k9");
    }
  }

  /** 10.36. */
  @ParameterizedTest
  @EnumSource
  void anUnknownRegionIsToldInTheServicesWords(UnknownRegion choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.home();
      deployment(stage, "web:1", "C4", ", region: nowhere");
      stage.until(
          Deployment.class,
          "d",
          d ->
              Rig.condition(d, "Ready")
                  .filter(c -> c.message().contains("not available in region nowhere"))
                  .isPresent());
      deployment(stage, "web:1", "C4", ", region: ny2");
      stage.ready(Deployment.class, "d");
    }
  }
}
