package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts as a failure, and what is only a wait. */
class FailuresTest {

  private static KubernetesClientException refused(String cause) {
    return new KubernetesClientException(
        new StatusBuilder()
            .withCode(403)
            .withNewDetails()
            .addNewCause("", "", cause)
            .endDetails()
            .build());
  }

  @Test
  void aNamespaceThatIsGoingIsAWaitAndAMissingRightIsAFailure() {
    assertThat(Failures.isWait(refused("NamespaceTerminating"))).isTrue();
    assertThat(Failures.isWait(refused("FieldValueForbidden"))).isFalse();
  }

  @Test
  void whatAnErrorOfOursIsCalledIsForTheLog() {
    var verdict = Failures.of(new NullPointerException("secret"), Streaks.NONE);
    assertThat(verdict.reason()).isEqualTo(Reason.InternalError);
    assertThat(verdict.message()).doesNotContain("NullPointer", "secret").contains("log");
  }

  /** What the API said alone leads nobody on. */
  @ParameterizedTest
  @EnumSource(
      value = PaperspaceException.Reason.class,
      names = {
        "INVALID",
        "FORBIDDEN",
        "BLOCKED",
        "QUOTA",
        "OUT_OF_CAPACITY",
        "NOT_FOUND",
        "MALFORMED"
      })
  void whatThePeopleMustActOnSaysHow(PaperspaceException.Reason sort) {
    var refusal = new PaperspaceException(sort, 400, "said");
    var streaks = Streaks.NONE;
    for (int i = 0; i < 3; i++) {
      streaks = streaks.and(Failures.of(refusal, streaks));
    }
    assertThat(Failures.of(refusal, streaks).message())
        .startsWith("said")
        .matches(".{4}( \\(attempt \\d+\\))?\\. [A-Z].*\\.");
  }

  @Test
  void whatKubernetesRefusesSaysWhatToDo() {
    assertThat(Failures.of(refused("NamespaceTerminating"), Streaks.NONE).message())
        .contains("apply it in another namespace");
    assertThat(Failures.of(refused("FieldValueForbidden"), Streaks.NONE).message())
        .contains("Give the operator the rights");
  }

  @Test
  void aRefusalOfTheApiIsAFailureEvenWhenItPassesByItself() {
    var conflict = new PaperspaceException(PaperspaceException.Reason.CONFLICT, 409, "said");
    assertThat(Failures.isWait(conflict)).isFalse();
    var wait = new PassEndedException(Verdict.waiting(Reason.WaitingForReference, "said"));
    assertThat(Failures.isWait(wait)).isTrue();
  }
}
