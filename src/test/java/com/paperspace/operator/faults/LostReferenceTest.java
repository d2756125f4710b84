package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the spec refers to is gone in the cloud: that is waited for, and no fault of the spec. */
class LostReferenceTest {
  private static String reason(PaperspaceResource<?, ?> resource) {
    return Rig.condition(resource, "Ready").orElseThrow().reason();
  }

  private static <R extends PaperspaceResource<?, ?>> Set<String> reasonsUntilMadeAgain(
      Stage stage, Class<R> kind, String name, String oldId) {
    var reasons = new HashSet<String>();
    stage.until(
        kind,
        name,
        r -> {
          reasons.add(reason(r));
          return r.getStatus().id() != null
              && !oldId.equals(r.getStatus().id())
              && Rig.is(r, "Synced", "True");
        });
    return reasons;
  }

  private static void loseHome(Stage stage) {
    var id = stage.get(PaperspaceProject.class, "home").getStatus().id();
    stage.pass(Duration.ofMinutes(7));
    stage.team().deployments().all().stream()
        .map(it -> it.path("id").asText())
        .forEach(stage.team().deployments()::remove);
    stage.team().projects().remove(id);
  }

  @Test
  void aDeploymentWaitsForItsProjectThatIsMadeAgain() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("web", "");
      stage.ready(Deployment.class, "web");
      var old = stage.get(Deployment.class, "web").getStatus().id();
      loseHome(stage);
      stage.rig.annotate(Deployment.class, "web", Annotations.RECONCILE_AT, "1");
      var reasons = reasonsUntilMadeAgain(stage, Deployment.class, "web", old);
      assertThat(reasons).contains("WaitingForReference").doesNotContain("InvalidSpec", "Conflict");
      assertThat(stage.events("InvalidSpec")).isEmpty();
    }
  }

  @Test
  void aProjectSecretWaitsForItsProjectThatIsMadeAgain() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("token", "");
      stage.ready(ProjectSecret.class, "token");
      var old = stage.get(ProjectSecret.class, "token").getStatus().id();
      loseHome(stage);
      stage.rig.annotate(ProjectSecret.class, "token", Annotations.RECONCILE_AT, "1");
      var reasons = reasonsUntilMadeAgain(stage, ProjectSecret.class, "token", old);
      assertThat(reasons).contains("WaitingForReference").doesNotContain("InvalidSpec", "Conflict");
      assertThat(stage.events("InvalidSpec")).isEmpty();
    }
  }

  @Test
  void aDeploymentWaitsForItsSecretThatIsMadeAgain() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("token", "");
      stage.ready(ProjectSecret.class, "token");
      stage.deployment("web", ", env: [{name: T, valueFrom: {projectSecretRef: {name: token}}}]");
      stage.ready(Deployment.class, "web");
      stage.pass(Duration.ofMinutes(7));
      stage.cloud.choose(Choices.UnknownInDeployment.REJECTED);
      stage.team().secrets().remove(stage.get(ProjectSecret.class, "token").getStatus().id());
      stage.patch(Deployment.class, "web", "{\"spec\": {\"image\": \"web:2\"}}");
      var reasons = new HashSet<String>();
      stage.until(
          Deployment.class,
          "web",
          r -> {
            reasons.add(Rig.condition(r, "Synced").orElseThrow().reason());
            return Rig.is(r, "Synced", "True");
          });
      assertThat(reasons).contains("WaitingForReference").doesNotContain("InvalidSpec", "Conflict");
    }
  }

  @Test
  void aWrongSpecIsStillToldAsOne() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.cloud.faults().next("POST", "/deployments", Fault.REFUSED);
      stage.deployment("web", "");
      stage.says(Deployment.class, "web", "Stalled", "InvalidSpec");
    }
  }

  /** Whose own status says that it is gone need not be asked for by every one that names it. */
  @Test
  void whatIsKnownToBeGoneIsWaitedForWithoutACall() {
    try (var stage = Stage.open()) {
      stage.project("home", ", policy: {drift: Report}");
      stage.ready(PaperspaceProject.class, "home");
      stage.pass(Duration.ofMinutes(10));
      stage.team().projects().remove(stage.get(PaperspaceProject.class, "home").getStatus().id());
      stage.says(PaperspaceProject.class, "home", "Stalled", "ExternalMissing");
      stage.deployment("web", "");
      stage.says(Deployment.class, "web", "Reconciling", "WaitingForReference");
      stage.pass(Duration.ofMinutes(10));
      stage.rig.journal.clear();
      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofHours(1));
      // Two looks at the project in 30 minutes each, and the checks of the session, one in 5.
      assertThat(stage.cloud.journal().since(mark)).hasSizeLessThan(30);
      assertThat(stage.rig.journal.writes()).isEmpty();
    }
  }
}
