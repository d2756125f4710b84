package com.paperspace.operator.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource.Unreadable;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.Rig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One pass over an account: whose its key is, and when it may go. */
class AccountReconcilerTest {
  private static Simulator cloud;

  private final Desk desk = Desk.whole(cloud.url());
  private final AccountReconciler reconciler = new AccountReconciler(desk.services);
  private PaperspaceAccount account;

  @BeforeAll
  static void start() {
    cloud = Simulator.start().instant();
    cloud.key("key-a").team("a");
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void anAccount() {
    desk.secret(Map.of("apiKey", "key-a"));
    var read = desk.read(PaperspaceAccount.class, "default", "spec: {secretRef: {name: s}}");
    account = desk.know(desk.client.resource(read).create());
  }

  private Optional<Duration> pass() {
    var next = reconciler.pass(account);
    var fresh = desk.client.resource(account).get();
    account = fresh == null ? account : desk.know(fresh);
    return next;
  }

  private String ready() {
    return Rig.condition(account, "Ready").map(it -> it.reason() + ": " + it.message()).orElse("");
  }

  private List<String> finalizers() {
    return Metadata.finalizers(account);
  }

  @Test
  void aKeyThatIsAccepted() {
    assertThat(pass()).contains(Duration.ofMinutes(5));
    var team = cloud.team("a").id();
    assertThat(ready())
        .isEqualTo("SessionValid: The key was accepted and belongs to team " + team + ".");
    var status = account.getStatus();
    assertThat(status.account().teamId()).isEqualTo(team);
    assertThat(status.observed().teamId()).isEqualTo(team);
    assertThat(status.observed().teamName()).isNotEmpty();
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.appliedGeneration()).isEqualTo(1);
    assertThat(finalizers()).containsExactly(Annotations.IN_USE_FINALIZER);
    var secret = desk.client.secrets().inNamespace(desk.namespace).withName("s").get();
    assertThat(Metadata.finalizers(secret)).containsExactly(Annotations.IN_USE_FINALIZER);
  }

  @Test
  void whoUsesItIsWokenOnlyWhenItsStateChanges() {
    desk.project("p", "spec: {name: p}");
    pass();
    assertThat(desk.woken).containsExactly("p");
    pass();
    assertThat(desk.woken).as("as before").hasSize(1);
  }

  @Test
  void whoUsesItIsWokenWhenItsStateIsWrittenAtLast() {
    desk.project("p", "spec: {name: p}");
    account.unreadable(new Unreadable("spec.budget is no map", Policy.DEFAULT));
    account.getMetadata().setName("not-there");
    assertThat(reconciler.pass(account)).as("its write failed").isPresent();
    assertThat(desk.woken).isEmpty();
    account.getMetadata().setName("default");
    reconciler.pass(account);
    assertThat(desk.woken).containsExactly("p");
    assertThat(desk.events()).hasSize(1);
  }

  @Test
  void aRequestIsServed() {
    account.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "t"));
    account = desk.know(desk.client.resource(account).update());
    pass();
    assertThat(account.getStatus().lastHandledReconcileAt()).isEqualTo("t");
  }

  @Test
  void whatCannotBeReadIsStalledAndHoldsNothing() {
    account.unreadable(new Unreadable("spec.budget is no map", Policy.DEFAULT));
    pass();
    assertThat(ready())
        .startsWith("Unreadable: spec.budget is no map. Correct the field, or upgrade");
    assertThat(finalizers()).isEmpty();
  }

  @Test
  void whatItUsesIsItsSecret() {
    assertThat(reconciler.uses(account)).containsExactly(IndexKey.secret(desk.namespace, "s"));
    assertThat(reconciler.uses(desk.read(PaperspaceAccount.class, "x", "spec: {}"))).isEmpty();
    assertThat(reconciler.uses(desk.read(PaperspaceAccount.class, "x", "kind: PaperspaceAccount")))
        .isEmpty();
  }

  private void leaving() {
    desk.client.resource(account).delete();
    account = desk.know(desk.client.resource(account).get());
  }

  @Test
  void itIsKeptWhileSomethingNeedsItsKey() {
    pass();
    var user =
        desk.project(
            "p", "spec: {name: p}, status: {id: x, account: {name: default, teamId: team-a}}");
    user.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    leaving();
    pass();
    assertThat(ready())
        .isEqualTo(
            "InUse: Kept, with its Secret, until 1 resource that needs the key is gone:"
                + " PaperspaceProject/p. Nothing new is made with it. What is to stay can name"
                + " another account of the team in spec.accountRef.");
    assertThat(finalizers()).isNotEmpty();
    desk.gone(user);
    assertThat(pass()).isEmpty();
    assertThat(desk.client.resource(account).get()).isNull();
    var secret = desk.client.secrets().inNamespace(desk.namespace).withName("s").get();
    assertThat(Metadata.finalizers(secret)).isEmpty();
  }

  @Test
  void whatItsSecretIsIsSaidOnce() {
    leavesWithItsSecret();
    assertThat(ready())
        .isEqualTo(
            "InUse: Kept until 1 resource that needs the key is gone: PaperspaceProject/p. Nothing"
                + " new is made with it. What is to stay can name another account of the team in"
                + " spec.accountRef. Secret s is being deleted and goes with this account. What is"
                + " written to it now may go with it. To end this, put the key into a Secret of"
                + " another name and name that in spec.secretRef.");
  }

  @Test
  void aSecretThatOthersUseDoesNotGoWithIt() {
    desk.account("other", "spec: {secretRef: {name: s}}");
    leavesWithItsSecret();
    assertThat(ready())
        .contains(
            "Secret s is being deleted and is kept only until what needs its key is gone:"
                + " PaperspaceProject/p.")
        .doesNotContain("goes with this account");
  }

  private void leavesWithItsSecret() {
    pass();
    var user =
        desk.project(
            "p", "spec: {name: p}, status: {id: x, account: {name: default, teamId: team-a}}");
    user.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    desk.client.secrets().inNamespace(desk.namespace).withName("s").delete();
    desk.secrets.changed(desk.namespace, "s");
    leaving();
    pass();
  }

  @Test
  void otherWordsOfTheSameReasonWakeNobody() {
    pass();
    var status = "spec: {name: %s}, status: {id: %s, account: {name: default, teamId: team-a}}";
    var going =
        List.of(
            desk.project("p", status.formatted("p", "x")),
            desk.project("q", status.formatted("q", "y")));
    going.forEach(it -> it.getMetadata().setFinalizers(List.of(Annotations.FINALIZER)));
    leaving();
    pass();
    assertThat(ready()).contains("until 2 resources that need");
    desk.woken.clear();
    desk.gone(going.get(0));
    pass();
    assertThat(ready()).contains("until 1 resource that needs");
    assertThat(desk.woken).isEmpty();
  }

  @Test
  void whatIsNotHeldIsNoConcernOfOurs() {
    account.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    assertThat(reconciler.pass(account)).isEmpty();
  }

  @Test
  void whoUsedItIsWokenWhenItIsGone() {
    pass();
    desk.project("p", "spec: {name: p}");
    desk.woken.clear();
    var memo = desk.services.memos().of(account.getMetadata().getUid());
    desk.gone(account);
    reconciler.gone(account);
    assertThat(desk.woken).containsExactly("p");
    assertThat(desk.services.memos().of(account.getMetadata().getUid())).isNotSameAs(memo);
    var secret = desk.client.secrets().inNamespace(desk.namespace).withName("s").get();
    assertThat(Metadata.finalizers(secret)).isEmpty();
  }

  @Test
  void anotherKeyMayDoWhatTheOneBeforeMightNot() {
    pass();
    desk.project("p", "spec: {name: p}");
    desk.woken.clear();
    cloud.key("key-b").team("b");
    var bytes = "key-b".getBytes(StandardCharsets.UTF_8);
    var secret = desk.client.secrets().inNamespace(desk.namespace).withName("s").get();
    secret.getData().put("apiKey", Base64.getEncoder().encodeToString(bytes));
    desk.client.resource(secret).update();
    desk.secrets.changed(desk.namespace, "s");
    pass();
    assertThat(desk.woken).contains("p");
    assertThat(account.getStatus().account().teamId()).isEqualTo(cloud.team("b").id());
  }
}
