package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.SharedDrive;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnedSecretTest {
  private static final OutputValues VALUES = values("dr1", Map.of("password", "pässword"), true);
  private static final Map<String, String> MOUNT = Map.of("mountPoint", "//here");

  private static OutputValues values(String id, Map<String, String> values, boolean whole) {
    return new OutputValues(id, values, whole);
  }

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
    assertThat(owned.isAlready(written, values("dr1", Map.of("password", "another"), true)))
        .isFalse();
    assertThat(owned.isAlready(written, values("dr1", Map.of(), true))).as("it is gone").isFalse();
    assertThat(owned.isAlready(written, values("dr1", Map.of(), false))).as("not shown").isTrue();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "uid-1, dr1, false, true, what is not shown is not gone",
    "uid-1, dr1, true, false, what is left out of all there is is gone",
    "uid-1, dr2, false, false, it was that of another object",
    "uid-2, dr1, false, false, it was that of another resource",
  })
  void whatStaysOfWhatWasWritten(String uid, String id, boolean whole, boolean stays, String why) {
    var again =
        of(new SharedDrive(), "drive", uid)
            .with(values(id, MOUNT, whole), new SecretBuilder(written));
    var keys = stays ? Set.of("mountPoint", "password") : Set.of("mountPoint");
    assertThat(again.getData().keySet()).as(why).isEqualTo(keys);
  }

  @Test
  void itsValuesArePrintedNowhere() {
    assertThat(VALUES.toString()).contains("dr1", "password").doesNotContain("pässword");
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
    var again = owned.with(values("dr1", MOUNT, true), labelled);
    assertThat(again.getMetadata().getLabels()).containsEntry("team", "blue");
    assertThat(again.getData()).containsOnlyKeys("mountPoint");
  }
}
