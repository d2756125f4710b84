package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.MalformedURLException;
import java.net.URI;
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
}
