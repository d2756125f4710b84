package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.support.VirtualTime;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StockTest {
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final ResourceID ANN = new ResourceID("ann", "ns");
  private static final ResourceID BOB = new ResourceID("bob", "ns");
  private static final ResourceID CARL = new ResourceID("carl", "ns");

  private final VirtualTime time = new VirtualTime();
  private final Map<String, String> cloud = new HashMap<>(Map.of("a", "red", "b", "blue"));
  private final List<ResourceID> woken = new ArrayList<>();
  private final Set<String> gone = new HashSet<>();
  private RuntimeException failure;
  private Error error;
  private Duration closed;
  private boolean queued;

  /** How many sittings end before a page. */
  private int turnedAway;

  private Runnable atFirstWake = () -> {};
  private Runnable reopened;

  /** What is to run once the API is back. */
  private Runnable awaited;

  private int lists;
  private int idle;

  private final Stock<String> stock = stock(time);

  private Stock<String> stock(Scheduler scheduler) {
    return new Stock<>(
        new Stock.Source<>(
            new Reading<>(time, this::closed, this::pages),
            it -> awaited = it,
            (who, id) -> !gone.contains(id),
            this::wake,
            () -> idle++),
        scheduler,
        time,
        withoutJitter(Pacing.every(PERIOD)));
  }

  /** A sweep comes a period after the one before. */
  private static Pacing withoutJitter(Pacing it) {
    return new Pacing(
        it.syncPeriod(),
        it.slowRound(),
        it.movingMin(),
        it.movingMax(),
        it.retryMin(),
        it.retryMax(),
        it.slow(),
        it.createGrace(),
        it.lag(),
        () -> 0);
  }

  private Optional<Reading.Closed> closed(Runnable wake) {
    reopened = wake;
    return Optional.ofNullable(closed).map(it -> new Reading.Closed(it, queued));
  }

  /** Two pages, of which the first is asked for once. */
  private Supplier<Map<String, String>> pages(Runnable beforePage) {
    var isFirst = new AtomicBoolean(true);
    return () -> {
      if (isFirst.get()) {
        beforePage.run();
        isFirst.set(false);
      }
      return rest(beforePage);
    };
  }

  private Map<String, String> rest(Runnable beforePage) {
    if (turnedAway > 0) {
      turnedAway--;
      queued = true;
      closed = Duration.ofSeconds(2);
      time.after(Duration.ofSeconds(1), () -> closed = null);
    }
    beforePage.run();
    lists++;
    if (failure != null) {
      throw failure;
    }
    if (error != null) {
      throw error;
    }
    return Map.copyOf(cloud);
  }

  private void wake(ResourceID who) {
    woken.add(who);
    var meanwhile = atFirstWake;
    atFirstWake = () -> {};
    meanwhile.run();
  }

  private void pass(Duration span) throws InterruptedException {
    woken.clear();
    lists = 0;
    time.advance(span);
  }

  /** Both known by a sweep, as after their first look at its rows. */
  private void known() throws InterruptedException {
    stock.add(ANN, "a", null);
    stock.add(BOB, "b", null);
    pass(PERIOD);
    assertThat(stock.take(ANN, "a")).contains("red");
    assertThat(stock.take(BOB, "b")).contains("blue");
    stock.add(ANN, "a", null);
    stock.add(BOB, "b", null);
  }

  private static PaperspaceException refused(PaperspaceException.Reason reason) {
    return new PaperspaceException(reason, -1, "no");
  }

  /**
   * Its thread may wait at the door already; the list would be read twice a period from then on.
   */
  @Test
  void aTimerThatIsTooLateToBeStoppedBeginsNoSweep() {
    var timers = new ArrayList<Runnable>();
    var watched = stock(new Unstoppable(timers));
    watched.add(ANN, "a", null);
    timers.get(0).run();
    reopened.run();
    assertThat(timers).hasSize(3);
    timers.get(1).run();
    assertThat(lists).isEqualTo(1);
    timers.get(2).run();
    assertThat(lists).isEqualTo(2);
    assertThat(timers).hasSize(4);
  }

  private record Unstoppable(List<Runnable> timers) implements Scheduler {
    @Override
    public Pending after(Duration delay, Runnable task) {
      timers.add(task);
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void close() {}
  }

  @Test
  void whoIsNewIsWokenOnceWithItsRow() throws InterruptedException {
    stock.add(ANN, "a", null);
    pass(PERIOD);
    assertThat(woken).containsExactly(ANN);
    assertThat(stock.take(ANN, "b")).as("of another id").isEmpty();
    assertThat(stock.take(ANN, "a")).contains("red");
    assertThat(stock.take(ANN, "a")).as("only once").isEmpty();
    pass(PERIOD);
    assertThat(woken).as("it has not said that it rests").isEmpty();
  }

  @Test
  void whoWasSeenAsTheListShowsItIsNotWoken() throws InterruptedException {
    stock.add(ANN, "a", "red");
    stock.add(BOB, "b", "as it was before");
    pass(PERIOD);
    assertThat(woken).containsExactly(BOB);
    cloud.put("a", "green");
    pass(PERIOD);
    assertThat(woken).containsExactly(ANN);
  }

  @Test
  void whoTookTheRowByItselfIsNotWokenForIt() throws InterruptedException {
    stock.awaits(ANN, "a", false);
    stock.awaits(BOB, "b", false);
    atFirstWake =
        () -> {
          assertThat(stock.take(ANN, "a")).contains("red");
          assertThat(stock.take(BOB, "b")).contains("blue");
        };
    pass(Duration.ofSeconds(1));
    assertThat(woken).hasSize(1);
  }

  @Test
  void aListThatFailedIsReadAgainOnceTheApiIsBack() throws InterruptedException {
    known();
    failure = refused(PaperspaceException.Reason.UNAVAILABLE);
    pass(PERIOD);
    assertThat(lists).isPositive();
    failure = null;
    cloud.put("a", "green");
    awaited.run();
    pass(Duration.ofMillis(1));
    assertThat(lists).as("at once").isEqualTo(1);
    assertThat(woken).containsExactly(ANN);
  }

  @Test
  void whatDoesNotChangeWakesNobody() throws InterruptedException {
    known();
    pass(PERIOD.multipliedBy(12));
    assertThat(woken).isEmpty();
    assertThat(lists).isBetween(12, 14);
  }

  @Test
  void whoseRowChangedOrVanishedIsWokenAndLooksByItself() throws InterruptedException {
    known();
    cloud.put("a", "green");
    pass(PERIOD);
    assertThat(woken).containsExactly(ANN);
    assertThat(stock.take(ANN, "a")).as("a row that changed proves nothing").isEmpty();
    stock.add(ANN, "a", null);
    cloud.remove("b");
    pass(PERIOD);
    assertThat(woken).as("the other is known by its new row").containsExactly(BOB);
    assertThat(stock.take(BOB, "b")).isEmpty();
  }

  @Test
  void aSweepThatBeganBeforeTheLookIsNotBelieved() throws InterruptedException {
    known();
    pass(PERIOD.minusSeconds(10));
    cloud.put("a", "green");
    stock.add(ANN, "a", null);
    cloud.put("b", "green");
    pass(Duration.ofMinutes(1));
    assertThat(woken).as("the list may lag by 30 s").containsExactly(BOB);
  }

  @Test
  void whoIsNotThereAnyMoreIsNotSweptFor() throws InterruptedException {
    known();
    stock.remove(ANN, "another");
    gone.add("b");
    cloud.remove("a");
    pass(PERIOD);
    assertThat(woken)
        .as("the one whose object is gone, and the one that is of another object by now")
        .containsExactlyInAnyOrder(ANN, BOB);
    pass(PERIOD.multipliedBy(3));
    assertThat(lists).as("nobody is left to read it for").isZero();
    assertThat(idle).isPositive();
    assertThat(stock.isIdle()).isTrue();
  }

  @Test
  void whoWaitsForAListGetsItAtOnceAndForAMinute() throws InterruptedException {
    assertThat(stock.awaits(ANN, "a", false)).isTrue();
    assertThat(stock.awaits(BOB, "c", false)).isTrue();
    pass(Duration.ZERO);
    assertThat(lists).isEqualTo(1);
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(stock.take(ANN, "a")).contains("red");
    assertThat(stock.take(BOB, "c")).as("not in it").isEmpty();
    assertThat(stock.awaits(BOB, "c", false)).as("it has to look by itself").isFalse();
    stock.add(ANN, "a", null);
    pass(Duration.ofMinutes(1));
    assertThat(stock.take(BOB, "b")).as("too late").isEmpty();
    pass(PERIOD);
    assertThat(woken).as("known by the row it took").isEmpty();
  }

  /** Of thousands the last are served minutes after the list was read. */
  @Test
  void whoWaitedAndComesLateStillHasItsRowWhileItIsShownAgain() throws InterruptedException {
    assertThat(stock.awaits(ANN, "a", false)).isTrue();
    assertThat(stock.awaits(BOB, "b", false)).isTrue();
    pass(Duration.ofMinutes(2));
    another();
    cloud.put("b", "green");
    pass(PERIOD);
    assertThat(stock.take(ANN, "a")).as("after two sweeps").contains("red");
    assertThat(stock.take(BOB, "b")).as("it changed meanwhile").isEmpty();
  }

  /** For whom a list is read in any case. */
  private void another() {
    cloud.put("c", "white");
    stock.add(CARL, "c", null);
  }

  @Test
  void whoNeverComesIsForgottenWithItsResource() throws InterruptedException {
    assertThat(stock.awaits(ANN, "a", false)).isTrue();
    pass(Duration.ofMinutes(2));
    another();
    gone.add("a");
    pass(PERIOD);
    assertThat(stock.take(ANN, "a")).isEmpty();
  }

  @Test
  void whoComesWhenNoListIsReadAnyMoreHasNoRow() throws InterruptedException {
    assertThat(stock.awaits(ANN, "a", false)).isTrue();
    pass(PERIOD.multipliedBy(2));
    assertThat(lists).as("for nobody is in it").isEqualTo(1);
    assertThat(stock.take(ANN, "a")).as("nothing tells whether it is still so").isEmpty();
  }

  /** Thousands of looks would hold up the list that makes them needless. */
  @Test
  void whoIsLateWaitsForAListThatIsBeingReadAndForNoOther() throws InterruptedException {
    assertThat(stock.awaits(ANN, "a", true)).as("none is under way").isFalse();
    turnedAway = 3;
    assertThat(stock.awaits(BOB, "b", false)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(lists).as("others come before it").isZero();
    assertThat(stock.awaits(ANN, "a", true)).isTrue();
    pass(Duration.ofMinutes(1));
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
  }

  @Test
  void aListThatFailsIsReadAgainAndAfterAPeriodEachLooksByItself() throws InterruptedException {
    known();
    failure = refused(PaperspaceException.Reason.UNAVAILABLE);
    pass(PERIOD);
    assertThat(lists).isEqualTo(1);
    assertThat(woken).isEmpty();
    assertThat(stock.awaits(CARL, "c", false)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(lists).as("who waits makes no haste with what fails").isZero();
    pass(Duration.ofSeconds(4));
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    failure = new IllegalStateException("unforeseen");
    stock.add(ANN, "a", null);
    pass(PERIOD);
    failure = null;
    stock.add(ANN, "a", null);
    pass(PERIOD);
    assertThat(woken).containsOnly(ANN, CARL);
  }

  /** Who looks by himself when he is woken is not woken by each try that fails after that. */
  @Test
  void whileAListFailsEachLooksByItselfOnceAPeriod() throws InterruptedException {
    known();
    failure = refused(PaperspaceException.Reason.UNAVAILABLE);
    assertThat(stock.awaits(CARL, "c", false)).isTrue();
    int looks = 0;
    for (int i = 0; i < 240; i++) {
      pass(Duration.ofSeconds(5));
      if (woken.contains(ANN)) {
        looks++;
        stock.add(ANN, "a", null);
      }
    }
    assertThat(looks).as("in four periods").isBetween(3, 4);
    assertThat(stock.age().orElseThrow()).isGreaterThan(PERIOD.multipliedBy(3));
  }

  @Test
  void aListThatFailsGrowsOldAlthoughEachIsKnown() throws InterruptedException {
    known();
    failure = refused(PaperspaceException.Reason.UNAVAILABLE);
    for (int i = 0; i < 240; i++) {
      pass(Duration.ofSeconds(5));
      assertThat(stock.age()).as("an alert begins anew where it is missing once").isPresent();
      if (woken.contains(ANN)) {
        stock.add(ANN, "a", null);
      }
    }
    assertThat(idle).isZero();
    assertThat(stock.age().orElseThrow()).isGreaterThan(PERIOD.multipliedBy(3));
    failure = null;
    pass(PERIOD);
    assertThat(stock.age().orElseThrow()).isLessThanOrEqualTo(PERIOD);
  }

  @Test
  void whatOneSweepShowedIsTakenOnce() throws InterruptedException {
    assertThat(stock.awaits(ANN, "a", false)).isTrue();
    pass(Duration.ZERO);
    assertThat(stock.take(ANN, "a")).contains("red");
    assertThat(stock.take(ANN, "a")).as("not even among all").isEmpty();
    stock.add(ANN, "a", null);
    assertThat(stock.take(ANN, "a")).as("when it looks again").isEmpty();
    assertThat(stock.take(BOB, "b")).as("who comes for the first time").contains("blue");
  }

  /** One at rest is woken by the list that another waited for. */
  @Test
  void whoseRowChangedLooksByItselfAlsoWhereAllRowsAreHeld() throws InterruptedException {
    known();
    pass(Duration.ofMinutes(1));
    cloud.put("a", "green");
    assertThat(stock.awaits(CARL, "c", false)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(woken).contains(ANN);
    assertThat(stock.take(ANN, "a")).as("a row that changed proves nothing").isEmpty();
  }

  @Test
  void theRowsOfOneSweepAreOldWithTheNext() throws InterruptedException {
    known();
    pass(PERIOD.minusSeconds(10));
    assertThat(stock.awaits(CARL, "c", false)).isTrue();
    pass(Duration.ZERO);
    cloud.remove("b");
    reopened.run();
    pass(Duration.ofSeconds(1));
    assertThat(woken).containsExactly(BOB);
    assertThat(stock.take(BOB, "b")).isEmpty();
  }

  @Test
  void anErrorIsFollowedByAnotherSweepLikeAnyFailure() throws InterruptedException {
    known();
    error = new NoClassDefFoundError("unforeseen");
    pass(PERIOD);
    error = null;
    cloud.put("a", "green");
    pass(PERIOD);
    assertThat(woken).containsExactly(ANN);
  }

  @Test
  void aKeyThatIsRefusedConcernsAllAtOnce() throws InterruptedException {
    known();
    failure = refused(PaperspaceException.Reason.UNAUTHORIZED);
    pass(PERIOD);
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
  }

  @Test
  void whileTheApiIsClosedNothingIsReadAndItGoesOnWhenItOpens() throws InterruptedException {
    known();
    closed = Duration.ofMinutes(1);
    pass(PERIOD.multipliedBy(2));
    assertThat(lists).isZero();
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    stock.add(ANN, "a", null);
    closed = null;
    reopened.run();
    cloud.clear();
    pass(Duration.ofSeconds(31));
    assertThat(lists).isEqualTo(1);
  }

  /** Each has a list of its own to wait for by then, where it does not look by itself. */
  @Test
  void whenTheApiOpensNothingIsReadForNobody() throws InterruptedException {
    known();
    closed = Duration.ofMinutes(1);
    pass(PERIOD.multipliedBy(2));
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    closed = null;
    reopened.run();
    pass(PERIOD);
    assertThat(lists).isZero();
    assertThat(stock.isIdle()).isTrue();
  }

  /** It goes on in its turn, and nobody looks by himself for that. */
  @Test
  void aListThatOthersComeBeforeIsReadInItsTurn() throws InterruptedException {
    known();
    turnedAway = 3;
    pass(PERIOD.plusSeconds(5));
    assertThat(lists).as("begun, and not ended").isZero();
    cloud.put("a", "green");
    pass(Duration.ofSeconds(2));
    assertThat(woken).containsExactly(ANN);
    stock.add(ANN, "a", null);
    pass(PERIOD.minusSeconds(7));
    assertThat(lists).as("a period after it began, not after it ended").isEqualTo(1);
    closed = Duration.ofSeconds(20);
    pass(PERIOD.multipliedBy(3));
    assertThat(woken).isEmpty();
  }
}
