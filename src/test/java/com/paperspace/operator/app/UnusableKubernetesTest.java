package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.net.MalformedURLException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why the operator cannot start on a Kubernetes, with the next step. */
class UnusableKubernetesTest {
  @ParameterizedTest
  @CsvSource({
    "401, does not accept the credentials of this process. Log in again",
    "403, does not let this process list Machine",
  })
  void whoIsNotKnownIsToldFromWhoHasNoRights(int code, String said) throws MalformedURLException {
    var where = URI.create("https://k8s.example:6443").toURL();
    var why = new KubernetesClientException("no", code, null);
    assertThat(UnusableKubernetesException.refused("Machine", where, why))
        .hasMessageStartingWith("Kubernetes at https://k8s.example:6443 " + said);
  }

  @Test
  void whoIsDeniedItsLeaseIsToldWhichSettingsNameIt() {
    var denied =
        new OperatorException(
            "No permission to lease resource. in namespace: ps; missing required verbs: get");
    assertThat(UnusableKubernetesException.ofStart(new OperatorException("It failed", denied)))
        .hasMessageStartingWith(
            "Kubernetes does not let this process use its Lease in namespace: ps; missing required"
                + " verbs: get. ")
        .hasMessageContaining("set LEADER_ELECTION_LEASE and LEADER_ELECTION_NAMESPACE");
    var other = new OperatorException("It failed", new IllegalStateException("otherwise"));
    assertThat(UnusableKubernetesException.ofStart(other)).isSameAs(other);
  }
}
