package com.paperspace.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.paperspace.PaperspaceException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

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
  void aRefusalOfTheApiIsAFailureEvenWhenItPassesByItself() {
    var conflict = new PaperspaceException(PaperspaceException.Reason.CONFLICT, 409, "said");
    assertThat(Failures.isWait(conflict)).isFalse();
    var wait = new PassEndedException(Verdict.waiting(Reason.WaitingForReference, "said"));
    assertThat(Failures.isWait(wait)).isTrue();
  }
}
