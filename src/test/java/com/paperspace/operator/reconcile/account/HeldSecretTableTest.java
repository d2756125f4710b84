package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceAccount;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldSecretTableTest {
  private final PaperspaceAccount account = new PaperspaceAccount();
  private final Map<String, String> marks = new HashMap<>();

  HeldSecretTableTest() {
    account.setMetadata(
        new ObjectMetaBuilder().withNamespace("here").withName("a").withUid("uid").build());
    marks.put("secret", "s");
  }

  private static Secret secret(String value) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("s")
        .addToFinalizers(Annotations.IN_USE_FINALIZER)
        .endMetadata()
        .addToData(PaperspaceAccount.API_KEY, value)
        .build();
  }

  private HeldSecret held() {
    return HeldSecret.of(account, marks);
  }

  @Test
  void onlyWhatWasChangedLateIsMadeAgain() {
    HeldSecret.noteContent(Optional.of(secret("old")), marks);
    assertThat(held().isToStay(secret("old"))).isFalse();
    assertThat(held().isToStay(secret("new"))).isTrue();
  }

  @Test
  void whatItHeldBeforeIsNotGuessed() {
    assertThat(held().hasChanged(secret("new"))).as("never seen").isFalse();
    HeldSecret.noteContent(Optional.of(secret("old")), marks);
    HeldSecret.noteContent(Optional.empty(), marks);
    assertThat(held().hasChanged(secret("new"))).as("was gone meanwhile").isFalse();
  }

  @Test
  void aControllerWritesItsOwnAgain() {
    HeldSecret.noteContent(Optional.of(secret("old")), marks);
    var controlled =
        new SecretBuilder(secret("new"))
            .editMetadata()
            .withOwnerReferences(new OwnerReferenceBuilder().withController(true).build())
            .endMetadata()
            .build();
    assertThat(held().isToStay(controlled)).isFalse();
  }

  @Test
  void anAccountWithoutMarksHoldsNothing() {
    assertThat(HeldSecret.of(account, null)).isNull();
    assertThat(HeldSecret.of(account, Map.of())).isNull();
  }

  @Test
  void theFarewellSaysUntilWhenItStays() {
    HeldSecret.noteContent(Optional.of(secret("old")), marks);
    assertThat(held().farewell(secret("old"), List.of()))
        .contains("and goes now.", "may go with it");
    assertThat(held().farewell(secret("new"), List.of(account)))
        .contains("is gone: PaperspaceAccount/a.", "is made again then");
    var free = new SecretBuilder(secret("new")).editMetadata().withFinalizers().endMetadata();
    assertThat(held().farewell(free.build(), List.of()))
        .contains("was not held by the operator", "may go with it");
  }
}
