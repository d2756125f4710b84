package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.support.VirtualTime;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who is served by one list, and who looks by himself. */
class SharedListTest {
  private static final ResourceID ANN = new ResourceID("ann", "ns");
  private static final ResourceID BOB = new ResourceID("bob", "ns");
  private static final ResourceID CID = new ResourceID("cid", "ns");
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private final VirtualTime time = new VirtualTime();
  private final Map<String, String> cloud = new HashMap<>(Map.of("a", "red", "b", "blue"));
  private final List<ResourceID> woken = new ArrayList<>();
  private Optional<Reading.Closed> closed = Optional.empty();
  private RuntimeException failure;
  private Error error;
  private Consumer<ResourceID> wake = woken::add;
  private int length = 1;
  private int pages;

  private final SharedList<String> list =
      new SharedList<>(
          new SharedList.Source<>(() -> closed, this::rows, it -> wake.accept(it)),
          time,
          time,
          Pacing.every(Duration.ofMinutes(5)),
          new SharedList.Terms(WINDOW, Duration.ofSeconds(30)));

  /** All pages in one sitting, which begins anew when one is turned away. */
  private Supplier<Map<String, String>> rows(Runnable beforePage) {
    return () -> {
      for (int i = 0; i < length; i++) {
        beforePage.run();
        pages++;
      }
      if (failure != null) {
        throw failure;
      }
      if (error != null) {
        throw error;
      }
      return Map.copyOf(cloud);
    };
  }

  private void due(ResourceID... all) {
    for (var who : all) {
      list.due(who, time.instant());
    }
  }

  private boolean waits(ResourceID who, String id) {
    return list.ask(who, id).waits();
  }

  private Optional<String> row(ResourceID who, String id) {
    var answer = list.ask(who, id);
    assertThat(answer.waits()).isFalse();
    return answer.row();
  }

  private void bothWait() {
    due(ANN, BOB);
    assertThat(waits(ANN, "a")).isTrue();
    assertThat(waits(BOB, "b")).isTrue();
  }

  @Test
  void whoQueuedForTheKeySharesOneStill() throws InterruptedException {
    due(ANN, BOB);
    time.advance(Duration.ofMinutes(2));
    assertThat(waits(ANN, "a")).isTrue();
  }

  @Test
  void twoAreServedByOnePage() throws InterruptedException {
    bothWait();
    time.advance(WINDOW);
    assertThat(pages).isEqualTo(1);
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(row(ANN, "a")).contains("red");
    assertThat(row(BOB, "b")).contains("blue");
    time.advance(Duration.ofMinutes(1));
    assertThat(waits(ANN, "a")).as("a row is given once, and nobody is due").isFalse();
    assertThat(list.isIdle()).isTrue();
  }

  @Test
  void oneAloneLooksByItselfAtOnce() {
    due(ANN);
    list.due(BOB, time.instant().plus(WINDOW).plusSeconds(1));
    assertThat(waits(ANN, "a")).isFalse();
  }

  @Test
  void whoIsDueTooButDoesNotComeMakesNoList() throws InterruptedException {
    due(ANN, BOB);
    assertThat(waits(ANN, "a")).isTrue();
    time.advance(WINDOW);
    assertThat(pages).isZero();
    assertThat(woken).containsExactly(ANN);
    assertThat(row(ANN, "a")).as("it looks by itself").isEmpty();
  }

  @Test
  void whoComesAgainBeforeTheListLooksByItself() throws InterruptedException {
    bothWait();
    due(CID);
    assertThat(waits(CID, "c")).isTrue();
    assertThat(row(ANN, "a")).isEmpty();
    time.advance(WINDOW);
    assertThat(woken).containsExactlyInAnyOrder(BOB, CID);
    assertThat(row(CID, "c")).as("not in the list").isEmpty();
  }

  /** What others do to the object meanwhile may not show in a list that has begun. */
  @Test
  void whoComesWhileAListIsReadIsServedByTheNext() throws InterruptedException {
    bothWait();
    closed = Optional.of(new Reading.Closed(Duration.ofSeconds(2), true));
    time.advance(WINDOW);
    due(ANN, BOB, CID);
    assertThat(waits(CID, "b")).isTrue();
    closed = Optional.empty();
    time.advance(Duration.ofSeconds(2));
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    woken.clear();
    time.advance(WINDOW);
    assertThat(woken).containsExactly(CID);
    assertThat(row(CID, "b")).as("alone it is not worth a list").isEmpty();
  }

  @Test
  void aListLongerThanThoseWhoWaitAreManyIsGivenUp() throws InterruptedException {
    length = 3;
    bothWait();
    time.advance(WINDOW);
    assertThat(pages).isEqualTo(2);
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(row(ANN, "a")).isEmpty();
    due(ANN, BOB, CID);
    assertThat(waits(ANN, "a")).as("three are not more than the three pages").isFalse();
  }

  @Test
  void aListThatFailsShowsNothingAndIsNotReadAgainAtOnce() throws InterruptedException {
    failure = new PaperspaceException(PaperspaceException.Reason.BLOCKED, 403, "no");
    bothWait();
    time.advance(WINDOW);
    assertThat(row(ANN, "a")).isEmpty();
    due(ANN, BOB);
    assertThat(waits(ANN, "a")).isFalse();
    failure = null;
    time.advance(Duration.ofSeconds(5));
    due(ANN, BOB);
    assertThat(waits(ANN, "a")).isTrue();
  }

  @Test
  void anErrorIsAFailureLikeAnyOther() throws InterruptedException {
    error = new NoClassDefFoundError("unforeseen");
    bothWait();
    time.advance(WINDOW);
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(row(ANN, "a")).isEmpty();
    assertThat(row(BOB, "b")).isEmpty();
    error = null;
    time.advance(Duration.ofMinutes(1));
    bothWait();
    time.advance(WINDOW);
    assertThat(row(BOB, "b")).as("of the next list").contains("blue");
  }

  /** A list that was read is not taken for one that failed, nor answered twice. */
  @Test
  void whoCannotBeWokenSpoilsNoList() throws InterruptedException {
    bothWait();
    wake =
        who -> {
          wake = woken::add;
          throw new IllegalStateException("unforeseen");
        };
    assertThatThrownBy(() -> time.advance(WINDOW)).hasMessage("unforeseen");
    assertThat(row(ANN, "a")).contains("red");
    assertThat(row(BOB, "b")).contains("blue");
    bothWait();
  }

  @Test
  void whileTheApiIsAwayEachIsWokenToBeToldSo() throws InterruptedException {
    closed = Optional.of(new Reading.Closed(Duration.ofMinutes(1), false));
    bothWait();
    time.advance(WINDOW);
    assertThat(woken).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(row(ANN, "a")).isEmpty();
  }

  @Test
  void anOldRowAndThatOfAnotherObjectShowNothing() throws InterruptedException {
    bothWait();
    time.advance(WINDOW);
    assertThat(row(ANN, "b")).isEmpty();
    time.advance(Duration.ofSeconds(31));
    assertThat(row(BOB, "b")).isEmpty();
  }

  @Test
  void whoLeavesIsNotReadFor() throws InterruptedException {
    bothWait();
    list.leave(ANN);
    time.advance(WINDOW);
    assertThat(pages).isZero();
    assertThat(woken).containsExactly(BOB);
  }
}
