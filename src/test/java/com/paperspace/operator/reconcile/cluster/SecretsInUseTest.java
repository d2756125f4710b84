package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.Desk;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from Secrets, written to them, held and let go. */
class SecretsInUseTest {
  private static final String OTHERS = "example.com/other";

  private final Desk desk = Desk.inKubernetes();
  private final Secrets secrets = desk.secrets;
  private final PaperspaceProject owner =
      desk.read(PaperspaceProject.class, "p", "spec: {name: p}");

  private void store(Map<String, String> data, String... finalizers) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("s")
            .withNamespace(desk.namespace)
            .withLabels(Map.of("tool", "x"))
            .withFinalizers(finalizers)
            .endMetadata()
            .withType("Opaque")
            .withData(data)
            .build();
    desk.client.resource(secret).create();
    secrets.changed(desk.namespace, "s");
  }

  private Optional<Secret> there() {
    return Optional.ofNullable(
        desk.client.secrets().inNamespace(desk.namespace).withName("s").get());
  }

  private List<String> finalizers() {
    return there().map(Metadata::finalizers).orElse(List.of());
  }

  private void delete() {
    desk.client.secrets().inNamespace(desk.namespace).withName("s").delete();
    secrets.changed(desk.namespace, "s");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "djE=   | v1 | a text",
        "w6Q=   | ä  | in UTF-8",
        "''     | '' | an empty one is none",
        "NONE   | '' | no such key",
        "NODATA | '' | nothing at all",
        "NOTHING | '' | no Secret",
      })
  void aValue(String base64, String value, String why) {
    switch (base64) {
      case "NOTHING" -> {}
      case "NODATA" -> store(null);
      case "NONE" -> store(Map.of("other", "djE="));
      default -> store(Map.of("key", base64));
    }
    assertThat(secrets.value(desk.namespace, "s", "key").orElse("")).as(why).isEqualTo(value);
  }

  @Test
  void whatIsNoTextIsRefused() {
    store(Map.of("key", "/w=="));
    var said = Desk.ended(() -> secrets.value(desk.namespace, "s", "key")).orElseThrow();
    assertThat(said.reason()).isEqualTo(Reason.InvalidSpec);
    assertThat(said.message()).isEqualTo("Secret s: the value under key is not text in UTF-8.");
  }

  @ParameterizedTest(name = "needed: {0}")
  @ValueSource(booleans = {true, false})
  void nobodyCountsOnWhatIsAboutToBeLetGo(boolean needed) {
    store(Map.of("key", "djE="), Annotations.IN_USE_FINALIZER);
    delete();
    assertThat(secrets.stays(desk.namespace, "s")).isTrue();
    secrets.letGoUnless(
        () -> {
          // Another account of the Secret asks at the same time.
          secrets.letGoUnless(() -> true, desk.namespace, "s", it -> false);
          assertThat(secrets.stays(desk.namespace, "s")).as("while that is asked").isFalse();
          return needed;
        },
        desk.namespace,
        "s",
        it -> false);
    assertThat(secrets.stays(desk.namespace, "s")).isEqualTo(needed);
    assertThat(there().isPresent()).isEqualTo(needed);
  }

  @Test
  void aNamespaceThatIsNotWatchedIsReadAnew() {
    store(Map.of("key", "djE="));
    assertThat(secrets.value(desk.namespace, "s", "key")).hasValue("v1");
    desk.client.secrets().inNamespace(desk.namespace).withName("s").delete();
    secrets.forget("another");
    assertThat(secrets.value(desk.namespace, "s", "key")).as("remembered").hasValue("v1");
    secrets.forget(desk.namespace);
    assertThat(secrets.value(desk.namespace, "s", "key")).isEmpty();
  }

  @Test
  void whatNothingUsesAnyMoreIsForgotten() {
    store(Map.of("key", "djE="));
    var key = IndexKey.secret(desk.namespace, "s");
    assertThat(secrets.value(desk.namespace, "s", "key")).hasValue("v1");
    desk.client.secrets().inNamespace(desk.namespace).withName("s").delete();
    secrets.forget(List.of(key), it -> true);
    assertThat(secrets.value(desk.namespace, "s", "key")).as("another uses it").hasValue("v1");
    secrets.forget(List.of("another/key", key), it -> false);
    assertThat(secrets.value(desk.namespace, "s", "key")).isEmpty();
  }

  private boolean write(String value) {
    var values = Map.of("password", value);
    return secrets.write(owner, "s", new OutputValues("p1", values, true));
  }

  @Test
  void isWrittenForItsOwnerAndOnlyWhenItDiffers() {
    assertThat(write("v1")).isTrue();
    var made = there().orElseThrow();
    assertThat(made.getData()).isEqualTo(Map.of("password", "djE="));
    assertThat(made.getType()).isEqualTo("Opaque");
    var reference = made.getMetadata().getOwnerReferences().get(0);
    assertThat(reference.getUid()).isEqualTo("p-uid");
    assertThat(reference.getName()).isEqualTo("p");
    assertThat(reference.getKind()).isEqualTo("PaperspaceProject");
    assertThat(reference.getApiVersion()).isEqualTo("paperspace.com/v1alpha1");
    assertThat(reference.getController()).isTrue();

    assertThat(write("v1")).isTrue();
    assertThat(there().orElseThrow().getMetadata().getResourceVersion())
        .as("not written again")
        .isEqualTo(made.getMetadata().getResourceVersion());
    assertThat(write("v2")).isTrue();
    assertThat(there().orElseThrow().getData()).isEqualTo(Map.of("password", "djI="));
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "paperspace.com/v1alpha1, PaperspaceProject, p, true, one of that name before",
    "paperspace.com/v1alpha1, PaperspaceProject, q, false, another project's",
    "paperspace.com/v1alpha1, Machine, p, false, another kind's",
    "v1, PaperspaceProject, p, false, of another group",
    ", , , false, nobody's",
  })
  void whatIsThereAlready(String version, String kind, String name, boolean ours, String why) {
    store(Map.of("password", "djE="));
    if (name != null) {
      desk.editSecret(
          "s",
          it ->
              it.edit()
                  .withOwnerReferences(
                      new OwnerReferenceBuilder()
                          .withApiVersion(version)
                          .withKind(kind)
                          .withName(name)
                          .withUid("older-uid")
                          .build())
                  .build());
      secrets.changed(desk.namespace, "s");
    }
    assertThat(write("v1")).as(why).isEqualTo(ours);
    var owners = there().orElseThrow().getMetadata().getOwnerReferences();
    assertThat(owners.stream().anyMatch(it -> it.getUid().equals("p-uid"))).isEqualTo(ours);
  }

  @Test
  void isHeldAndLetGo() {
    secrets.hold(desk.namespace, "s");
    assertThat(there()).as("none is there").isEmpty();
    store(Map.of("key", "djE="));
    secrets.hold(desk.namespace, "s");
    assertThat(finalizers()).containsExactly(Annotations.IN_USE_FINALIZER);
    var version = there().orElseThrow().getMetadata().getResourceVersion();
    secrets.hold(desk.namespace, "s");
    assertThat(there().orElseThrow().getMetadata().getResourceVersion()).isEqualTo(version);

    secrets.letGo(desk.namespace, "s", it -> true);
    assertThat(finalizers()).as("one that stays anyway").isEmpty();
    version = there().orElseThrow().getMetadata().getResourceVersion();
    secrets.letGo(desk.namespace, "s", it -> true);
    assertThat(there().orElseThrow().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void whatIsGoingIsNotHeld() {
    store(Map.of("key", "djE="), OTHERS);
    delete();
    secrets.hold(desk.namespace, "s");
    assertThat(finalizers()).containsExactly(OTHERS);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "true, true, its content is needed",
    "false, false, nobody needs it",
  })
  void whatIsLetGoWhileItGoes(boolean kept, boolean again, String why) {
    store(Map.of("key", "djE="));
    secrets.hold(desk.namespace, "s");
    delete();
    secrets.letGo(desk.namespace, "s", it -> kept);
    assertThat(there().isPresent()).as(why).isEqualTo(again);
    there()
        .ifPresent(
            it -> {
              assertThat(it.getData()).isEqualTo(Map.of("key", "djE="));
              assertThat(it.getMetadata().getLabels()).isEqualTo(Map.of("tool", "x"));
              assertThat(it.getType()).isEqualTo("Opaque");
              assertThat(it.isMarkedForDeletion()).isFalse();
              assertThat(Metadata.finalizers(it)).isEmpty();
            });
    assertThat(secrets.value(desk.namespace, "s", "key").isPresent()).isEqualTo(again);
  }

  @Test
  void isMadeAgainOnceTheOldIsGone() {
    store(Map.of("key", "djE="), OTHERS);
    secrets.hold(desk.namespace, "s");
    delete();
    secrets.letGo(desk.namespace, "s", it -> true);
    assertThat(there().orElseThrow().isMarkedForDeletion()).as("others hold it").isTrue();
    desk.client
        .secrets()
        .inNamespace(desk.namespace)
        .withName("s")
        .edit(it -> new SecretBuilder(it).editMetadata().withFinalizers().endMetadata().build());
    assertThat(there()).isEmpty();
    secrets.repay(desk.namespace, "s");
    assertThat(there()).isPresent();
    delete();
    secrets.repay(desk.namespace, "s");
    assertThat(there()).as("once").isEmpty();
  }

  @Test
  void inANamespaceThatGoesNothingIsMadeAgain() {
    desk.client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(desk.namespace)
                .withFinalizers(OTHERS)
                .endMetadata()
                .build())
        .create();
    store(new HashMap<>(Map.of("key", "djE=")));
    secrets.hold(desk.namespace, "s");
    desk.client.namespaces().withName(desk.namespace).delete();
    delete();
    secrets.letGo(desk.namespace, "s", it -> true);
    assertThat(there()).isEmpty();
  }
}
