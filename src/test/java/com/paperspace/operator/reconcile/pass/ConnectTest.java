package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource.Unreadable;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.account.Absence;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.simulator.Simulator;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which account a pass connects, and when it does not. */
class ConnectTest {
  private static Simulator cloud;
  private static String teamA;
  private static String teamB;

  private final Desk desk = Desk.whole(cloud.url());
  private final Connect<PaperspaceProject, PaperspaceProject.Observed> connect =
      new Connect<>(ProjectKind.adapter(), desk.services);

  @BeforeAll
  static void start() {
    cloud = Simulator.start().instant();
    cloud.key("key-a").team("a");
    cloud.key("key-b").team("b");
    teamA = cloud.team("a").id();
    teamB = cloud.team("b").id();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void accounts() {
    account("default", "key-a");
    account("b", "key-b");
    desk.ownKey = Optional.of("key-b");
  }

  private void account(String name, String key) {
    var bytes = key.getBytes(StandardCharsets.UTF_8);
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(desk.namespace)
            .endMetadata()
            .addToData("apiKey", Base64.getEncoder().encodeToString(bytes))
            .build();
    desk.client.resource(secret).create();
    desk.account(name, "spec: {secretRef: {name: " + name + "}}");
  }

  private Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass(String spec) {
    var pass = desk.pass(desk.project("p", "spec: " + spec));
    pass.connection = null;
    pass.draft.account = null;
    return pass;
  }

  private String opened(Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass) {
    return said(() -> assertThat(connect.open(pass)).isEmpty());
  }

  private static String said(Runnable open) {
    return Desk.ended(open).map(it -> it.reason() + ": " + it.message()).orElse("");
  }

  private static AccountUse use(String name, String team, String user) {
    return new AccountUse(name, team, user);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: p} | default | the namespace's own by default",
        "{name: p, accountRef: {name: b}} | b | the one that is named",
      })
  void byWhatTheSpecSays(String spec, String name, String why) {
    var pass = pass(spec);
    assertThat(opened(pass)).isEmpty();
    assertThat(pass.draft.account)
        .as(why)
        .isEqualTo(use(name, name.equals("b") ? teamB : teamA, null));
    assertThat(pass.connection.teamId()).isEqualTo(pass.draft.account.teamId());
    assertThat(connect.keyFrom(pass)).contains("in Secret " + name + " of PaperspaceAccount");
  }

  @Test
  void withoutAnAccountTheOperatorsOwnKeyServes() {
    desk.gone(desk.account("default", "spec: {secretRef: {name: default}}"));
    var pass = pass("{name: p}");
    assertThat(opened(pass)).isEmpty();
    assertThat(pass.draft.account).isEqualTo(use(null, teamB, null));
    assertThat(connect.keyFrom(pass)).startsWith("It is the operator's own");
  }

  @Test
  void anAccountThatIsNotThere() {
    assertThat(opened(pass("{name: p, accountRef: {name: none}}")))
        .startsWith("WaitingForAccount: PaperspaceAccount none does not exist in namespace")
        .endsWith("Create it, or name another in spec.accountRef.");
    var leaving = pass("{name: p, accountRef: {name: default}}");
    leaving.draft.own("x", Origin.Created);
    leaving.draft.account = use("none", teamA, null);
    assertThat(openedForDeletion(leaving))
        .as("what the spec names by now is not asked")
        .startsWith("WaitingForAccount: PaperspaceAccount none does not exist in namespace")
        .endsWith("create it again, or set policy.deletion: Retain.");
    leaving.draft.own("x", Origin.Adopted);
    assertThat(openedForDeletion(leaving)).as("it is kept anyway").endsWith("create it again.");
    leaving.resource.getMetadata().setDeletionTimestamp(null);
    leaving.resource.unreadable(new Unreadable("spec.tags is no list", null));
    leaving.resource.setSpec(null);
    assertThat(said(() -> connect.openForDeletion(leaving)))
        .as("what is put back goes by the status too")
        .endsWith("create it again, or correct the spec.");
    assertThat(connect.keyFrom(leaving)).startsWith("It is");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "x, a, '', '', it was made in the team of the key",
    "x, b, '', x, it was made in another",
    "'', b, '', '', the key was changed before anything was made",
    "'', b, a, '', the intent knows better than the status",
    "'', a, b, an object still to be found, an interrupted create went to another team",
    "'', b, none, an object still to be found, it does not tell; the status does",
  })
  void theTeamItWasMadeIn(String id, String recorded, String intent, String refused, String why) {
    var resource = desk.project("p", "spec: {name: p}");
    if (!intent.isEmpty()) {
      var team = intent.equals("none") ? "" : "#" + team(intent);
      var value = "p-uid.nonce@" + desk.time.instant() + team + " name everywhere/p";
      resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, value));
    }
    var pass = desk.pass(resource);
    pass.draft.id = id;
    pass.draft.account = use("default", team(recorded), "ann");
    var said = opened(pass);
    if (refused.isEmpty()) {
      assertThat(said).as(why).isEmpty();
      boolean seen = !id.isEmpty() || !intent.isEmpty();
      assertThat(pass.draft.account.userId()).as("who sees it").isEqualTo(seen ? "ann" : null);
    } else {
      assertThat(said)
          .as(why)
          .startsWith("TeamMismatch: The key belongs to team " + teamA + ", but " + refused);
    }
  }

  private static String team(String name) {
    return name.equals("a") ? teamA : teamB;
  }

  private String openedForDeletion(
      Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass) {
    pass.resource.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    return said(() -> assertThat(connect.openForDeletion(pass)).isEmpty());
  }

  @Test
  void aDeletionGoesByTheRecord() {
    var pass = pass("{name: p, accountRef: {name: default}}");
    pass.draft.id = "x";
    pass.draft.account = use("b", teamB, null);
    assertThat(openedForDeletion(pass)).isEmpty();
    assertThat(pass.draft.account.name()).isEqualTo("b");
    assertThat(connect.keyFrom(pass)).contains("of PaperspaceAccount b");
  }

  @Test
  void aRecordOfTheOperatorsKeyIsNotBelieved() {
    var pass = pass("{name: p}");
    pass.draft.id = "x";
    pass.draft.account = use(null, teamB, null);
    assertThat(openedForDeletion(pass)).startsWith("TeamMismatch");
    assertThat(connect.keyFrom(pass)).contains("of PaperspaceAccount default");
  }

  @Test
  void withoutARecordADeletionGoesByTheSpec() {
    var pass = pass("{name: p}");
    assertThat(openedForDeletion(pass)).isEmpty();
    assertThat(pass.draft.account.name()).isEqualTo("default");
  }

  @Test
  void aSpecThatCannotBeReadNeedsARecord() {
    var pass = pass("{name: p}");
    pass.resource.unreadable(new Unreadable("spec.tags is no list", Policy.DEFAULT));
    assertThat(openedForDeletion(pass))
        .startsWith("Unreadable: spec.tags is no list. Correct the field");
    desk.gone(desk.account("default", "spec: {secretRef: {name: default}}"));
    pass.draft.id = "x";
    pass.draft.account = use(null, teamB, null);
    assertThat(openedForDeletion(pass)).as("the operator's own then counts").isEmpty();
  }

  @Test
  void aSpecThatCanBeReadIsNoMatter() {
    assertThat(Desk.ended(() -> connect.requireReadable(pass("{name: p}")))).isEmpty();
  }

  @Test
  void aFullQueueHoldsAPassBackButNotOneThatOnlyWaitsForACheck() {
    var pass = pass("{name: p}");
    assertThat(opened(pass)).isEmpty();
    pass.draft.id = "x";
    spend(pass);
    assertThat(connect.open(pass).map(Verdict::reason).map(Enum::name)).contains("RateLimited");
    pass.resource.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    assertThat(connect.openForDeletion(pass)).as("it looks").isPresent();
    pass.memo.absent = new Absence("x", pass.connection, 1, pass.now);
    assertThat(connect.openForDeletion(pass)).as("it has looked").isEmpty();
    pass.memo.absent = new Absence("y", pass.connection, 1, pass.now);
    assertThat(connect.openForDeletion(pass)).as("for another").isPresent();
  }

  @Test
  void aCreateThatWasLookedForWaitsForItsCheckToo() {
    var pass = pass("{name: p}");
    assertThat(opened(pass)).isEmpty();
    spend(pass);
    var value = "p-uid.nonce@" + desk.time.instant() + "#" + teamA + " name everywhere/p";
    pass.resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, value));
    var intent = Intent.of(pass.resource).orElseThrow();
    pass.memo.absent = new Absence(Absences.forGood(intent), pass.connection, 1, pass.now);
    assertThat(connect.openForDeletion(pass)).as("it has looked").isEmpty();
    pass.memo.absent = new Absence(intent.text(), pass.connection, 1, pass.now);
    assertThat(connect.openForDeletion(pass)).as("it looks again, once it is late").isPresent();
  }

  /** Makes as many calls as the key may make at once. */
  private void spend(Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass) {
    desk.account(
        "default", "spec: {secretRef: {name: default}, budget: {requestsPerSecond: 1, burst: 1}}");
    assertThat(connect.open(pass)).as("the last call").isEmpty();
    pass.api().session().get();
  }
}
