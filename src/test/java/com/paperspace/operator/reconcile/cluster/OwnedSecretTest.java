package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.SharedDrive;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnedSecretTest {
  private static final Map<String, String> VALUES = Map.of("password", "pässword");

  private static OwnedSecret of(PaperspaceResource<?, ?> owner, String name, String uid) {
    owner.setMetadata(
        new ObjectMetaBuilder().withNamespace("here").withName(name).withUid(uid).build());
    return new OwnedSecret(owner, "outputs");
  }

  private final OwnedSecret owned = of(new SharedDrive(), "drive", "uid-1");
  private final Secret written = owned.with(VALUES, new SecretBuilder());

  @Test
  void goesWithItsOwner() {
    assertThat(written.getMetadata().getNamespace()).isEqualTo("here");
    assertThat(written.getMetadata().getName()).isEqualTo("outputs");
    assertThat(written.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getUid()).isEqualTo("uid-1");
              assertThat(it.getController()).isTrue();
            });
  }

  @Test
  void isWrittenOnceOnly() {
    assertThat(owned.isAlready(written, VALUES)).isTrue();
    assertThat(owned.isAlready(written, Map.of("password", "another"))).isFalse();
  }

  @Test
  void aSuccessorOfTheNameTakesItOver() {
    var successor = of(new SharedDrive(), "drive", "uid-2");
    assertThat(successor.mayReplace(written)).isTrue();
    assertThat(successor.isAlready(written, VALUES)).as("else it would go with the old").isFalse();
  }

  @Test
  void whatOthersOwnIsNotReplaced() {
    assertThat(of(new SharedDrive(), "other", "uid-3").mayReplace(written)).isFalse();
    assertThat(of(new Machine(), "drive", "uid-4").mayReplace(written)).isFalse();
    assertThat(owned.mayReplace(new SecretBuilder().withNewMetadata().endMetadata().build()))
        .as("nobody's")
        .isFalse();
  }

  @Test
  void whatToolsNotedOnItStays() {
    var labelled =
        new SecretBuilder(written).editMetadata().addToLabels("team", "blue").endMetadata();
    var again = owned.with(Map.of("mountPoint", "//here"), labelled);
    assertThat(again.getMetadata().getLabels()).containsEntry("team", "blue");
    assertThat(again.getData()).containsOnlyKeys("mountPoint");
  }
}
