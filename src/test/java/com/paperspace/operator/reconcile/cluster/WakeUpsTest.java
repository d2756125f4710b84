package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.Known;
import com.paperspace.operator.support.VirtualTime;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a resource is looked at that nobody has changed. */
class WakeUpsTest {
  private static final ResourceID P = new ResourceID("p", "n");

  private final VirtualTime time = new VirtualTime();
  private final Known<PaperspaceProject> known = new Known<>();
  private final WakeUps<PaperspaceProject> wakeUps =
      new WakeUps<>(PaperspaceProject.class, time, known::get);
  private final List<String> events = new ArrayList<>();

  @BeforeEach
  void start() {
    wakeUps.setEventHandler(
        event -> {
          var about = event.getRelatedCustomResourceID().getName();
          events.add(event instanceof ResourceEvent it ? it.getAction() + " " + about : about);
        });
    wakeUps.start();
  }

  private void after(long millis) {
    try {
      time.advance(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void wakesWhenItIsDue() {
    wakeUps.in(P, Duration.ofSeconds(5));
    after(4_999);
    assertThat(events).isEmpty();
    after(1);
    assertThat(events).containsExactly("p");
    after(60_000);
    assertThat(events).as("once").hasSize(1);
    assertThat(wakeUps.getSecondaryResources(new PaperspaceProject())).isEmpty();
  }

  @Test
  void theLastWordCounts() {
    wakeUps.in(P, Duration.ofSeconds(5));
    wakeUps.in(P, Duration.ofSeconds(9));
    assertThat(time.pending()).isEqualTo(1);
    after(5_000);
    assertThat(events).isEmpty();
    wakeUps.now(P);
    assertThat(events).containsExactly("p");
    assertThat(time.pending()).as("looked at now, so not again").isZero();
  }

  /** With thousands woken at once, by the API's return and again by the list that is read then. */
  @Test
  void aPassThatHasNotBegunServesAllWhoWakeIt() {
    var id = there();
    wakeUps.now(id);
    wakeUps.now(id);
    assertThat(events).containsExactly("p");
    wakeUps.begins(id);
    wakeUps.now(id);
    assertThat(events).as("it may have looked already").hasSize(2);
  }

  @Test
  void aPassThatDoesNotBeginForLongIsTakenForLost() {
    var id = there();
    wakeUps.now(id);
    after(59_999);
    wakeUps.now(id);
    assertThat(events).hasSize(1);
    after(1);
    wakeUps.now(id);
    assertThat(events).hasSize(2);
  }

  /** JOSDK drops the event of what is not there, so that no pass begins. */
  @Test
  void ofWhatIsNotThereNothingIsNoted() {
    var waked = new ResourceID("p", there().getNamespace().orElseThrow());
    known.remove(known.get(waked).orElseThrow());
    wakeUps.now(waked);
    there();
    wakeUps.now(waked);
    assertThat(events).hasSize(2);
  }

  private ResourceID there() {
    known.put(Desk.bare().read(PaperspaceProject.class, "p", "spec: {name: p}"));
    return known.keys().findFirst().orElseThrow();
  }

  @Test
  void whatIsForgottenIsNotWoken() {
    wakeUps.cancel(P);
    wakeUps.in(P, Duration.ofSeconds(5));
    wakeUps.cancel(P);
    after(10_000);
    assertThat(events).isEmpty();
  }

  @Test
  void beforeTheStartNobodyIsWoken() {
    wakeUps.stop();
    wakeUps.now(P);
    wakeUps.in(P, Duration.ofSeconds(1));
    after(1_000);
    assertThat(events).isEmpty();
  }

  @Test
  void aSuccessorIsIntroducedUntilItIsLookedAt() {
    known.put(Desk.bare().read(PaperspaceProject.class, "p", "spec: {name: p}"));
    var id = known.keys().findFirst().orElseThrow();
    wakeUps.forSuccessor(id);
    after(499);
    assertThat(events).isEmpty();
    after(1);
    assertThat(events).containsExactly("ADDED p");
    after(30_000);
    assertThat(events).as("the event was lost").hasSize(2);
    wakeUps.in(id, Duration.ofHours(1));
    after(60_000);
    assertThat(events).as("its pass has ended").hasSize(2);
  }

  @Test
  void whoIsWokenBeforeItIsIntroducedIsIntroducedAllTheSame() {
    known.put(Desk.bare().read(PaperspaceProject.class, "p", "spec: {name: p}"));
    var id = known.keys().findFirst().orElseThrow();
    wakeUps.forSuccessor(id);
    wakeUps.now(id);
    assertThat(events).as("JOSDK does not know it").containsExactly("p");
    after(500);
    assertThat(events).containsExactly("p", "ADDED p");
  }

  @Test
  void aSuccessorThatComesLaterIsIntroducedToo() {
    var successor = Desk.bare().read(PaperspaceProject.class, "p", "spec: {name: p}");
    wakeUps.forSuccessor(ResourceID.fromResource(successor));
    after(500);
    known.put(successor);
    after(30_000);
    assertThat(events).containsExactly("ADDED p");
  }

  @Test
  void withoutASuccessorThereIsNothingToDo() {
    wakeUps.forSuccessor(P);
    after(60_000);
    assertThat(events).isEmpty();
    assertThat(time.pending()).isZero();
  }

  @Test
  void whileItIsStoppedNoSuccessorIsIntroduced() {
    known.put(Desk.bare().read(PaperspaceProject.class, "p", "spec: {name: p}"));
    wakeUps.forSuccessor(known.keys().findFirst().orElseThrow());
    wakeUps.stop();
    after(60_000);
    assertThat(events).isEmpty();
  }
}
