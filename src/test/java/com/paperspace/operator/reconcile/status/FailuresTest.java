package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @EnumSource
  void whateverTheApiFailsWithIsCounted(PaperspaceException.Reason sort) {
    var streaks = Streaks.NONE;
    for (int i = 0; i < 4; i++) {
      var verdict = Failures.of(new PaperspaceException(sort, 400, "said"), streaks);
      assertThat(verdict.reason().isCounted()).as(verdict.toString()).isTrue();
      streaks = streaks.and(verdict);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 409, 422, 500})
  void whateverKubernetesFailsWithIsCounted(int code) {
    var verdict = Failures.of(new KubernetesClientException("said", code, null), Streaks.NONE);
    assertThat(verdict.reason().isCounted()).as(verdict.toString()).isTrue();
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
  void theAttemptStandsInTheSentenceOfTheService() {
    var full =
        new PaperspaceException(PaperspaceException.Reason.OUT_OF_CAPACITY, 409, "No room now.");
    assertThat(Failures.of(full, Streaks.NONE).message()).startsWith("No room now (attempt ");
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

  private static KubernetesClientException answered(int code, String said) {
    var status = new StatusBuilder().withCode(code).withMessage(said).build();
    return new KubernetesClientException("raw", code, said == null ? null : status);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | no quota | STALLED Forbidden Kubernetes refused (a right of the operator, a quota or a webhook): no quota.",
        "403 |          | STALLED Forbidden Kubernetes refused (a right of the operator, a quota or a webhook): 403.",
        "422 | spec.a: too long | STALLED InvalidSpec Kubernetes refused: spec.a: too long. Correct the field it names.",
        "500 | broken | TRANSIENT InternalError The Kubernetes API answered 500; trying again.",
        "409 | newer | TRANSIENT InternalError The Kubernetes API answered 409; trying again.",
      })
  void whatKubernetesAnsweredIsShown(int code, String said, String is) {
    var verdict = Failures.of(answered(code, said), Streaks.NONE);
    assertThat(verdict.shape() + " " + verdict.reason() + " " + verdict.message()).startsWith(is);
  }

  @ParameterizedTest
  @CsvSource({"409, true", "404, true", "403, false", "500, false"})
  void aViewThatIsOutOfDateIsNoFailure(int code, boolean outdated) {
    assertThat(Failures.isOutdated(answered(code, "said"))).isEqualTo(outdated);
  }

  @Test
  void aPassThatEndedSaysWhy() {
    var verdict = Verdict.waiting(Reason.WaitingForReference, "said");
    assertThat(Failures.of(new PassEndedException(verdict), Streaks.NONE)).isSameAs(verdict);
  }

  @Test
  void whatStaysMissingIsSomethingTheSpecNames() {
    var missing = new PaperspaceException(PaperspaceException.Reason.NOT_FOUND, 404, "said");
    var streaks = Streaks.NONE;
    for (int i = 1; i < 3; i++) {
      var verdict = Failures.of(missing, streaks);
      assertThat(verdict.reason()).as("time " + i).isEqualTo(Reason.Conflict);
      streaks = streaks.and(verdict);
    }
    assertThat(Failures.of(missing, streaks).reason()).isEqualTo(Reason.InvalidSpec);
  }

  @Test
  void whoMendsTheSpecIsToldSoAndWhoMendsSomethingElseToo() {
    var invalid = new PaperspaceException(PaperspaceException.Reason.INVALID, 400, "said.");
    assertThat(Failures.of(invalid, Streaks.NONE).message())
        .isEqualTo(
            "said. Correct that in the spec, which is then tried at once; or make what it names, which"
                + " is seen at a later try.");
    var quota = new PaperspaceException(PaperspaceException.Reason.QUOTA, 402, "said");
    assertThat(Failures.of(quota, Streaks.NONE).message())
        .isEqualTo("said. " + Reason.QuotaExceeded.remedy());
  }

  @Test
  void whatCannotBeSentIsForTheAuthorOfTheSpec() {
    var refused = new InvalidInputException("said");
    assertThat(Failures.of(refused, Streaks.NONE))
        .isEqualTo(Verdict.stalled(Reason.InvalidSpec, "said"));
  }
}
