package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Dialects;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A container registry: its login is tried when there is news, and deployments keep its name. */
class RegistryTest {
  private static final String TEST = "/container-registries/{id}/test-connection";
  private static final String URL = "https://images.example.com";
  private static final String LOGIN = "LoginVerified";

  private static void registry(Stage stage, String more) {
    stage.rig.apply(
        "kind: ContainerRegistry\nmetadata: {name: hub}\nspec: {url: '%s', username: bot,"
                .formatted(URL)
            + " passwordFrom: {secretKeyRef: {name: login, key: password}}%s}\n".formatted(more));
  }

  private static void password(Stage stage, String value) {
    stage.rig.secret("login", "password", value);
  }

  private static void untilLogin(Stage stage, String status) {
    stage.until(ContainerRegistry.class, "hub", it -> Rig.is(it, LOGIN, status));
  }

  private static long tests(Stage stage) {
    return stage.calls("GET", TEST);
  }

  private static String stored(Stage stage, String field) {
    return stage.team().table("container-registries").all().get(0).path(field).asText();
  }

  private static void patch(Stage stage, String spec) {
    stage.patch(ContainerRegistry.class, "hub", "{\"spec\": " + spec + "}");
  }

  private static void deployment(Stage stage, String registry) {
    stage.home();
    stage.deployment("web", ", " + registry);
  }

  @Test
  void theLoginIsTriedOnceAfterEachChangeAndOnRequest() {
    try (var stage = Stage.open()) {
      password(stage, "opens it");
      registry(stage, "");
      stage.ready(ContainerRegistry.class, "hub");
      untilLogin(stage, "True");
      stage.pass(Duration.ofHours(1));
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(tests(stage)).as("never while nothing happens").isEqualTo(1);

      patch(stage, "{\"username\": \"fox\"}");
      stage.until(() -> stored(stage, "username").equals("fox"));
      stage.pass(Duration.ofMinutes(10));
      assertThat(tests(stage)).as("another user").isEqualTo(2);

      password(stage, "another one");
      var id = stage.get(ContainerRegistry.class, "hub").getStatus().id();
      stage.until(
          () -> "another one".equals(stage.team().kept("container-registries", id, "password")));
      stage.pass(Duration.ofMinutes(10));
      assertThat(tests(stage)).as("another password").isEqualTo(3);

      stage.rig.annotate(ContainerRegistry.class, "hub", Annotations.RECONCILE_AT, "1");
      stage.pass(Duration.ofMinutes(10));
      assertThat(tests(stage)).as("a person asked").isEqualTo(4);
    }
  }

  /** A service may count the test itself as a write. */
  @Test
  void aTestThatMovesTheDateLeadsToNoOther() {
    try (var stage = Stage.open()) {
      password(stage, "opens it");
      registry(stage, "");
      var id = stage.ready(ContainerRegistry.class, "hub").getStatus().id();
      untilLogin(stage, "True");
      stage.pass(Duration.ofMinutes(10));
      var moved = stage.rig.time.instant().toString();
      stage.team().table("container-registries").edit(id, it -> it.put("dtModified", moved));
      stage.pass(Duration.ofHours(1));
      assertThat(tests(stage)).isEqualTo(1);
      assertThat(stage.calls("PUT", "/container-registries/{id}")).isLessThanOrEqualTo(1);
    }
  }

  /** Every write moves the date, which alone tells that others wrote the password. */
  @ParameterizedTest
  @ValueSource(strings = {"Report", "Correct"})
  void anEditOfAnotherFieldIsNoPasswordOfOthers(String drift) {
    try (var stage = Stage.open()) {
      password(stage, "opens it");
      registry(stage, ", policy: {drift: %s}".formatted(drift));
      stage.ready(ContainerRegistry.class, "hub");
      stage.pass(Duration.ofMinutes(10));
      patch(stage, "{\"username\": \"fox\"}");
      stage.until(() -> stored(stage, "username").equals("fox"));
      stage.pass(Duration.ofMinutes(10));
      assertThat(Rig.is(stage.get(ContainerRegistry.class, "hub"), "Synced", "True")).isTrue();
      assertThat(stage.calls("PUT", "/container-registries/{id}")).isEqualTo(1);
      assertThat(stage.events("DriftDetected")).isEmpty();
      assertThat(stage.events("Updated")).noneMatch(it -> it.contains("password"));
    }
  }

  @Test
  void aPasswordOfOthersStaysShownAfterAnEditOfAnotherField() {
    try (var stage = Stage.open()) {
      password(stage, "opens it");
      registry(stage, ", policy: {drift: Report}");
      var id = stage.ready(ContainerRegistry.class, "hub").getStatus().id();
      stage.pass(Duration.ofMinutes(10));
      stage.team().console("PUT", "/container-registries/" + id, "{\"password\": \"theirs\"}");
      stage.says(ContainerRegistry.class, "hub", "Synced", "DriftReported");
      patch(stage, "{\"username\": \"fox\"}");
      stage.until(() -> stored(stage, "username").equals("fox"));
      stage.pass(Duration.ofMinutes(10));
      stage.says(ContainerRegistry.class, "hub", "Synced", "DriftReported");
      assertThat(stage.team().kept("container-registries", id, "password")).isEqualTo("theirs");
    }
  }

  @Test
  void aLoginThatFailsIsToldOnceWithoutThePassword() {
    try (var stage = Stage.open()) {
      stage.cloud.mishaps().registryPassword(URL, "the right one");
      password(stage, "a wrong one");
      registry(stage, "");
      untilLogin(stage, "False");
      var told = stage.ready(ContainerRegistry.class, "hub");
      var login = Rig.condition(told, LOGIN).orElseThrow();
      assertThat(login.reason()).isEqualTo("LoginRefused");
      assertThat(login.message())
          .startsWith("The service could not log in: unauthorized: ")
          .doesNotContain("a wrong one");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.events("LoginRefused")).hasSize(1);
      assertThat(tests(stage)).as("a wrong password may lock the account").isEqualTo(1);

      password(stage, "the right one");
      untilLogin(stage, "True");
      assertThat(tests(stage)).isEqualTo(2);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.events("Recovered"))
          .containsExactly("No longer LoginRefused. The service could log in.");
    }
  }

  @Test
  void aTestWithoutAnAnswerIsMadeAgainAndHoldsNothingUp() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("GET", TEST, Fault.UNAVAILABLE);
      password(stage, "opens it");
      registry(stage, "");
      stage.ready(ContainerRegistry.class, "hub");
      untilLogin(stage, "True");
      assertThat(stage.events("LoginRefused")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.UnknownInDeployment.class)
  void aDeploymentWaitsForItAndItWaitsForTheDeployment(Choices.UnknownInDeployment choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      deployment(stage, "containerRegistryRef: {name: hub}");
      stage.says(Deployment.class, "web", "Synced", "WaitingForReference");
      password(stage, "opens it");
      registry(stage, ", name: Images");
      stage.ready(Deployment.class, "web");
      assertThat(
              stage
                  .team()
                  .deployments()
                  .all()
                  .get(0)
                  .at("/latestSpec/data/containerRegistry")
                  .asText())
          .isEqualTo("Images");
      stage.rig.delete(ContainerRegistry.class, "hub");
      var waiting = stage.says(ContainerRegistry.class, "hub", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .contains("Deployment/web");
      stage.rig.delete(Deployment.class, "web");
      stage.gone(ContainerRegistry.class, "hub");
      assertThat(stage.team().table("container-registries").size()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.DeleteInUse.class)
  void oneThatIsUsedByNameIsKept(Choices.DeleteInUse choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      password(stage, "opens it");
      registry(stage, "");
      stage.ready(ContainerRegistry.class, "hub");
      deployment(stage, "containerRegistry: hub");
      stage.ready(Deployment.class, "web");
      stage.rig.delete(ContainerRegistry.class, "hub");
      var waiting = stage.says(ContainerRegistry.class, "hub", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .startsWith("Deployments still use registry hub: web.");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().table("container-registries").size()).isEqualTo(1);
      stage.rig.delete(Deployment.class, "web");
      stage.gone(ContainerRegistry.class, "hub");
    }
  }

  @Test
  void aNameThatDeploymentsUseStaysAndHoldsUpNoOtherField() {
    try (var stage = Stage.open()) {
      password(stage, "opens it");
      registry(stage, ", name: hub");
      stage.ready(ContainerRegistry.class, "hub");
      deployment(stage, "containerRegistryRef: {name: hub}");
      stage.ready(Deployment.class, "web");
      patch(stage, "{\"name\": \"depot\"}");
      var refused = stage.says(ContainerRegistry.class, "hub", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(refused, "Stalled").orElseThrow().message())
          .contains(
              "name (declared depot, actual hub)",
              "deployments use the registry by its name hub: web.",
              "Make a second ContainerRegistry");
      patch(stage, "{\"username\": \"fox\"}");
      stage.until(() -> stored(stage, "username").equals("fox"));
      assertThat(stored(stage, "name")).isEqualTo("hub");

      stage.rig.delete(Deployment.class, "web");
      stage.gone(Deployment.class, "web");
      stage.rig.annotate(ContainerRegistry.class, "hub", Annotations.RECONCILE_AT, "1");
      stage.until(() -> stored(stage, "name").equals("depot"));
    }
  }

  /** His list holds what is assigned to him, and so proves nothing (10.30). */
  @Test
  void thatAPlainMemberSeesNoDeploymentIsNoProof() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Choices.DeleteInUse.ALLOWED);
      password(stage, "opens it");
      registry(stage, "");
      stage.ready(ContainerRegistry.class, "hub");
      var project = stage.team().console("POST", "/projects", "{\"name\": \"d\"}").path("id");
      var body =
          """
          {"projectId": "%s", "config": {"apiVersion": "v1", "name": "web", "image": "x:1",
           "containerRegistry": "hub", "resources": {"machineType": "C4", "ports": [80]}}}
          """;
      stage.team().console("POST", "/deployments", body.formatted(project.asText()));
      stage.pass(Duration.ofMinutes(5));
      stage.cloud.choose(Dialects.MemberSees.NOT_FOUND);
      MachineDialectsTest.member(stage);
      patch(stage, "{\"name\": \"depot\"}");
      var kept = stage.says(ContainerRegistry.class, "hub", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(kept, "Stalled").orElseThrow().message())
          .contains("deployments that the key does not show may use");
      stage.rig.delete(ContainerRegistry.class, "hub");
      var waiting = stage.says(ContainerRegistry.class, "hub", "Synced", "InUse");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .contains("a plain member", "key of an owner", "policy.deletion: Retain");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().table("container-registries").size()).isEqualTo(1);
      stage.rig.secret("paperspace", "apiKey", Rig.KEY);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.get(ContainerRegistry.class, "hub").getStatus().conditions().toString())
          .contains("Deployments still use registry hub: web.");
    }
  }
}
