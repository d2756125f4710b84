package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Journal;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many at once end as soon as the budget of the key allows: no call is spent in vain. */
class ManyAtOnceTest {
  private static final double RATE = 10;
  private static final double BURST = 50;

  /** What is measured also waits for the last check of the session, by 20 % at most. */
  private static final double TOLERANCE = 1.2;

  /** Objects gone between two looks of the test, each of which has a limit in real time. */
  private static final int STEP = 4;

  private static final int MANY = 60;

  /** Seconds between two checks of one key's session, at the least. */
  private static final double APART = 10;

  private static void many(int count, IntConsumer each) {
    for (int i = 0; i < count; i++) {
      each.accept(i);
    }
  }

  private static List<? extends PaperspaceResource<?, ?>> list(
      Stage stage, Class<? extends PaperspaceResource<?, ?>> kind) {
    return stage
        .rig
        .kubernetes
        .client()
        .resources(kind)
        .inNamespace(stage.rig.namespace)
        .list()
        .getItems();
  }

  /** How many seconds of virtual time it takes until all is done. */
  private static double seconds(Stage stage, Runnable start, IntSupplier left) {
    stage.pass(Duration.ofMinutes(1));
    Instant before = stage.rig.time.instant();
    start.run();
    for (int most = left.getAsInt(); most >= 0; most -= STEP) {
      int atMost = most;
      stage.until(() -> left.getAsInt() <= atMost);
    }
    stage.until(() -> left.getAsInt() == 0);
    assertThat(apart(stage, before)).as("checks of the session").allMatch(it -> it >= APART);
    return Duration.between(before, stage.rig.time.instant()).toMillis() / 1000.0;
  }

  /** Seconds between one check of the session and the next. */
  private static List<Double> apart(Stage stage, Instant since) {
    var checks =
        stage.cloud.journal().calls("GET", "/auth/session").stream()
            .map(Journal.Entry::time)
            .filter(time -> !time.isBefore(since))
            .toList();
    return IntStream.range(1, checks.size())
        .mapToObj(i -> Duration.between(checks.get(i - 1), checks.get(i)).toMillis() / 1000.0)
        .toList();
  }

  /** Makes many of a kind and answers how long all their deletions take. */
  private static double deletion(
      Stage stage,
      Class<? extends PaperspaceResource<?, ?>> kind,
      int count,
      IntConsumer make,
      IntSupplier there) {
    many(count, make);
    for (int made = 0; made <= count; made += STEP) {
      int least = made;
      stage.until(() -> there.getAsInt() >= least);
    }
    stage.until(() -> there.getAsInt() == count);
    return seconds(
        stage,
        () -> many(count, i -> stage.rig.delete(kind, "x" + i)),
        () -> there.getAsInt() > 0 ? there.getAsInt() : list(stage, kind).size());
  }

  private static void assertPaced(String what, double seconds, int calls) {
    assertThat(seconds).as(what).isLessThan(TOLERANCE * (calls - BURST) / RATE);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 150})
  void projects(int count) {
    try (var stage = Stage.open()) {
      double seconds =
          deletion(
              stage,
              PaperspaceProject.class,
              count,
              i -> stage.project("x" + i, ""),
              stage.team().projects()::size);
      assertPaced(count + " projects", seconds, 5 * count);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 150})
  void secrets(int count) {
    try (var stage = Stage.open()) {
      stage.home();
      double seconds =
          deletion(
              stage,
              ProjectSecret.class,
              count,
              i -> stage.secret("x" + i, ""),
              stage.team().secrets()::size);
      assertPaced(count + " secrets", seconds, 3 * count);
    }
  }

  @Test
  void edits() {
    try (var stage = Stage.open()) {
      many(MANY, i -> stage.project("x" + i, ""));
      stage.until(() -> stage.team().projects().size() == MANY);
      double seconds =
          seconds(
              stage,
              () -> many(MANY, i -> stage.project("x" + i, ", tags: [a]")),
              () -> MANY - (int) stage.calls("POST", "/projects/{id}/tags"));
      // A look at the project, one at its tags, and the change.
      assertPaced("edits", seconds, 3 * MANY);
    }
  }

  @Test
  void recoveries() {
    try (var stage = Stage.open()) {
      many(MANY, i -> stage.cloud.faults().next("POST", "/projects", Fault.EMPTY_BODY));
      double seconds =
          seconds(
              stage,
              () -> many(MANY, i -> stage.project("x" + i, "")),
              () -> MANY - stage.events("IntentRecovered").size());
      assertThat(stage.team().projects().size()).isEqualTo(MANY);
      // The create and the look at the list.
      assertPaced("recoveries", seconds, 2 * MANY);
    }
  }

  /** One list of 60 is one page, in place of 60 looks half a minute after the edits. */
  @Test
  void whatWasEditedTogetherIsReadBackTogether() {
    try (var stage = Stage.open()) {
      many(MANY, i -> stage.project("x" + i, ""));
      stage.until(() -> stage.team().projects().size() == MANY);
      stage.pass(Duration.ofMinutes(2));
      int mark = stage.cloud.journal().size();
      many(MANY, i -> rename(stage, "x" + i));
      stage.until(() -> calls(stage, mark, "PUT") == MANY);
      stage.pass(Duration.ofMinutes(2));
      assertThat(calls(stage, mark, "GET")).as("one look before each edit").isEqualTo(MANY);
    }
  }

  private static void rename(Stage stage, String project) {
    stage.patch(PaperspaceProject.class, project, "{\"spec\": {\"name\": \"renamed\"}}");
  }

  private static long calls(Stage stage, int mark, String method) {
    return stage.cloud.journal().since(mark).stream()
        .filter(it -> it.method().equals(method) && it.route().equals("/projects/{id}"))
        .count();
  }

  /** A look by each for every blip of the key would cost as many calls as there are objects. */
  @ParameterizedTest
  @ValueSource(strings = {"/auth/session", "*"})
  void anApiThatIsAwayForAMomentIsNoReasonToLookAtEach(String route) {
    try (var stage = Stage.open()) {
      many(MANY, i -> stage.project("x" + i, ""));
      many(MANY, i -> stage.ready(PaperspaceProject.class, "x" + i));
      stage.pass(Duration.ofMinutes(10));
      long before = stage.calls("GET", "/projects/{id}");
      stage.cloud.faults().next("*", route, Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofMinutes(6));
      stage.cloud.faults().clear();
      stage.pass(Duration.ofMinutes(10));
      many(MANY, i -> stage.ready(PaperspaceProject.class, "x" + i));
      assertThat(stage.calls("GET", "/projects/{id}") - before).isLessThan(MANY / 10);
    }
  }

  /** The account comes back in its own time, mostly after many that use it. */
  @Test
  void anAccountThatIsBackLateHasNobodyLookAgainWhoSettledBefore() {
    try (var stage = Stage.open()) {
      many(MANY, i -> stage.project("x" + i, ""));
      many(MANY, i -> stage.ready(PaperspaceProject.class, "x" + i));
      stage.pass(Duration.ofMinutes(10));
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofMinutes(6));
      var late = new AtomicBoolean(true);
      stage.kube().fail(it -> late.get() && isStatusOfAccount(it), Integer.MAX_VALUE, 403);
      stage.cloud.faults().clear();
      stage.pass(Duration.ofMinutes(3));
      many(MANY, i -> stage.ready(PaperspaceProject.class, "x" + i));
      assertThat(Rig.is(stage.get(PaperspaceAccount.class, "default"), "Synced", "True")).isFalse();
      late.set(false);
      long before = stage.calls("GET", "/projects/{id}");
      stage.until(PaperspaceAccount.class, "default", it -> Rig.is(it, "Synced", "True"));
      stage.settle();
      assertThat(stage.calls("GET", "/projects/{id}") - before).isZero();
    }
  }

  /** After a long outage Ready is Unknown, and what they live in is seen again after many. */
  @Test
  void aProjectThatIsSeenAgainHasNobodyLookAgainWhoSettledBefore() {
    try (var stage = Stage.open()) {
      stage.home();
      many(MANY, i -> stage.deployment("x" + i, ""));
      many(MANY, i -> stage.ready(Deployment.class, "x" + i));
      stage.pass(Duration.ofMinutes(10));
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofMinutes(40));
      var home = stage.get(PaperspaceProject.class, "home");
      assertThat(Rig.is(home, "Ready", "Unknown")).isTrue();
      stage.cloud.faults().clear();
      long before = stage.calls("GET", "/deployments/{id}");
      stage.pass(Duration.ofMinutes(3));
      many(MANY, i -> stage.ready(Deployment.class, "x" + i));
      long looks = stage.calls("GET", "/deployments/{id}") - before;
      assertThat(looks).as("the look all were due for").isLessThan(MANY + MANY / 10);
    }
  }

  private static boolean isStatusOfAccount(Request request) {
    return KubeFaults.isStatusOf("paperspaceaccounts", request);
  }
}
