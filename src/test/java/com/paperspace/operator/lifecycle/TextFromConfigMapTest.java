package com.paperspace.operator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Crds;
import com.paperspace.operator.kind.NoteKind;
import com.paperspace.operator.kind.NoteKind.View;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An edit of a ConfigMap reaches the cloud without time passing, on a real API server: with all
 * rights, and in named namespaces with the chart's rights alone.
 */
@NeedsControlPlane
class TextFromConfigMapTest {
  private static final Duration MOMENT = Duration.ofSeconds(20);
  private static final String ROLE = "notes-of-a-test";

  private final ControlPlane plane;
  private final Map<String, View> cloud = new ConcurrentHashMap<>();

  TextFromConfigMapTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void announce() {
    plane.client().resource(Crds.of(Note.class)).serverSideApply();
    plane
        .kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd/notes.paperspace.com")
        .orFail();
  }

  @AfterEach
  void withdraw() {
    plane.kubectl("delete", "crd/notes.paperspace.com", "--timeout=60s").orFail();
  }

  private static void configMap(Rig rig, Map<String, String> data) {
    rig.kubernetes
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("words")
                .withNamespace(rig.namespace)
                .endMetadata()
                .withData(data)
                .build())
        .createOr(existing -> existing.update());
  }

  private void untilSaid(String text) {
    await("without time passing")
        .atMost(MOMENT)
        .untilAsserted(
            () -> assertThat(cloud.values()).extracting(View::text).containsExactly(text));
  }

  private static void untilWaiting(Rig rig, String why) {
    await("without time passing")
        .atMost(MOMENT)
        .untilAsserted(
            () -> {
              var synced = Rig.condition(rig.find(Note.class, "n").orElseThrow(), "Synced");
              assertThat(synced).map(it -> it.reason()).hasValue("WaitingForReference");
              assertThat(synced.orElseThrow().message()).contains(why);
            });
  }

  /** The chart gives rights to the kinds it brings, and this one comes from a test. */
  private void grantNotes(Rig rig, ChartRights rights) {
    plane
        .kubectlFed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: %s}
            rules:
            - {apiGroups: [paperspace.com], resources: [notes], verbs: [get, list, watch, patch]}
            - {apiGroups: [paperspace.com], resources: [notes/status], verbs: [update]}
            """
                .formatted(ROLE),
            "apply",
            "-f",
            "-")
        .orFail();
    for (var namespace : rig.watched()) {
      var bindings = plane.client().rbac().roleBindings().inNamespace(namespace);
      var given = bindings.withName(rights.binding()).get();
      bindings
          .resource(
              new RoleBindingBuilder()
                  .withNewMetadata()
                  .withName(ROLE)
                  .withNamespace(namespace)
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", ROLE)
                  .withSubjects(given.getSubjects())
                  .build())
          .create();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEditIsCarriedOutAtOnce(boolean named) {
    try (var rig = new Rig(KubeServer.real(plane), List.of(NoteKind.adapter(cloud)))) {
      if (named) {
        Binaries.orSkip("kube-controller-manager");
        Binaries.orSkip("helm");
        var rights = ChartRights.on(plane);
        rig.bound(rights);
        grantNotes(rig, rights);
      }
      rig.startOperator().account();
      rig.apply(
          """
          kind: Note
          metadata: {name: n}
          spec: {text: {configMapKeyRef: {name: words, key: text}}, readers: [ann, bob]}
          """);
      untilWaiting(rig, "text.configMapKeyRef: ConfigMap words does not exist");

      configMap(rig, Map.of("other", "one"));
      untilWaiting(
          rig, "ConfigMap words in namespace " + rig.namespace + " has no value under text");

      configMap(rig, Map.of("text", "one"));
      untilSaid("one");
      rig.untilReady(Note.class, "n");
      assertThat(cloud.values().iterator().next().readers())
          .containsExactlyInAnyOrder("ann", "bob");

      configMap(rig, Map.of("text", "two"));
      untilSaid("two");
      rig.untilReady(Note.class, "n");
      assertThat(rig.find(Note.class, "n").orElseThrow().toString()).doesNotContain("two");

      rig.delete(Note.class, "n");
      rig.untilGone(Note.class, "n");
      assertThat(cloud).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | set exactly one of inline, configMapKeyRef and secretKeyRef",
        "{inline: a, secretKeyRef: {name: s, key: k}} | set exactly one of inline",
        "{inline: ''} | spec.text.inline",
        "{configMapKeyRef: {name: m}} | spec.text.configMapKeyRef.key",
        "{configMapKeyRef: {name: M, key: k}} | spec.text.configMapKeyRef.name",
        "{secretKeyRef: {name: s, key: 'a b'}} | spec.text.secretKeyRef.key",
      })
  void aSourceIsExactlyOneAndWellFormed(String text, String said) {
    var note = "apiVersion: paperspace.com/v1alpha1\nkind: Note\nmetadata: {name: bad}\n";
    var client = plane.client();
    assertThatThrownBy(
            () ->
                client
                    .resource(note + "spec: {text: " + text + "}")
                    .inNamespace("default")
                    .create())
        .hasMessageContaining(said);
  }

  @Test
  void anInlineTextIsBounded() {
    var note =
        "apiVersion: paperspace.com/v1alpha1\nkind: Note\nmetadata: {name: bad}\nspec: {text: {inline: "
            + "x".repeat(65_537)
            + "}}";
    assertThatThrownBy(() -> plane.client().resource(note).inNamespace("default").create())
        .hasMessageContaining("spec.text.inline");
  }
}
