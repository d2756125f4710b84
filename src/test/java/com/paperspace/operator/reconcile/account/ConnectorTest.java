package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Listener;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cluster.SteadyClock;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.simulator.Simulator;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an account to a connection whose team is known, and how often that is asked for. */
class ConnectorTest {
  private static Simulator cloud;
  private static String team;

  private final Desk desk = Desk.whole(cloud.url());
  private final Connector connector = desk.services.connections();
  private final List<String> woken = new ArrayList<>();

  @BeforeAll
  static void start() {
    cloud = Simulator.start().instant();
    cloud.key("key-a").team("a");
    team = cloud.team("a").id();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void account() {
    secret("s", "apiKey", "key-a");
    desk.account("default", "spec: {secretRef: {name: s}}");
  }

  private void secret(String name, String key, String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(desk.namespace)
            .endMetadata()
            .addToData(key, Base64.getEncoder().encodeToString(bytes))
            .build();
    desk.client.resource(secret).create();
  }

  private static void nobody() {}

  private static String said(Optional<Verdict> ended) {
    return ended.map(it -> it.shape() + " " + it.reason() + " " + it.message()).orElse("");
  }

  private String opened(String account, AtomicReference<Use> use) {
    return said(
        Desk.ended(
            () -> {
              var opened = connector.open(desk.namespace, account, ConnectorTest::nobody);
              opened.requireTeam();
              use.set(opened);
            }));
  }

  private Use open() {
    return connector.open(desk.namespace, "default", ConnectorTest::nobody);
  }

  private static int checks() {
    return cloud.journal().calls("GET", "/auth/session").size();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "secretRef: {name: s} | '' | a key",
        "secretRef: {name: s}, teamId: TEAM | '' | of the team that is named",
        "secretRef: {name: s}, teamId: other | STALLED TeamMismatch The key belongs to team TEAM, but"
            + " spec.teamId of PaperspaceAccount a is other. Put a key of that team in its"
            + " place, or correct spec.teamId; | of another",
        "secretRef: {name: none} | WAITING WaitingForAccount Secret none of PaperspaceAccount a does"
            + " not exist. Create it, with the API key under apiKey. | no Secret",
        "secretRef: {name: empty} | WAITING WaitingForAccount Secret empty of PaperspaceAccount a has"
            + " no value under apiKey. Put the API key there. | no key in it",
        "secretRef: {name: bad} | STALLED CredentialsInvalid The API does not accept the key. | a key"
            + " that was revoked",
        "secretRef: {name: broken} | STALLED CredentialsInvalid The API key can never be used: | one"
            + " that cannot be sent",
        "secretRef: {name: long} | STALLED CredentialsInvalid The API key can never be used: it has"
            + " more than 4096 characters, and no key is that long. | one that is no key",
      })
  void anAccount(String spec, String said, String why) {
    secret("empty", "other", "x");
    secret("bad", "apiKey", "revoked");
    secret("broken", "apiKey", "two\nlines");
    secret("long", "apiKey", "k".repeat(4097));
    desk.account("a", "spec: {" + spec.replace("TEAM", team) + "}");
    var use = new AtomicReference<Use>();
    var is = opened("a", use);
    if (said.isEmpty()) {
      assertThat(is).as(why).isEmpty();
      assertThat(use.get().account()).isEqualTo(new AccountUse("a", team, null));
      assertThat(use.get().connection().teamId()).isEqualTo(team);
    } else {
      assertThat(is).as(why).startsWith(said.replace("TEAM", team));
    }
  }

  @Test
  void anAccountThatCannotBeRead() {
    desk.account("a", "status: {id: x}");
    assertThat(opened("a", new AtomicReference<>()))
        .isEqualTo(
            "WAITING WaitingForAccount PaperspaceAccount a cannot be read. Correct it as its status"
                + " says.");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "a, true, does not exist in namespace, it was named",
    ", true, '', the operator's own serves",
    ", false, has no PaperspaceAccount \"default\", there is none",
  })
  void anAccountThatIsNotThere(String name, boolean own, String said, String why) {
    desk.gone(desk.account("default", "spec: {secretRef: {name: s}}"));
    desk.ownKey = own ? Optional.of("key-a") : Optional.empty();
    var use = new AtomicReference<Use>();
    var is = opened(name, use);
    if (said.isEmpty()) {
      assertThat(is).as(why).isEmpty();
      assertThat(use.get().account()).isEqualTo(new AccountUse(null, team, null));
    } else {
      assertThat(is).as(why).startsWith("WAITING WaitingForAccount").contains(said);
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"299, 0, it is believed for a period", "300, 1, and then asked for again"})
  void whoseKeyItIs(long seconds, int more, String why) {
    var use = open();
    assertThat(use.connection().seesAll()).isTrue();
    assertThat(use.connection().teamName()).isNotEmpty();
    int before = checks();
    pass(seconds);
    assertThat(open().connection()).as("one for each key").isSameAs(use.connection());
    assertThat(checks() - before).as(why).isEqualTo(more);
  }

  private void pass(long seconds) {
    desk.after(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "0, false, 0, an answer of just now is kept",
    "0, true, 1, unless a person asks",
    "299, false, 0, and so is one of its period: a user may be gone",
    "300, false, 1, later it is asked for again",
  })
  void anAccountThatIsLookedAt(long seconds, boolean requested, int more, String why) {
    open();
    pass(seconds);
    int before = checks();
    connector.recheck(account("default"), requested);
    open();
    assertThat(checks() - before).as(why).isEqualTo(more);
    open();
    assertThat(checks() - before).as("once").isEqualTo(more);
  }

  private PaperspaceAccount account(String name) {
    return desk.index.find(PaperspaceAccount.class, desk.namespace, name).orElseThrow();
  }

  @Test
  void aRejectedKeyIsLeftAloneUntilItsAccountIsLookedAt() {
    secret("bad", "apiKey", "revoked-2");
    desk.account("a", "spec: {secretRef: {name: bad}}");
    assertThat(opened("a", new AtomicReference<>())).startsWith("STALLED CredentialsInvalid");
    int before = checks();
    assertThat(opened("a", new AtomicReference<>())).startsWith("STALLED CredentialsInvalid");
    assertThat(checks()).as("not asked again").isEqualTo(before);
    connector.recheck(account("a"), false);
    assertThat(opened("a", new AtomicReference<>())).startsWith("STALLED CredentialsInvalid");
    assertThat(checks()).isEqualTo(before + 1);
  }

  @Test
  void aDoubtfulKeyIsAskedForAtOnce() {
    var connection = open().connection();
    int before = checks();
    connection.limiter().called(PaperspaceException.Reason.UNAUTHORIZED, null, Duration.ZERO);
    open();
    open();
    assertThat(checks()).isEqualTo(before + 1);
  }

  private Optional<Verdict> check(Absence look, String who) {
    return Desk.ended(() -> connector.requireCheck(look, new Woken(who, woken)));
  }

  private record Woken(String who, List<String> woken) implements Runnable {
    @Override
    public void run() {
      woken.add(who);
    }
  }

  @Test
  void oneCheckServesAllWhoWaitForIt() {
    var connection = open().connection();
    var look = new Absence("x", connection, connection.tick(), desk.time.instant());
    int before = checks();
    assertThat(check(look, "first").orElseThrow().notBefore()).isEqualTo(Duration.ofSeconds(10));
    assertThat(check(look, "second").orElseThrow().notBefore()).isEqualTo(Duration.ofSeconds(13));
    pass(10);
    assertThat(check(look, "first")).isEmpty();
    assertThat(woken).as("all but the one that goes on by itself").containsExactly("second");
    assertThat(check(look, "second")).isEmpty();
    assertThat(checks()).isEqualTo(before + 1);
  }

  @Test
  void aCheckOfTheSessionServesThemToo() {
    var connection = open().connection();
    var look = new Absence("x", connection, connection.tick(), desk.time.instant());
    assertThat(check(look, "first")).isPresent();
    connector.recheck(account("default"), true);
    open();
    assertThat(woken).containsExactly("first");
    assertThat(check(look, "first")).isEmpty();
  }

  /** Tells its listener of a call, and holds the call until it may go on. */
  private record Held(Listener listener, CountDownLatch begun, CountDownLatch goesOn)
      implements Listener {
    @Override
    public void calling() {
      listener.calling();
      begun.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void called(Call call) {
      listener.called(call);
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "key-a, '', it is accepted",
    "revoked-3, STALLED CredentialsInvalid, it is not: each has to hear it",
  })
  void whileOneAsksForTheSessionOfAKeyNobodyWaits(String key, String said, String why)
      throws Exception {
    secret("slow", "apiKey", key);
    desk.account("a", "spec: {secretRef: {name: slow}}");
    var begun = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    var slow =
        new Connector(
            desk.index,
            desk.services.keys(),
            (it, listener) ->
                Paperspace.connect(
                    ClientConfig.of(cloud.url(), it)
                        .withListener(new Held(listener, begun, goesOn))),
            new SteadyClock(desk.clock, desk.time),
            desk.pacing);
    int before = checks();
    var first = CompletableFuture.supplyAsync(() -> opened(slow, "first"));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    var second = CompletableFuture.supplyAsync(() -> opened(slow, "second"));
    var queued = second.get(20, TimeUnit.SECONDS).orElseThrow();
    assertThat(queued.shape()).isEqualTo(Verdict.Shape.QUEUED);
    assertThat(queued.notBefore()).as("if nothing wakes it").isEqualTo(Duration.ofSeconds(30));
    goesOn.countDown();
    assertThat(said(first.get(20, TimeUnit.SECONDS))).as(why).startsWith(said);
    assertThat(woken).containsExactly("second");
    assertThat(said(opened(slow, "second"))).as(why).startsWith(said);
    assertThat(checks()).as("one for both").isEqualTo(before + 1);
  }

  private Optional<Verdict> opened(Connector by, String who) {
    return Desk.ended(() -> by.open(desk.namespace, "a", new Woken(who, woken)));
  }

  @Test
  void noCheckWhileTheApiIsAway() {
    var connection = open().connection();
    var look = new Absence("x", connection, connection.tick(), desk.time.instant());
    pass(10);
    connection.limiter().rejected();
    int before = checks();
    assertThat(check(look, "first")).isPresent();
    assertThat(checks()).isEqualTo(before);
    connector.recheck(account("default"), true);
    connection.limiter().rejected();
    assertThat(opened("default", new AtomicReference<>())).startsWith("STALLED CredentialsInvalid");
    assertThat(checks()).isEqualTo(before);
  }

  /** As by those at rest in lists, who look once in 120 sync periods. */
  @Test
  void aKeyThatListsAreReadWithIsNotForgotten() {
    var connection = open().connection();
    desk.ownKey = Optional.of("key-b");
    cloud.key("key-b").team("a");
    for (int i = 0; i < 4; i++) {
      desk.after(Duration.ofDays(1));
      assertThat(Admission.refused(connection, false, ConnectorTest::nobody)).isEmpty();
      connector.open("elsewhere", null, ConnectorTest::nobody);
    }
    assertThat(open().connection()).isSameAs(connection);
  }

  @Test
  void aKeyThatIsNotUsedForDaysIsForgotten() {
    var connection = open().connection();
    desk.ownKey = Optional.of("key-b");
    cloud.key("key-b").team("a");
    desk.after(Duration.ofDays(2));
    connector.open("elsewhere", null, ConnectorTest::nobody);
    assertThat(open().connection()).as("two days to the second").isSameAs(connection);
    desk.after(Duration.ofDays(2).plusSeconds(1));
    connector.open("elsewhere", null, ConnectorTest::nobody);
    assertThat(open().connection()).isNotSameAs(connection);
  }

  /** As by somebody who writes one key after another into his Secret. */
  @Test
  void ofKeysWithoutAnAccountThoseUsedLastAreKept() {
    cloud.key("key-o").team("a");
    desk.ownKey = Optional.of("key-o");
    var ours = connector.open("elsewhere", null, ConnectorTest::nobody).connection();
    var first = open().connection();
    secret("other", "apiKey", "key-b");
    cloud.key("key-b").team("a");
    desk.account("b", "spec: {secretRef: {name: other}}");
    var others = opened("b");
    for (int i = 0; i < Connector.SPARE; i++) {
      write("next-" + i);
    }
    assertThat(use("s")).as("put back in time").isSameAs(first);
    for (int i = 0; i <= Connector.SPARE; i++) {
      write("more-" + i);
    }
    assertThat(use("s")).as("put back late").isNotSameAs(first);
    assertThat(opened("b")).as("of an account").isSameAs(others);
    assertThat(connector.open("elsewhere", null, ConnectorTest::nobody).connection())
        .as("the operator's own")
        .isSameAs(ours);
  }

  private void write(String key) {
    cloud.key(key).team("a");
    secret(key, "apiKey", key);
    use(key);
  }

  private Connection use(String secret) {
    desk.after(Duration.ofSeconds(1));
    desk.account("default", "spec: {secretRef: {name: " + secret + "}}");
    return opened("default");
  }

  private Connection opened(String account) {
    var use = new AtomicReference<Use>();
    assertThat(opened(account, use)).isEmpty();
    return use.get().connection();
  }

  /** As when its namespace gets an account of its own while the API is away. */
  @Test
  void theOperatorsKeyDoesNotAlarmForEverOnceNobodyUsesIt() {
    desk.ownKey = Optional.of("key-a");
    var connection = connector.open("elsewhere", null, ConnectorTest::nobody).connection();
    for (int i = 0; i < 5; i++) {
      connection.limiter().called(PaperspaceException.Reason.UNAVAILABLE, null, Duration.ZERO);
    }
    assertThat(connector.uses()).filteredOn(KeyUse::away).hasSize(1);
    desk.after(Duration.ofMinutes(15));
    assertThat(connector.uses()).extracting(KeyUse::account).containsExactly(KeyUse.OPERATOR);
    assertThat(connector.uses()).noneMatch(KeyUse::away);
  }

  /** As on a machine that booted an hour ahead and had its clock set then. */
  @Test
  void aClockThatIsPutBackHoldsNobodyUp() {
    var connection = open().connection();
    for (int i = 0; i < 60; i++) {
      connection.limiter().called(null, null, Duration.ZERO);
    }
    putBack();
    assertThat(admitted(connection)).as("its calls are used up").isEqualTo("RateLimited");
    pass(2);
    assertThat(admitted(connection)).as("ten a second come back").isEmpty();
    connection
        .limiter()
        .called(PaperspaceException.Reason.RATE_LIMITED, Duration.ofSeconds(20), Duration.ZERO);
    putBack();
    pass(21);
    assertThat(admitted(connection)).as("the API asked for 20 seconds").isEmpty();
    for (int i = 0; i < 5; i++) {
      connection.limiter().called(PaperspaceException.Reason.UNAVAILABLE, null, Duration.ZERO);
    }
    putBack();
    pass(2);
    assertThat(admitted(connection)).as("the probe").isEmpty();
    connection.limiter().called(null, null, Duration.ZERO);
    connection.limiter().rejected();
    putBack();
    pass(301);
    assertThat(admitted(connection)).as("a key that was refused is tried again").isEmpty();
  }

  @Test
  void aClockThatIsSetHasTheApiAskedForTheTimeOnce() {
    open();
    int before = checks();
    desk.clock.set(Duration.ofSeconds(30));
    open();
    open();
    assertThat(checks()).isEqualTo(before + 1);
  }

  @Test
  void aClockThatIsPutBackPutsNoCheckOff() {
    var connection = open().connection();
    putBack();
    var look = new Absence("x", connection, connection.tick(), desk.time.instant());
    assertThat(check(look, "first").orElseThrow().notBefore()).isEqualTo(Duration.ofSeconds(10));
    pass(10);
    assertThat(check(look, "first")).isEmpty();
    int before = checks();
    putBack();
    pass(300);
    open();
    assertThat(checks()).as("believed for a period").isEqualTo(before + 1);
  }

  private void putBack() {
    desk.clock.set(Duration.ofHours(-1));
  }

  private String admitted(Connection connection) {
    return Admission.refused(connection, true, ConnectorTest::nobody)
        .map(it -> it.reason().name())
        .orElse("");
  }

  @Test
  void theBudgetOfAnAccountCountsAtTheKeyItUsesNow() {
    var account =
        desk.account(
            "default", "spec: {secretRef: {name: s}, budget: {requestsPerSecond: 1, burst: 1}}");
    var connection = open().connection();
    assertThat(admitted(connection)).as("the check was the one call").isEqualTo("RateLimited");
    connector.forget(account);
    pass(1);
    connection.limiter().called(null, null, Duration.ZERO);
    assertThat(admitted(connection)).as("ten a second again").isEmpty();
  }

  @Test
  void theBudgetOfAnAccountLeavesTheKeyItUsedBefore() {
    cloud.key("key-c").team("a");
    secret("t", "apiKey", "key-c");
    var budget = ", budget: {requestsPerSecond: 1, burst: 1}}";
    desk.account("default", "spec: {secretRef: {name: s}" + budget);
    var before = open().connection();
    desk.account("default", "spec: {secretRef: {name: t}" + budget);
    var now = open().connection();
    assertThat(now).isNotSameAs(before);
    assertThat(admitted(now)).isEqualTo("RateLimited");
    pass(1);
    before.limiter().called(null, null, Duration.ZERO);
    assertThat(admitted(before)).isEmpty();
  }

  @Test
  void theBudgetOfAnAccountWithoutAKeyCountsNowhere() {
    desk.account(
        "default", "spec: {secretRef: {name: s}, budget: {requestsPerSecond: 1, burst: 1}}");
    var connection = open().connection();
    desk.account(
        "default", "spec: {secretRef: {name: none}, budget: {requestsPerSecond: 1, burst: 1}}");
    assertThat(opened("default", new AtomicReference<>())).startsWith("WAITING");
    pass(1);
    connection.limiter().called(null, null, Duration.ZERO);
    assertThat(admitted(connection)).isEmpty();
  }

  @Test
  void theBudgetOfAnAccountThatIsGoneCountsNowhere() {
    var account =
        desk.account(
            "default", "spec: {secretRef: {name: s}, budget: {requestsPerSecond: 1, burst: 1}}");
    desk.gone(account);
    var connection = connector.of(account, ConnectorTest::nobody).connection();
    assertThat(admitted(connection)).isEmpty();
  }

  @Test
  void whereAKeyComesFrom() {
    var keys = desk.services.keys();
    assertThat(keys.from(desk.namespace, null))
        .isEqualTo("It stands under apiKey in Secret s of PaperspaceAccount default");
    assertThat(keys.from(desk.namespace, "default")).isEqualTo(keys.from(desk.namespace, null));
    assertThat(keys.from(desk.namespace, "none")).isEqualTo(ApiKeys.OWN);
    assertThat(ApiKeys.from(desk.account("a", "status: {id: x}")))
        .isEqualTo("It is that of PaperspaceAccount a");
  }

  @Test
  void aHashIsWorthNothingWithoutItsSaltAndKey() {
    var connection = open().connection();
    var hash = connection.digest("salt", "value");
    assertThat(hash).hasSize(64).isEqualTo(connection.digest("salt", "value"));
    assertThat(hash).isNotEqualTo(connection.digest("other", "value"));
    assertThat(hash).isNotEqualTo(desk.connection.digest("salt", "value"));
  }
}
