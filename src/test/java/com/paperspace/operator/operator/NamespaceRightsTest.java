package com.paperspace.operator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.operator.NamespaceRights.Lack;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real API server's word on what somebody may do in a namespace. */
@NeedsControlPlane
class NamespaceRightsTest {
  private static final String RULES =
      """
      - {apiGroups: [paperspace.com], resources: [machines], verbs: [get, list, watch, patch]}
      - {apiGroups: [paperspace.com], resources: [machines/status], verbs: [update]}
      - {apiGroups: [""], resources: [secrets], verbs: [get, list, watch]}
      """;

  private final ControlPlane plane;

  NamespaceRightsTest(ControlPlane plane) {
    this.plane = plane;
    plane.installCrds();
  }

  private Optional<Lack> lack(String namespace, String user) {
    var admin = Config.fromKubeconfig(plane.kubeconfig().toFile());
    var config =
        user == null ? admin : new ConfigBuilder(admin).withImpersonateUsername(user).build();
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      return new NamespaceRights(client, List.of(Machine.class)).lack(namespace);
    }
  }

  private void grant(String namespace, String rules) {
    plane.kubectl("create", "namespace", namespace).orFail();
    plane
        .kubectlFed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: given, namespace: %s}
            rules:
            """
                    .formatted(namespace)
                + rules,
            "apply",
            "-f",
            "-")
        .orFail();
    plane
        .kubectl("create", "rolebinding", "given", "--role=given", "--user=tester", "-n", namespace)
        .orFail();
  }

  @Test
  void whatDoesNotExistIsSaidByWhoMayAskAndSuspectedByWhoMayNot() {
    assertThat(lack("nowhere", null).orElseThrow())
        .matches(it -> it.missing().equals("namespace"))
        .matches(it -> it.sentence().startsWith("it does not exist. "));
    assertThat(lack("nowhere", "tester").orElseThrow())
        .matches(it -> it.missing().equals("list machines.paperspace.com"))
        .matches(it -> it.sentence().startsWith("it does not exist, or "));
  }

  @ParameterizedTest
  @CsvSource({
    "none, nothing, nothing, ",
    "watch, 'list, watch, patch', 'list, patch', watch machines.paperspace.com",
    "patch, 'list, watch, patch', 'list, watch', patch machines.paperspace.com",
    "status, machines/status, machines/other, update machines.paperspace.com/status",
    "secrets, '[secrets], verbs: [get', '[secrets], verbs: [wait', get secrets",
  })
  void theFirstRightThatIsMissingIsNamed(String name, String of, String left, String missing) {
    var namespace = "rights-" + name;
    grant(namespace, RULES.replace(of, left));

    assertThat(lack(namespace, "tester").map(Lack::missing))
        .isEqualTo(Optional.ofNullable(missing));
  }

  @Test
  void wildcardsCountAndRightsOnSomeObjectsDoNot() {
    grant("rights-all", "- {apiGroups: ['*'], resources: ['*'], verbs: ['*']}\n");
    assertThat(lack("rights-all", "tester")).isEmpty();

    grant("rights-some", RULES.replace("[machines]", "[machines], resourceNames: [one]"));
    assertThat(lack("rights-some", "tester").orElseThrow().missing())
        .isEqualTo("list machines.paperspace.com");
  }
}
