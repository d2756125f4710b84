package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.Telemetry;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Events never hold up a pass, never fail it, and never are too many. */
class EventQueueTest {
  // Not those of the code: docs/operations.md promises these numbers.
  private static final int AT_ONCE = 10;
  private static final int MOST = 1_000;
  private static final int PER_OBJECT = 25;
  private static final Duration PER_OBJECT_EVERY = Duration.ofMinutes(5);

  private final Desk desk = Desk.inKubernetes();
  private final Queue<Runnable> aside = new ArrayDeque<>();
  private boolean leads = true;
  private Error error;
  private int written;
  private int dropped;
  private final String teamB = desk.namespace + "-b";
  private final String teamC = desk.namespace + "-c";
  private final EventQueue queue =
      new EventQueue(desk.client, "me", this::check, desk.time, new Later(), new Counts());
  private final Events events = new Events(queue, desk.time);

  private void check() {
    if (!leads) {
      throw new NotLeaderException("another leads");
    }
    if (error != null) {
      throw error;
    }
  }

  /** Alarms of virtual time; what is aside runs when the test says so. */
  private final class Later implements Scheduler {
    @Override
    public Pending after(Duration delay, Runnable task) {
      return desk.time.after(delay, task);
    }

    @Override
    public void aside(Runnable task) {
      aside.add(task);
    }

    @Override
    public long nanoTime() {
      return desk.time.nanoTime();
    }

    @Override
    public void close() {}
  }

  private final class Counts implements Telemetry {
    @Override
    public void drift(String kind, String field) {}

    @Override
    public void failed(String kind, String reason) {}

    @Override
    public void ready(String kind, Duration sinceCreation) {}

    @Override
    public void event(boolean isWritten) {
      written += isWritten ? 1 : 0;
      dropped += isWritten ? 0 : 1;
    }
  }

  private void sends() {
    while (!aside.isEmpty()) {
      aside.remove().run();
    }
  }

  private PaperspaceProject project(String name) {
    return desk.read(PaperspaceProject.class, name, "spec: {name: p}");
  }

  private void tellOf(int objects) {
    for (int i = 0; i < objects; i++) {
      events.tell(project("p" + i), EventReason.Created, "Made it.");
    }
  }

  private void after(Duration span) {
    for (var left = span; !left.isZero(); left = left.minusMillis(100)) {
      desk.after(Duration.ofMillis(100));
      sends();
    }
  }

  @Test
  void nothingIsWrittenByWhoTells() {
    tellOf(1);
    assertThat(desk.events()).isEmpty();
    sends();
    assertThat(desk.events()).containsExactly("Normal Created Made it.");
    assertThat(written).isEqualTo(1);
  }

  @Test
  void tenASecondAreWritten() {
    tellOf(3 * AT_ONCE);
    sends();
    assertThat(written).as("at once").isEqualTo(AT_ONCE);
    after(Duration.ofMillis(500));
    assertThat(written).isEqualTo(AT_ONCE + AT_ONCE / 2);
    after(Duration.ofSeconds(2));
    assertThat(written).as("all").isEqualTo(3 * AT_ONCE);
    assertThat(dropped).isZero();
  }

  @Test
  void whatIsSaidAgainBeforeItIsWrittenCostsNoFurtherWrite() {
    for (int i = 0; i < 5; i++) {
      events.warning(project("p"), Reason.InvalidSpec, "No.");
    }
    sends();
    assertThat(written).isEqualTo(1);
    assertThat(desk.told()).isEqualTo(5);
  }

  @Test
  void aThousandWaitAndTheNextIsDropped() {
    tellOf(MOST);
    assertThat(dropped).isZero();
    tellOf(MOST);
    assertThat(dropped).as("they are counted up").isZero();
    events.tell(project("late"), EventReason.Created, "Made it.");
    assertThat(dropped).isEqualTo(1);
  }

  private void leavesBehind(String namespace) {
    var drive = project("drive-of-" + namespace);
    drive.getMetadata().setNamespace(namespace);
    events.farewell(drive, EventReason.LeftBehind, "Its disk.");
  }

  private List<String> eventsIn(String namespace) {
    return desk.client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }

  @Test
  void whoTellsWithoutEndHoldsUpNoOtherNamespace() {
    tellOf(MOST / 2);
    leavesBehind(teamB);
    leavesBehind(teamC);
    sends();
    assertThat(written).isEqualTo(AT_ONCE);
    assertThat(eventsIn(teamB)).containsExactly("LeftBehind");
    assertThat(eventsIn(teamC)).containsExactly("LeftBehind");
  }

  @Test
  void whereTooManyWaitTheNamespaceWithTheMostGivesWay() {
    tellOf(MOST);
    leavesBehind(teamB);
    assertThat(dropped).isEqualTo(1);
    events.tell(project("late"), EventReason.Created, "Made it.");
    assertThat(dropped).isEqualTo(2);
    events.tell(project("p" + (MOST - 1)), EventReason.Created, "Made it.");
    assertThat(dropped).as("what gave way is told anew").isEqualTo(3);
    sends();
    assertThat(eventsIn(teamB)).containsExactly("LeftBehind");
  }

  @Test
  void noObjectTellsTooMuch() {
    for (int i = 0; i < PER_OBJECT + 5; i++) {
      events.warning(project("p"), Reason.InvalidSpec, "No " + i + ".");
    }
    assertThat(dropped).isEqualTo(5);
    events.tell(project("q"), EventReason.Created, "Made it.");
    assertThat(dropped).as("another may").isEqualTo(5);
    desk.after(PER_OBJECT_EVERY);
    events.warning(project("p"), Reason.InvalidSpec, "Again.");
    assertThat(dropped).as("one more after a while").isEqualTo(5);
    events.warning(project("p"), Reason.InvalidSpec, "And again.");
    assertThat(dropped).isEqualTo(6);
  }

  @Test
  void whoLeadsNoLongerTellsNothing() {
    tellOf(2);
    leads = false;
    sends();
    assertThat(desk.events()).isEmpty();
    assertThat(dropped).isEqualTo(2);
  }

  @Test
  void anErrorHoldsUpNoOther() {
    tellOf(1);
    error = new NoClassDefFoundError("unforeseen");
    sends();
    error = null;
    tellOf(1);
    sends();
    assertThat(dropped).isEqualTo(1);
    assertThat(written).isEqualTo(1);
  }

  @Test
  void whatCannotBeWrittenIsCountedAndThrowsNothing() {
    var cutOff = new EventQueue(null, "me", this::check, desk.time, new Later(), new Counts());
    for (int i = 0; i < 2; i++) {
      new Events(cutOff, desk.time).tell(project("p"), EventReason.Created, "Made it.");
      sends();
    }
    assertThat(written).isZero();
    assertThat(dropped).as("each is tried").isEqualTo(2);
  }

  @Test
  void afterTheEndNothingIsTaken() {
    queue.close();
    tellOf(1);
    sends();
    assertThat(desk.events()).isEmpty();
    assertThat(dropped).isEqualTo(1);
  }

  @Test
  void whatWaitsAtTheEndIsGivenUpAndCounted() {
    tellOf(3);
    queue.close();
    assertThat(dropped).isEqualTo(3);
    sends();
    assertThat(desk.events()).isEmpty();
  }

  @Test
  void aClockThatIsPutBackSilencesNobody() {
    var allowance = new Allowance(1, Duration.ofSeconds(1));
    var now = desk.time.instant();
    assertThat(allowance.take(now)).isTrue();
    assertThat(allowance.take(now.minus(Duration.ofHours(1)))).isFalse();
    assertThat(allowance.take(now.minus(Duration.ofHours(1)).plusSeconds(1))).isTrue();
  }
}
