package com.paperspace.operator.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Whatever fails in a pass becomes a verdict or a time to look again. */
class FrameTest {
  private final Desk desk = Desk.bare();
  private final Frame frame = new Frame(desk.services);
  private final PaperspaceProject resource = desk.project("p", "spec: {name: p}");
  private final Memo memo = desk.services.memos().of("p-uid");

  private static RuntimeException failure(String name) {
    return switch (name) {
      case "out-of-date" -> new LookAgainException("it was changed");
      case "not-leader" -> new NotLeaderException("another leads");
      case "bug" -> new IllegalStateException("a bug");
      default -> new KubernetesClientException("no", Integer.parseInt(name), null);
    };
  }

  /** When the next passes are due, in milliseconds, if each fails in this way. */
  private List<Long> due(String failure, int passes) {
    var due = new ArrayList<Long>();
    for (int i = 0; i < passes; i++) {
      var next =
          frame.run(
              resource,
              () -> {
                throw failure(failure);
              });
      due.add(next.orElseThrow().toMillis());
    }
    return due;
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "out-of-date, 250, 500, 1000, a view is renewed in a moment",
    "409, 250, 500, 1000, as Kubernetes says",
    "404, 250, 500, 1000, or it is gone",
    "not-leader, 2000, 2000, 2000, another process works",
    "500, 2000, 4000, 8000, Kubernetes fails",
    "bug, 2000, 4000, 8000, the operator fails",
  })
  void whenToLookAgain(String failure, long first, long second, long third, String why) {
    assertThat(due(failure, 3)).as(why).containsExactly(first, second, third);
  }

  /** What refuses the write is found out from nothing else. */
  @Test
  void theLogSaysWhyAStatusWasNotWritten() {
    var words = "admission webhook \"w\" denied the request: " + "no ".repeat(400);
    var refusal = new StatusBuilder().withCode(403).withMessage(words).build();
    assertThat(logged(new KubernetesClientException("PUT failed", 403, refusal)))
        .contains("p: status not written, Kubernetes answered 403: admission webhook \"w\" denied")
        .endsWith("…")
        .hasSizeLessThan(600);
    assertThat(logged(new KubernetesClientException("PUT failed", 500, null)))
        .endsWith(": status not written, Kubernetes answered 500");
  }

  /** The one line of a pass that fails in this way. */
  private String logged(RuntimeException failure) {
    var logger = (Logger) LoggerFactory.getLogger(Frame.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    try {
      frame.run(
          resource,
          () -> {
            throw failure;
          });
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list).hasSize(1);
    return lines.list.get(0).getFormattedMessage();
  }

  @Test
  void aPassSaysWhenTheNextIsDue() {
    assertThat(frame.run(resource, () -> Optional.of(Duration.ofSeconds(7))))
        .contains(Duration.ofSeconds(7));
    assertThat(frame.run(resource, Optional::empty)).isEmpty();
  }

  @Test
  void nothingBeginsInANamespaceThatIsNotServed() {
    frame.run(resource, Optional::empty);
    desk.index.doors().close(desk.namespace);
    assertThat(
            frame.run(
                resource,
                () -> {
                  throw new AssertionError("no pass");
                }))
        .contains(Duration.ofMillis(250));
  }

  @Test
  void whoCameTooEarlyIsLookedAtOnceWhenAllIsKnown() {
    desk.index.doors().close(desk.namespace);
    frame.run(resource, Optional::empty);
    desk.index.doors().open(desk.namespace);
    assertThat(desk.woken).isEmpty();
    desk.index.wakeEarly();
    desk.index.wakeEarly();
    assertThat(desk.woken).containsExactly(resource.getMetadata().getName());
  }

  @Test
  void nothingBeginsBeforeEveryKindIsKnown() {
    desk.index.expect(Machine.class);
    assertThat(frame.run(resource, Optional::empty)).contains(Duration.ofMillis(250));
  }

  private Optional<Verdict> verdict(RuntimeException failure) {
    return frame.verdict(
        resource,
        () -> {
          throw failure;
        });
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "out-of-date, to be looked at again",
    "409, to be looked at again",
    "404, to be looked at again",
  })
  void aViewThatIsOutOfDateDecidesNothing(String failure, String why) {
    assertThatThrownBy(() -> verdict(failure(failure)))
        .as(why)
        .isInstanceOf(LookAgainException.class);
    assertThat(desk.counted).isEmpty();
  }

  @Test
  void anotherLeaderDecides() {
    assertThatThrownBy(() -> verdict(failure("not-leader"))).isInstanceOf(NotLeaderException.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"500", "bug"})
  void whatFailsIsShownAndCounted(String failure) {
    var verdict = verdict(failure(failure)).orElseThrow();
    assertThat(verdict.reason()).isEqualTo(Reason.InternalError);
    assertThat(verdict.shape()).isEqualTo(Shape.TRANSIENT);
    assertThat(desk.counted).containsExactly("PaperspaceProject InternalError");
  }

  @Test
  void whatFailsInADeletionIsShownAsThat() {
    resource.getMetadata().setDeletionTimestamp("2026-11-27T00:00:00Z");
    assertThat(verdict(failure("bug")).orElseThrow().shape()).isEqualTo(Shape.DELETE_WAITING);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "false, false, an ordinary wait",
    "true, true, only a person can help",
  })
  void whatIsCountedOfAPassThatEnded(boolean stalled, boolean counted, String why) {
    var verdict =
        stalled
            ? Verdict.stalled(Reason.InvalidSpec, "m")
            : Verdict.waiting(Reason.WaitingForSecret, "m");
    assertThat(verdict(new PassEndedException(verdict))).containsSame(verdict);
    assertThat(desk.counted.isEmpty()).as(why).isNotEqualTo(counted);
    desk.counted.clear();
    assertThat(frame.verdict(resource, () -> Optional.of(verdict))).containsSame(verdict);
    assertThat(desk.counted.isEmpty()).as(why).isNotEqualTo(counted);
  }

  @Test
  void anEditStartsToCountAnew() {
    var verdict = Verdict.waiting(Reason.Conflict, "m");
    frame.verdict(resource, () -> Optional.of(verdict));
    assertThat(concluded(resource, verdict, Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    assertThat(concluded(resource, verdict, Duration.ZERO)).isEqualTo(Duration.ofSeconds(4));
    resource.getMetadata().setGeneration(2L);
    frame.verdict(resource, () -> Optional.of(verdict));
    assertThat(concluded(resource, verdict, Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aPassThatWasWrittenDownIsNoLoop() {
    due("409", 3);
    assertThat(concluded(resource, Verdict.moving(Reason.Updating, "m"), Duration.ofSeconds(40)))
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(memo.again).isZero();
  }

  private Duration concluded(PaperspaceProject of, Verdict verdict, Duration movingFor) {
    return frame.conclude(of, Optional.of(verdict), () -> "", it -> movingFor).orElseThrow();
  }

  @Test
  void whatIsNoConcernOfOursAndWhatIsQueuedAreNotWrittenDown() {
    var queued =
        Verdict.of(Verdict.Shape.QUEUED, Reason.RateLimited, "m").notBefore(Duration.ofSeconds(9));
    var written = new ArrayList<Verdict>();
    Function<Verdict, Duration> publish =
        verdict -> {
          written.add(verdict);
          return Duration.ZERO;
        };
    assertThat(frame.conclude(resource, Optional.empty(), () -> "", publish)).isEmpty();
    assertThat(frame.conclude(resource, Optional.of(queued), () -> "", publish))
        .contains(Duration.ofSeconds(9));
    assertThat(written).isEmpty();
  }

  @Test
  void aKeyThatIsTurnedAwayIsSaidToComeFromSomewhere() {
    var written = new ArrayList<String>();
    var rejected = Verdict.waiting(Reason.CredentialsInvalid, "No.");
    frame.conclude(
        resource,
        Optional.of(rejected),
        () -> "It is in Secret s",
        verdict -> {
          written.add(verdict.message());
          return Duration.ZERO;
        });
    assertThat(written)
        .containsExactly(
            "No. It is in Secret s. Put a valid one there; everything goes on by itself.");
  }
}
