package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.NamespaceRights.Lack;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
      - {apiGroups: [""], resources: [secrets], verbs: [get, list, watch, patch, create, update]}
      - {apiGroups: [""], resources: [configmaps], verbs: [list, watch, get]}
      - {apiGroups: [""], resources: [namespaces], verbs: [get]}
      - {apiGroups: [events.k8s.io], resources: [events], verbs: [create, patch]}
      - apiGroups: [rbac.authorization.k8s.io]
        resources: [rolebindings]
        resourceNames: [ours]
        verbs: [get, list, watch, patch]
      """;

  private final ControlPlane plane;
  private Optional<String> wanting = Optional.empty();

  NamespaceRightsTest(ControlPlane plane) {
    this.plane = plane;
    plane.installCrds();
  }

  private Optional<Lack> lack(String namespace, String user) {
    var admin = Config.fromKubeconfig(plane.kubeconfig().toFile());
    var config =
        user == null ? admin : new ConfigBuilder(admin).withImpersonateUsername(user).build();
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var rights = new NamespaceRights(client, List.of(Machine.class), Optional.of("ours"));
      var lack = rights.lack(namespace);
      wanting = rights.wanting(namespace);
      return lack;
    }
  }

  private void grant(String namespace, String rules) {
    plane.kubectl("create", "namespace", namespace).orFail();
    plane
        .kubectlFed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: given, namespace: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: given}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: tester}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: given, namespace: %s}
            rules:
            """
                    .formatted(namespace, namespace)
                + rules,
            "apply",
            "-f",
            "-")
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
    "hold, 'watch, patch, create', 'watch, create', patch secrets",
    "get, '[machines], verbs: [get, ', '[machines], verbs: [', get machines.paperspace.com",
    "look, '[namespaces], verbs: [get]', '[namespaces], verbs: [list]', get namespaces",
  })
  void theFirstRightThatIsMissingIsNamed(String name, String of, String left, String missing) {
    var namespace = "rights-" + name;
    grant(namespace, RULES.replace(of, left));

    assertThat(lack(namespace, "tester").map(Lack::missing))
        .isEqualTo(Optional.ofNullable(missing));
    assertThat(wanting).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "outputs, 'patch, create, update', 'patch, update', create secrets",
    "updates, 'patch, create, update', 'patch, create', update secrets",
    "maps, '[configmaps]', '[others]', 'list configmaps, watch configmaps, get configmaps'",
    "mapreads, 'watch, get]', 'watch]', get configmaps",
    "events, '[events], verbs: [create, patch]', '[events], verbs: [patch]', create events.events.k8s.io",
    "holds, 'resourceNames: [ours]', 'resourceNames: [theirs]', "
        + "'get rolebindings.rbac.authorization.k8s.io ours,"
        + " list rolebindings.rbac.authorization.k8s.io ours,"
        + " watch rolebindings.rbac.authorization.k8s.io ours,"
        + " patch rolebindings.rbac.authorization.k8s.io ours'",
  })
  void whatItCanBeServedWithoutIsSaid(String name, String of, String left, String missing) {
    var namespace = "wanting-" + name;
    grant(namespace, RULES.replace(of, left));

    assertThat(lack(namespace, "tester")).isEmpty();
    assertThat(wanting).isEqualTo(Optional.ofNullable(missing));
  }

  @Test
  void whatIsLookedForIsWhatTheChartGives() {
    var role =
        Helm.find().objects("--set=watchNamespaces={here}").stream()
            .filter(it -> it.at("/kind").asText().equals("ClusterRole"))
            .filter(it -> it.at("/metadata/name").asText().endsWith("-namespaced"))
            .findFirst()
            .orElseThrow();
    Set<String> given = new TreeSet<>();
    for (var rule : role.at("/rules")) {
      for (var verb : rule.at("/verbs")) {
        for (var resource : rule.at("/resources")) {
          given.add(
              new Right(
                      verb.asText(),
                      rule.at("/apiGroups/0").asText(),
                      resource.asText(),
                      rule.at("/resourceNames/0").asText(null))
                  .toString());
        }
      }
    }
    var kinds = new ArrayList<Class<? extends PaperspaceResource<?, ?>>>();
    kinds.add(PaperspaceAccount.class);
    Kinds.all().forEach(it -> kinds.add(it.type()));
    var binding = Optional.of("po-paperspace-operator-rights");
    assertThat(new NamespaceRights(plane.client(), kinds, binding).all())
        .map(Right::toString)
        .containsExactlyInAnyOrderElementsOf(given);
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
