package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.PassEndedException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Secret takes what the object gives away, and nobody else's Secret does. */
class OutputSecretTest {
  private final Desk desk = Desk.inKubernetes();
  private final Cloud cloud = new Cloud();
  private final Thing thing = cloud.add("x", "p", null);
  private final Reconciliation<?, ?> pass = desk.pass(desk.stored("p", "spec: {name: p}"));

  @BeforeEach
  void somethingIsGivenAway() {
    cloud.outputSecret = "out";
    cloud.outputs = Map.of("password", "pw");
  }

  private void write() {
    new OutputSecret<Thing>(desk.services).write(cloud.of(pass), thing);
  }

  private Optional<Secret> secret() {
    return Optional.ofNullable(
        desk.client.secrets().inNamespace(desk.namespace).withName("out").get());
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "out, pw, true, named and there",
    ", pw, false, nobody named one",
    "out, , false, the object gives nothing away yet",
  })
  void whenThereIsOne(String name, String value, boolean there, String why) {
    cloud.outputSecret = name;
    cloud.outputs = value == null ? Map.of() : Map.of("password", value);
    write();
    assertThat(secret().isPresent()).as(why).isEqualTo(there);
  }

  @Test
  void itHoldsTheValuesAndGoesWithItsResource() {
    write();
    var secret = secret().orElseThrow();
    assertThat(secret.getData()).containsExactly(Map.entry("password", "cHc="));
    assertThat(secret.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(it -> assertThat(it.getUid()).isEqualTo(pass.uid()));
  }

  private void somebodyElsesStandsThere() {
    var other =
        new SecretBuilder()
            .withNewMetadata()
            .withName("out")
            .withNamespace(desk.namespace)
            .endMetadata()
            .addToData("key", "a2V5")
            .build();
    desk.client.resource(other).create();
  }

  @Test
  void somebodyElsesIsLeft() {
    somebodyElsesStandsThere();
    assertThatThrownBy(this::write)
        .isInstanceOfSatisfying(
            PassEndedException.class,
            e -> {
              assertThat(e.verdict().isStalled()).isTrue();
              assertThat(e.verdict().reason()).isEqualTo(Reason.OutputConflict);
              assertThat(e.verdict().message())
                  .startsWith(
                      "outputs.secret: Secret out exists and is not owned by this object, so it is");
            });
    assertThat(secret().orElseThrow().getData()).containsOnlyKeys("key");
  }

  @Test
  void whoUsesItIsNamed() {
    somebodyElsesStandsThere();
    desk.account("acc", "spec: {secretRef: {name: out, key: key}}");
    assertThatThrownBy(this::write)
        .isInstanceOfSatisfying(
            PassEndedException.class,
            e ->
                assertThat(e.verdict().message())
                    .contains(
                        "by this object and is used by PaperspaceAccount/acc, so it is left"));
  }

  @Test
  void nothingIsMadeInANamespaceThatGoes() {
    desk.namespaceGoes();
    assertThatThrownBy(this::write)
        .isInstanceOfSatisfying(
            PassEndedException.class,
            e -> assertThat(e.verdict().reason()).isEqualTo(Reason.Deleting));
    assertThat(secret()).isEmpty();
  }

  /** As a change of a drive's name is answered by some services. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"true", "false"})
  void whatAnAnswerLeavesOutStaysUnlessTheKindShowsAll(boolean all) {
    cloud.outputs = Map.of("mountPoint", "a", "password", "pw");
    write();
    cloud.outputs = Map.of("mountPoint", "b");
    cloud.showsAllOutputs = all;
    write();
    assertThat(secret().orElseThrow().getData())
        .containsEntry("mountPoint", "Yg==")
        .hasSize(all ? 1 : 2);
  }

  @Test
  void nothingStaysOfAnObjectThatWasMadeAgain() {
    cloud.showsAllOutputs = false;
    cloud.outputs = Map.of("mountPoint", "a", "password", "pw");
    write();
    cloud.outputs = Map.of("mountPoint", "a");
    new OutputSecret<Thing>(desk.services).write(cloud.of(pass), cloud.add("y", "p", null));
    assertThat(secret().orElseThrow().getData()).containsOnlyKeys("mountPoint");
  }

  @Test
  void whatIsThereStillTakesNewValues() {
    write();
    desk.namespaceGoes();
    cloud.outputs = Map.of("password", "new");
    write();
    assertThat(secret().orElseThrow().getData()).containsExactly(Map.entry("password", "bmV3"));
  }
}
