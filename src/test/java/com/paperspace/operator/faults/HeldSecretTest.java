package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Secret of a key stays as long as somebody needs it, and not a moment longer. */
class HeldSecretTest {
  private static final String HOLD = "paperspace.com/in-use";

  private static boolean isHeld(Stage stage, String name) {
    return Optional.ofNullable(stage.kubeSecret(name).get())
        .map(it -> it.getMetadata().getFinalizers())
        .filter(it -> it.contains(HOLD))
        .isPresent();
  }

  @Test
  void aDeletedSecretWaitsForTheLastResourceOfAnyAccountThatSharesIt() {
    try (var stage = Stage.open()) {
      stage.account("other", "paperspace");
      stage.machine("m", ", accountRef: {name: other}");
      stage.machineReady("m");
      stage.kubeSecret("paperspace").delete();
      stage.settle();
      assertThat(isHeld(stage, "paperspace")).isTrue();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.until(() -> stage.kubeSecret("paperspace").get() == null);
      assertThat(stage.team().machines().all()).isEmpty();
    }
  }

  @Test
  void anotherSecretOfTheAccountFreesTheOneBefore() {
    try (var stage = Stage.open()) {
      stage.rig.secret("next", "apiKey", Rig.KEY);
      stage.until(() -> isHeld(stage, "paperspace"));
      stage.account("default", "next");
      stage.until(() -> isHeld(stage, "next") && !isHeld(stage, "paperspace"));
    }
  }

  /** Its finalizer was taken off, and its successor came before anybody told that it is gone. */
  @Test
  void anAccountReplacedBehindOurBackKeepsNoSecret() {
    try (var stage = Stage.open()) {
      stage.rig.secret("next", "apiKey", Rig.KEY);
      stage.ready(PaperspaceAccount.class, "default");
      stage.settle();
      assertThat(isHeld(stage, "paperspace")).isTrue();
      stage
          .kube()
          .after(
              KubeFaults::isStatus,
              () -> {
                stage.patch(
                    PaperspaceAccount.class, "default", "{\"metadata\": {\"finalizers\": null}}");
                stage.rig.delete(PaperspaceAccount.class, "default");
                stage.account("default", "next");
                // Whoever knows the marker knows the one before it.
                stage.rig.secret("marker-key", "apiKey", Rig.KEY);
                stage.account("marker", "marker-key");
                await().until(() -> isHeld(stage, "marker-key"));
              });
      stage.rig.annotate(PaperspaceAccount.class, "default", "paperspace.com/reconcile-at", "1");
      stage.until(() -> isHeld(stage, "next") && !isHeld(stage, "paperspace"));
      stage.settle();
    }
  }

  @Test
  void accountsThatGoTogetherKeepNoSecretTheyShare() {
    try (var stage = Stage.open()) {
      stage.account("other", "paperspace");
      stage.ready(PaperspaceAccount.class, "other");
      stage.until(() -> isHeld(stage, "paperspace"));
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.rig.delete(PaperspaceAccount.class, "other");
      stage.gone(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "other");
      stage.until(() -> !isHeld(stage, "paperspace"));
    }
  }

  @Test
  void anAccountThatNamedAnotherSecretOnceKeepsNone() {
    try (var stage = Stage.open()) {
      stage.rig.secret("next", "apiKey", Rig.KEY);
      stage.until(() -> isHeld(stage, "paperspace"));
      stage.account("default", "next");
      stage.until(() -> isHeld(stage, "next") && !isHeld(stage, "paperspace"));
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "default");
      stage.until(() -> !isHeld(stage, "next"));
    }
  }

  private static Stage withAccountOnItsWay() {
    var stage = Stage.open();
    stage.machine("m", "");
    stage.machineReady("m");
    stage.rig.delete(PaperspaceAccount.class, "default");
    stage.says(PaperspaceAccount.class, "default", "Ready", "InUse");
    return stage;
  }

  /** The key is needed until the machine is gone, in whatever order a namespace deletes things. */
  private static void keepsItForTheMachine(Stage stage, String secret) {
    stage.until(() -> isHeld(stage, secret));
    stage.kubeSecret(secret).delete();
    stage.settle();
    assertThat(isHeld(stage, secret)).isTrue();
    stage.rig.delete(Machine.class, "m");
    stage.gone(Machine.class, "m");
    stage.gone(PaperspaceAccount.class, "default");
    stage.until(() -> stage.kubeSecret(secret).get() == null);
    assertThat(stage.team().machines().all()).isEmpty();
  }

  @Test
  void anAccountOnItsWayHoldsTheSecretItsKeyMovesTo() {
    try (var stage = withAccountOnItsWay()) {
      stage.rig.secret("next", "apiKey", Rig.KEY);
      stage.patch(PaperspaceAccount.class, "default", secretRef("next"));
      keepsItForTheMachine(stage, "next");
      assertThat(isHeld(stage, "paperspace")).isFalse();
    }
  }

  /** In a namespace that is being deleted the other can never come; elsewhere it is a typo. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSecretIsNotLetGoForOneThatIsNotThere(boolean isAccountLeaving) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      if (isAccountLeaving) {
        stage.rig.delete(PaperspaceAccount.class, "default");
        stage.says(PaperspaceAccount.class, "default", "Ready", "InUse");
      }
      stage.kubeSecret("paperspace").delete();
      stage.patch(PaperspaceAccount.class, "default", secretRef("next"));
      stage.pass(Duration.ofMinutes(1));
      assertThat(isHeld(stage, "paperspace")).isTrue();
      stage.restart();
      stage.pass(Duration.ofMinutes(1));
      assertThat(isHeld(stage, "paperspace")).isTrue();
      stage.patch(PaperspaceAccount.class, "default", secretRef("paperspace"));
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "default");
      stage.until(() -> stage.kubeSecret("paperspace").get() == null);
      assertThat(stage.team().machines().all()).isEmpty();
    }
  }

  @Test
  void itIsLetGoOnceTheOtherIsThere() {
    try (var stage = withAccountOnItsWay()) {
      stage.patch(PaperspaceAccount.class, "default", secretRef("next"));
      stage.settle();
      assertThat(isHeld(stage, "paperspace")).isTrue();
      stage.rig.secret("next", "apiKey", Rig.KEY);
      stage.until(() -> isHeld(stage, "next") && !isHeld(stage, "paperspace"));
      keepsItForTheMachine(stage, "next");
    }
  }

  private static String secretRef(String name) {
    return "{\"spec\": {\"secretRef\": {\"name\": \"%s\"}}}".formatted(name);
  }

  @Test
  void anAccountOnItsWayHoldsItsSecretThatIsThereAgain() {
    try (var stage = withAccountOnItsWay()) {
      stage
          .kubeSecret("paperspace")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
      stage.kubeSecret("paperspace").delete();
      stage.rig.secret("paperspace", "apiKey", Rig.KEY);
      keepsItForTheMachine(stage, "paperspace");
    }
  }

  /** The process dies after a Secret is held and before a status of its account is written. */
  private static void dieHolding(Stage stage, String account, String secret) {
    stage.rig.secret(secret, "apiKey", Rig.KEY);
    stage
        .kube()
        .crashAt(it -> KubeFaults.isStatusOf("paperspaceaccounts", it) && isHeld(stage, secret));
    stage.account(account, secret);
    stage.until(() -> stage.kube().isDead());
    stage.crash();
    assertThat(isHeld(stage, secret)).isTrue();
  }

  @Test
  void aNewAccountWhoseProcessDiedAfterTheHoldKeepsNoSecret() {
    try (var stage = Stage.open()) {
      dieHolding(stage, "other", "next");
      stage.rig.delete(PaperspaceAccount.class, "other");
      stage.start();
      stage.gone(PaperspaceAccount.class, "other");
      assertThat(isHeld(stage, "next")).isFalse();
    }
  }

  @Test
  void anEditedAccountWhoseProcessDiedAfterTheHoldKeepsNoSecret() {
    try (var stage = Stage.open()) {
      dieHolding(stage, "default", "next");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.start();
      stage.gone(PaperspaceAccount.class, "default");
      assertThat(isHeld(stage, "next")).isFalse();
      assertThat(isHeld(stage, "paperspace")).isFalse();
    }
  }

  @Test
  void anAccountEditedAgainAfterThatKeepsOnlyTheLast() {
    try (var stage = Stage.open()) {
      dieHolding(stage, "default", "next");
      stage.rig.secret("last", "apiKey", Rig.KEY);
      stage.account("default", "last");
      stage.start();
      stage.until(() -> isHeld(stage, "last") && !isHeld(stage, "next"));
      assertThat(isHeld(stage, "paperspace")).isFalse();
      stage.settle();
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "default");
      assertThat(isHeld(stage, "last")).isFalse();
    }
  }

  /** In a namespace that is being deleted the rights go with the last object of ours. */
  @Test
  void nothingIsAskedOfTheSecretOnceItsAccountIsGone() {
    try (var stage = Stage.open();
        var logged = new Logged()) {
      stage.until(() -> isHeld(stage, "paperspace"));
      stage.settle();
      stage
          .kube()
          .after(
              request ->
                  request.method().equals("PATCH")
                      && request.url().encodedPath().contains("/paperspaceaccounts/"),
              () ->
                  stage
                      .kube()
                      .fail(it -> it.url().encodedPath().contains("/secrets/"), 1_000, 403));
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "default");
      stage.settle();
      assertThat(logged.atLeast(Level.WARN)).isEmpty();
      assertThat(isHeld(stage, "paperspace")).isFalse();
    }
  }
}
