package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.StatusDraft;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long the Secret of an account stays, and what is said while it goes. */
class SecretProtectionTest {
  private final Desk desk = Desk.inKubernetes();
  private boolean dying;
  private final SecretProtection protection =
      new SecretProtection(
          desk.index, desk.services.writer(), desk.secrets, desk.services.events(), name -> dying);
  private final StatusDraft<PaperspaceAccount.Observed> draft = new StatusDraft<>();
  private PaperspaceAccount account = desk.account("a", "spec: {secretRef: {name: s}}");

  private void secret(String name) {
    desk.client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(desk.namespace)
                .endMetadata()
                .addToData("apiKey", "a2V5")
                .addToData("other", "djE=")
                .build())
        .create();
    changed(name);
  }

  private void changed(String name) {
    desk.secrets.changed(desk.namespace, name);
  }

  private Optional<Secret> find(String name) {
    return Optional.ofNullable(
        desk.client.secrets().inNamespace(desk.namespace).withName(name).get());
  }

  private boolean isHeld(String name) {
    return find(name)
        .filter(it -> Metadata.finalizers(it).contains(Annotations.IN_USE_FINALIZER))
        .isPresent();
  }

  private void delete(String name) {
    desk.client.secrets().inNamespace(desk.namespace).withName(name).delete();
    changed(name);
  }

  private void edit(String name, String key, String value) {
    desk.client
        .secrets()
        .inNamespace(desk.namespace)
        .withName(name)
        .edit(it -> new SecretBuilder(it).addToData(key, value).build());
    changed(name);
  }

  private PaperspaceProject user(String name) {
    var user = desk.project(name, "spec: {name: p, accountRef: {name: a}}");
    user.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    return user;
  }

  private Optional<String> hold() {
    return protection.hold(account, draft);
  }

  @Test
  void holdsWhatTheAccountNames() {
    secret("s");
    assertThat(hold()).isEmpty();
    assertThat(isHeld("s")).isTrue();
    assertThat(draft.marks).containsEntry("secret", "s").containsKey("secretPrint");
    assertThat(draft.marks.get("secretPrint")).hasSize(64);
  }

  @Test
  void aSecretThatIsNotThereIsHeldOnceItIs() {
    assertThat(hold()).isEmpty();
    assertThat(draft.marks).containsEntry("secret", "s").doesNotContainKey("secretPrint");
    secret("s");
    assertThat(hold()).isEmpty();
    assertThat(isHeld("s")).isTrue();
  }

  @Test
  void letsGoOfWhatItNamedBefore() {
    secret("s");
    secret("t");
    desk.gone(account);
    account = desk.know(desk.client.resource(account).create());
    hold();
    draft.marks.put("secretDeleted", "told");
    var edited = desk.read(PaperspaceAccount.class, "a", "spec: {secretRef: {name: t}}");
    edited.setMetadata(account.getMetadata());
    account = desk.know(edited);
    hold();
    assertThat(isHeld("s")).isFalse();
    assertThat(isHeld("t")).isTrue();
    assertThat(draft.marks).containsEntry("secret", "t").doesNotContainKey("secretDeleted");
    assertThat(desk.client.resource(account).get().getStatus().marks())
        .as("noted at once")
        .containsEntry("secret", "t");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "false, false, true, another account uses it",
    "true,  true,  true, also one that is going and still held",
    "true,  false, false, one that was let go uses it no more",
  })
  void aSharedSecretStays(boolean leaving, boolean held, boolean stays, String why) {
    secret("s");
    hold();
    var other = desk.account("b", "spec: {secretRef: {name: s}}");
    if (leaving) {
      other.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    }
    other.getMetadata().setFinalizers(held ? List.of(Annotations.IN_USE_FINALIZER) : List.of());
    account.setStatus(draft.build());
    protection.release(account);
    assertThat(isHeld("s")).as(why).isEqualTo(stays);
  }

  private PaperspaceAccount leaving(String name) {
    var it = desk.read(PaperspaceAccount.class, name, "spec: {secretRef: {name: s}}");
    it.getMetadata().setFinalizers(List.of(Annotations.IN_USE_FINALIZER));
    var stored = desk.client.resource(it).create();
    protection.hold(stored, new StatusDraft<>());
    desk.client.resource(stored).delete();
    return desk.know(desk.client.resource(stored).get());
  }

  @Test
  void ofTwoThatGoAtOnceTheLastLetsItGoWhateverTheCachesShow() {
    secret("s");
    desk.gone(account);
    var one = leaving("b");
    var other = leaving("c");
    protection.letGo(one);
    assertThat(isHeld("s")).as("the other is held yet").isTrue();
    protection.letGo(other);
    assertThat(isHeld("s")).isFalse();
  }

  @Test
  void isLetGoOfOnceAndWithTheAccount() {
    secret("s");
    hold();
    protection.release(account);
    assertThat(isHeld("s")).isFalse();
    edit("s", "other", "djI=");
    desk.secrets.hold(desk.namespace, "s");
    protection.release(account);
    assertThat(isHeld("s")).as("the rights may have ended").isTrue();
    protection.forget("a-uid");
    hold();
    protection.forget("a-uid");
    assertThat(isHeld("s")).isFalse();
  }

  @Test
  void whatAnEarlierProcessHeldIsLetGoToo() {
    secret("s");
    desk.secrets.hold(desk.namespace, "s");
    draft.marks.put("secret", "s");
    account.setStatus(draft.build());
    protection.release(account);
    assertThat(isHeld("s")).isFalse();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "true,  '', false, false, it died before a status told of it",
    "true,  t,  false, false, the status tells of the one before",
    "true,  '', true,  true,  another account uses it",
    "false, '', false, true,  an account that is not held holds none",
  })
  void whatAnEarlierProcessHeldBeforeItDied(
      boolean held, String marked, boolean shared, boolean stays, String why) {
    secret("s");
    secret("t");
    desk.secrets.hold(desk.namespace, "s");
    desk.secrets.hold(desk.namespace, "t");
    account.getMetadata().setFinalizers(held ? List.of(Annotations.IN_USE_FINALIZER) : List.of());
    if (!marked.isEmpty()) {
      draft.marks.put("secret", marked);
      account.setStatus(draft.build());
    }
    var other = shared ? desk.account("b", "spec: {secretRef: {name: s}}") : null;
    protection.release(account);
    assertThat(isHeld("s")).as(why).isEqualTo(stays);
    assertThat(isHeld("t")).as(why).isEqualTo(marked.isEmpty());
    if (shared) {
      desk.gone(other);
      protection.release(account);
      assertThat(isHeld("s")).as("once nobody shares it").isFalse();
    }
  }

  @Test
  void anAccountThatCannotBeReadNamesNoSecret() {
    secret("s");
    desk.secrets.hold(desk.namespace, "s");
    account = desk.read(PaperspaceAccount.class, "a", "spec: null");
    account.getMetadata().setFinalizers(List.of(Annotations.IN_USE_FINALIZER));
    protection.release(account);
    assertThat(isHeld("s")).isTrue();
  }

  @Test
  void oneThatGoesIsKeptWhileItsKeyIsNeeded() {
    secret("s");
    user("p");
    hold();
    delete("s");
    assertThat(hold())
        .hasValue(
            "Secret s is being deleted and is kept only until what needs its key is gone:"
                + " PaperspaceProject/p. What is written to it now may go with it. To end this, put"
                + " the key into a Secret of another name and name that in spec.secretRef.");
    assertThat(isHeld("s")).isTrue();
    assertThat(desk.events()).hasSize(1).first().asString().startsWith("Warning SecretDeleted");
    assertThat(hold()).as("said as long as it lasts").isPresent();
    assertThat(desk.events()).as("told once").hasSize(1);
  }

  @Test
  void oneThatIsNotNeededGoes() {
    secret("s");
    hold();
    delete("s");
    assertThat(hold()).isEmpty();
    assertThat(find("s")).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "false, true, it is made again with what was written late",
    "true, false, its controller makes it again",
  })
  void aLateChange(boolean controlled, boolean again, String why) {
    secret("s");
    if (controlled) {
      var owner = new OwnerReferenceBuilder().withName("o").withController(true).build();
      desk.editSecret("s", it -> it.edit().withOwnerReferences(owner).build());
      changed("s");
    }
    var user = user("p");
    hold();
    delete("s");
    hold();
    edit("s", "apiKey", "bmV3");
    assertThat(hold().orElseThrow()).as(why).contains(again ? "made again then" : "may go with it");
    assertThat(desk.told()).as("told again, for it changed").isEqualTo(2);

    desk.gone(user);
    assertThat(hold()).isEmpty();
    var data = find("s").map(Secret::getData).map(it -> it.get("apiKey"));
    assertThat(data).as(why).isEqualTo(again ? Optional.of("bmV3") : Optional.empty());
    assertThat(isHeld("s")).isEqualTo(again);
  }

  @Test
  void inANamespaceThatGoesNothingIsTold() {
    secret("s");
    user("p");
    hold();
    delete("s");
    dying = true;
    assertThat(hold().orElseThrow()).as("none can be made there").doesNotContain("another name");
    assertThat(desk.events()).isEmpty();
  }

  @Test
  void oneThatWasNeverHeld() {
    secret("s");
    desk.editSecret("s", it -> it.edit().withFinalizers("example.com/other").build());
    delete("s");
    user("p");
    draft.marks.put("secret", "s");
    assertThat(protection.look(account, draft).orElseThrow())
        .startsWith("Secret s is being deleted and was not held by the operator. What is");
  }

  @Test
  void withoutAHeldSecretThereIsNothingToLookAt() {
    assertThat(protection.look(account, draft)).isEmpty();
    assertThat(draft.marks).isEmpty();
  }

  @Test
  void aTroubleThatIsOverIsForgotten() {
    secret("s");
    draft.marks.putAll(Map.of("secret", "s", "secretDeleted", "told"));
    assertThat(protection.look(account, draft)).isEmpty();
    assertThat(draft.marks).doesNotContainKey("secretDeleted").containsKey("secretPrint");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | {id: x, account: {name: a, teamId: t}} | true | it was made with this account",
        "true  | {id: x, account: {name: b, teamId: u}} | false | it is of another team",
        "true  | {id: x, account: {name: b, teamId: t}} | true | a pass may be at work with this one",
        "true  | {id: x, account: {teamId: t}}          | true | likewise after the operator's own key",
        "true  | {account: {name: b, teamId: t}}        | true | a create may be under way",
        "true  |                                        | true | nobody knows yet",
        "false | {id: x, account: {name: a, teamId: t}} | false | it goes by itself",
      })
  void whoNeedsTheKey(boolean held, String recorded, boolean needs, String why) {
    draft.account = new AccountUse(null, "t", null);
    account.setStatus(draft.build());
    var status = recorded == null ? "" : ", status: " + recorded;
    var user = desk.project("p", "spec: {name: p, accountRef: {name: a}}" + status);
    user.getMetadata().setFinalizers(held ? List.of(Annotations.FINALIZER) : List.of());
    assertThat(protection.users(account).isEmpty()).as(why).isNotEqualTo(needs);
  }

  @Test
  void whoIsHeldNeedsTheKeyAlsoBeforeAWatchShowsIt() {
    var user = desk.stored("p", "spec: {name: p, accountRef: {name: a}}");
    assertThat(protection.users(account)).isEmpty();
    desk.services.writer().hold(user, Annotations.FINALIZER, "intent");
    assertThat(Metadata.finalizers(user)).as("as it is shown").isEmpty();
    assertThat(protection.users(account)).hasSize(1);
  }

  @Test
  void aPrintTellsWhetherAnythingChanged() {
    secret("s");
    var before = find("s").orElseThrow();
    var print = SecretPrint.of(before);
    edit("s", "other", "djI=");
    assertThat(SecretPrint.of(find("s").orElseThrow())).isNotEqualTo(print).hasSize(64);
    edit("s", "other", "djE=");
    assertThat(SecretPrint.of(find("s").orElseThrow())).isEqualTo(print);
    before.getData().put("apiKey", "");
    assertThat(SecretPrint.of(before)).isEqualTo("(no key)");
    before.setData(null);
    assertThat(SecretPrint.of(before)).isEqualTo("(no key)");
  }
}
