package com.paperspace.operator.kind;

import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Starts a machine again that was stopped so that an object could be made from it, and knows the
 * marks that remember it until then.
 */
final class MachineReturn {
  /** Id of the machine that the operator has stopped, or is about to stop. */
  static final String STOPPED = Marks.ASIDE + "machineStopped";

  /** When {@link #STOPPED} was noted. */
  static final String SINCE = Marks.ASIDE + "machineStoppedAt";

  /** When the last stop was about to be sent, by the API's clock, as its events are. */
  static final String STOP = Marks.ASIDE + "machineStopAt";

  /** Id of the stop's event, or a word for none; absent until the stop was answered. */
  static final String EVENT = Marks.ASIDE + "machineStopEvent";

  /** When the machine was started again; absent before. */
  private static final String STARTED = Marks.ASIDE + "machineStartedAt";

  /**
   * How long the machine is kept off at most. A stop may take 20 minutes (docs/paperspace-api.md
   * 2.1).
   */
  static final Duration LONGEST = Duration.ofMinutes(30);

  /** How old the noted time of a stop may be when the stop is sent. */
  static final Duration FRESH = Duration.ofSeconds(30);

  /**
   * After the noted time of a stop, how long a machine may still show that it is on: half a minute
   * each to be sent, to be answered and to show, and some more.
   */
  private static final Duration SHOWN = Duration.ofMinutes(2);

  /**
   * The pause between two starts: one that failed, as for want of room, is not repeated at once.
   */
  private static final Duration AGAIN = Duration.ofMinutes(5);

  private static final Map<String, String> NONE =
      Collections.unmodifiableMap(
          Marks.without(
              STOPPED,
              SINCE,
              STOP,
              EVENT,
              STARTED,
              Marks.ASIDE_TEAM,
              Marks.ASIDE_REFUSED,
              Marks.WANTED_BACK));

  private MachineReturn() {}

  /** The machine that is to be started again, by the marks; empty for none. */
  static Optional<PutAside> owed(Map<String, String> marks) {
    return Optional.ofNullable(marks.get(STOPPED)).map(PowerOfMachine::stopped);
  }

  static boolean isOwed(Map<String, String> marks) {
    return marks.get(STOPPED) != null;
  }

  /**
   * The step that starts the machine again, notes that it is on, or waits until it can be started.
   */
  static <T> Optional<Step<T>> putBack(Map<String, String> marks, Instant now, Paperspace api) {
    Optional<Step<T>> step = back(marks, now, api);
    boolean isStart = step.filter(it -> it.kind() == Step.Kind.DETOUR).isPresent();
    if (isStart && marks.get(STARTED) != null && isPast(marks, SINCE, LONGEST, now)) {
      return Optional.of(abandon(marks.get(STOPPED)));
    }
    var wait = "wait for the end of what goes on with machine " + marks.get(STOPPED);
    return step.or(() -> Optional.of(remember(wait, Map.of())));
  }

  static <T> Optional<Step<T>> back(Map<String, String> marks, Instant now, Paperspace api) {
    var id = marks.get(STOPPED);
    // Taken before the look: a look that is older than it seems must not end a wait.
    var asked = api.serverNow();
    var state = api.machines().get(id).map(Machines.View::state).orElse("");
    var newest = newest(id, api);
    if (newest.filter(it -> isUnderWay(it, marks, asked)).isPresent()) {
      return Optional.empty();
    }
    return switch (state) {
      // A stop that was sent, its answer lost or not, may show only later.
      case MachineRemote.READY ->
          isStart(newest, marks) || isPast(marks, STOP, SHOWN, asked)
              ? Optional.of(forget(marks))
              : Optional.empty();
      case MachineRemote.OFF -> off(marks, now);
      // A key that cannot prove that the machine is gone, for another key may see it, waits no
      // longer than this.
      case "" ->
          Optional.of(
              isPast(marks, SINCE, LONGEST, now)
                  ? abandon(id)
                  : Step.gone("make sure that machine " + id + " is gone"));
      default -> Optional.empty();
    };
  }

  /**
   * A machine that is off is started; unless our stop was refused, so that somebody else stopped
   * it.
   */
  private static <T> Optional<Step<T>> off(Map<String, String> marks, Instant now) {
    if (marks.get(Marks.ASIDE_REFUSED) != null) {
      return Optional.of(forget(marks));
    }
    return marks.get(STARTED) == null || isPast(marks, STARTED, AGAIN, now)
        ? Optional.of(start(marks.get(STOPPED), now))
        : Optional.empty();
  }

  /** Whether work goes on. Hung work counts no more: a start tells whether the machine is busy. */
  private static boolean isUnderWay(
      MachineEvents.View event, Map<String, String> marks, Instant asked) {
    var began = event.dtCreated() == null ? Text.time(marks.get(STOP)) : event.dtCreated();
    return MachineEventState.of(event).isMoving() && !MachineEventState.isHung(began, asked);
  }

  static boolean isIn(String state, String id, Paperspace api) {
    return api.machines().get(id).filter(it -> state.equals(it.state())).isPresent();
  }

  /** Whether somebody has started the machine since our stop was about to be sent. */
  static boolean isStarted(String id, Map<String, String> marks, Paperspace api) {
    return isStart(newest(id, api), marks);
  }

  private static Optional<MachineEvents.View> newest(String id, Paperspace api) {
    return api.machineEvents().list(id, 1).stream().findFirst();
  }

  private static boolean isStart(Optional<MachineEvents.View> event, Map<String, String> marks) {
    var since = Text.time(marks.get(STOP));
    return event
        .filter(it -> "start".equals(it.name()) || "restart".equals(it.name()))
        .filter(it -> it.dtCreated() != null && it.dtCreated().isAfter(since))
        .isPresent();
  }

  static boolean isPast(Map<String, String> marks, String mark, Duration by, Instant now) {
    return Text.time(marks.get(mark)).plus(by).isBefore(now);
  }

  /**
   * The start. Its marks stay until the machine is seen on, for a start may be accepted and fail.
   */
  private static <T> Step<T> start(String id, Instant now) {
    return detour(
        "start machine " + id + " again",
        false,
        api -> {
          api.machines().start(id);
          return Map.of(STARTED, now.toString());
        });
  }

  /** Calls nothing, and drops the marks: the machine is not started again. */
  private static <T> Step<T> abandon(String id) {
    return detour("leave machine " + id + ", which could not be started again", false, api -> NONE);
  }

  static <T> Step<T> forget(Map<String, String> marks) {
    return remember("leave machine " + marks.get(STOPPED) + " as it is", NONE);
  }

  static <T> Step<T> remember(String what, Map<String, String> marks) {
    return Step.note(what, List.of(), null, marks);
  }

  static <T> Step<T> detour(
      String what, boolean interrupts, Function<Paperspace, Map<String, String>> call) {
    return new Step<>(
        Step.Kind.DETOUR,
        what,
        List.of(),
        interrupts,
        api -> new Outcome<>(null, null, call.apply(api)));
  }
}
