package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Secret of an account is deleted while its key is in use: said, and nothing applied is lost.
 */
class DeletedSecretTest {
  private static final String NAME = "paperspace";
  private static final String NEXT = "key-of-team-a-2";
  private static final String DELETED = "SecretDeleted";

  private static Stage withMachine() {
    var stage = Stage.open();
    stage.cloud.key(NEXT).team("a");
    stage.machine("m", "");
    stage.machineReady("m");
    return stage;
  }

  /** As kubectl applies it: finalizers and deletion stay as they are. */
  private static void apply(Stage stage, String key) {
    stage
        .kubeSecret(NAME)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"metadata": {"labels": {"tool": "git"}, "annotations": {"last-applied": "yes"}},
             "data": {"apiKey": "%s"}}
            """
                .formatted(base64(key)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static PaperspaceAccount saysDeleted(Stage stage, String also) {
    return stage.until(
        PaperspaceAccount.class,
        "default",
        a ->
            Rig.condition(a, "Synced")
                .filter(c -> c.reason().equals(DELETED) && c.message().contains(also))
                .isPresent());
  }

  private static boolean isAnew(Secret secret, String oldUid) {
    return secret != null
        && !secret.isMarkedForDeletion()
        && !secret.getMetadata().getUid().equals(oldUid);
  }

  @Test
  void theDeletionIsSaidOnceAndTheAccountStaysReady() {
    try (var stage = withMachine()) {
      stage.kubeSecret(NAME).delete();
      var account = saysDeleted(stage, "Machine/m");
      assertThat(Rig.is(account, "Ready", "True")).isTrue();
      assertThat(Rig.is(account, "Synced", "False")).isTrue();
      stage.restart();
      stage.settle();
      assertThat(stage.events(DELETED)).hasSize(1).first().asString().contains("spec.secretRef");
    }
  }

  @Test
  void whatWasAppliedAfterTheDeletionOutlivesTheLastResource() {
    try (var stage = withMachine()) {
      stage.ready(PaperspaceAccount.class, "default");
      stage.settle();
      var uid = stage.kubeSecret(NAME).get().getMetadata().getUid();
      stage.kubeSecret(NAME).delete();
      apply(stage, NEXT);
      saysDeleted(stage, "made again");
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.until(() -> isAnew(stage.kubeSecret(NAME).get(), uid));
      var secret = stage.kubeSecret(NAME).get();
      assertThat(secret.getData()).containsEntry("apiKey", base64(NEXT));
      assertThat(secret.getMetadata().getLabels()).containsEntry("tool", "git");
      assertThat(secret.getMetadata().getAnnotations()).containsEntry("last-applied", "yes");
      assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
      stage.says(PaperspaceAccount.class, "default", "Synced", "UpToDate");
    }
  }

  @Test
  void itOutlivesTheAccountToo() {
    try (var stage = withMachine()) {
      stage.settle();
      stage.kubeSecret(NAME).delete();
      apply(stage, NEXT);
      saysDeleted(stage, "made again");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.says(PaperspaceAccount.class, "default", "Ready", "InUse");
      stage.rig.delete(Machine.class, "m");
      stage.gone(PaperspaceAccount.class, "default");
      var secret = stage.kubeSecret(NAME).get();
      assertThat(secret.getData()).containsEntry("apiKey", base64(NEXT));
      assertThat(secret.getMetadata().getFinalizers()).isEmpty();
    }
  }

  @Test
  void aDeletionThatWasMeantIsCarriedOut() {
    try (var stage = withMachine()) {
      apply(stage, NEXT);
      stage.settle();
      stage.kubeSecret(NAME).delete();
      saysDeleted(stage, "may go with it");
      stage.rig.delete(Machine.class, "m");
      stage.until(() -> stage.kubeSecret(NAME).get() == null);
      stage.settle();
      assertThat(stage.kubeSecret(NAME).get()).isNull();
    }
  }

  /** The way out that the message tells. */
  @Test
  void anotherSecretEndsIt() {
    try (var stage = withMachine()) {
      stage.kubeSecret(NAME).delete();
      saysDeleted(stage, "");
      stage.rig.secret("next", "apiKey", NEXT);
      stage.account("default", "next");
      stage.says(PaperspaceAccount.class, "default", "Synced", "UpToDate");
      stage.until(() -> stage.kubeSecret(NAME).get() == null);
    }
  }

  @Test
  void nothingNewIsMadeWithAnAccountOnItsWayOut() {
    try (var stage = withMachine()) {
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.says(PaperspaceAccount.class, "default", "Ready", "InUse");
      stage.project("late", "");
      var late = stage.says(PaperspaceProject.class, "late", "Ready", "WaitingForAccount");
      assertThat(Rig.condition(late, "Ready").orElseThrow().message())
          .contains("default is being deleted");
      assertThat(stage.team().projects().size()).isZero();
      stage.patch(Machine.class, "m", "{\"spec\": {\"name\": \"edited\"}}");
      stage.until(
          () -> stage.team().machines().all().get(0).path("name").asText().equals("edited"));
      stage.rig.delete(Machine.class, "m");
      stage.gone(PaperspaceAccount.class, "default");
      stage.rig.account();
      stage.ready(PaperspaceProject.class, "late");
    }
  }

  /**
   * Some kinds ask the service for seconds between the look at the account and the announcement.
   */
  @ParameterizedTest
  @ValueSource(strings = {"account", "Secret"})
  void whatWasLetGoBeforeTheAnnouncementIsNotUsedAfterIt(String goes) {
    try (var stage = Stage.open()) {
      stage
          .kube()
          .before(
              KubeFaults::isIntent,
              () -> {
                if (goes.equals("account")) {
                  stage.rig.delete(PaperspaceAccount.class, "default");
                  await().until(() -> stage.rig.find(PaperspaceAccount.class, "default").isEmpty());
                } else {
                  stage.kubeSecret(NAME).delete();
                  await().until(() -> stage.kubeSecret(NAME).get() == null);
                }
              });
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Ready", "WaitingForAccount");
      assertThat(stage.calls("POST", "/machines")).isZero();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
    }
  }

  /** Its status names the account before it until the create is over. */
  @Test
  void anAccountStaysWhileACreateWithItIsUnderWay() throws InterruptedException {
    try (var stage = Stage.open()) {
      stage.account("other", NAME);
      stage.ready(PaperspaceAccount.class, "other");
      stage.machine("m", ", networkRef: {name: missing}");
      stage.says(Machine.class, "m", "Ready", "WaitingForReference");
      var sent = new CountDownLatch(1);
      var answered = new CountDownLatch(1);
      stage
          .cloud
          .faults()
          .next("POST", "/machines", Fault.hold(answered))
          .when(
              request -> {
                sent.countDown();
                return true;
              });
      stage.machine("m", ", accountRef: {name: other}");
      assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
      stage.rig.delete(PaperspaceAccount.class, "other");
      await()
          .until(
              () ->
                  stage
                      .rig
                      .find(PaperspaceAccount.class, "other")
                      .map(it -> Rig.condition(it, "Ready").orElseThrow().reason())
                      .map("InUse"::equals)
                      .orElse(true));
      assertThat(stage.rig.find(PaperspaceAccount.class, "other")).as("held").isPresent();
      answered.countDown();
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.gone(PaperspaceAccount.class, "other");
      assertThat(stage.team().machines().all()).isEmpty();
    }
  }
}
