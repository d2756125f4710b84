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
 * How a machine that was stopped for something comes on again, and what is remembered until then.
 */
final class MachineReturn {
  /** Id of the machine that is off, or about to be stopped, because of us. */
  static final String STOPPED = Marks.ASIDE + "machineStopped";

  /** When that was noted. */
  static final String SINCE = Marks.ASIDE + "machineStoppedAt";

  /** When the last stop was about to be sent, by the API's clock, as its events are. */
  static final String STOP = Marks.ASIDE + "machineStopAt";

  /** The stop's event, or a word for none; absent until the stop was answered. */
  static final String EVENT = Marks.ASIDE + "machineStopEvent";

  /** When it was started again; absent before. */
  private static final String STARTED = Marks.ASIDE + "machineStartedAt";

  /**
   * A stop may take 20 minutes (docs/paperspace-api.md 2.1); after half as much more, no longer.
   */
  static final Duration LONGEST = Duration.ofMinutes(30);

  /** How long before a stop its time may have been noted. */
  static final Duration FRESH = Duration.ofSeconds(30);

  /** After that, half a minute to be sent, as long to be answered and to show: and some more. */
  private static final Duration SHOWN = Duration.ofMinutes(2);

  /** Where a start has failed, for want of room, the next is not tried at once. */
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

  /** The machine that is to be started again, as marks tell. */
  static Optional<PutAside> owed(Map<String, String> marks) {
    return Optional.ofNullable(marks.get(STOPPED)).map(PowerOfMachine::stopped);
  }

  static boolean isOwed(Map<String, String> marks) {
    return marks.get(STOPPED) != null;
  }

  /** What starts the machine again, or notes that it is on; waits until it can be. */
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
    // Before the look: one that is older than it seems must not pass for the end of a wait.
    var asked = api.serverNow();
    var state = api.machines().get(id).map(Machines.View::state).orElse("");
    var newest = newest(id, api);
    if (newest.filter(it -> isUnderWay(it, marks, asked)).isPresent()) {
      return Optional.empty();
    }
    return switch (state) {
      // A stop that was sent, or whose answer was lost, may show only later.
      case MachineRemote.READY ->
          isStart(newest, marks) || isPast(marks, STOP, SHOWN, asked)
              ? Optional.of(forget(marks))
              : Optional.empty();
      case MachineRemote.OFF -> off(marks, now);
      // A key that cannot prove that it is gone, for another may see it, waits no longer than
      // that.
      case "" ->
          Optional.of(
              isPast(marks, SINCE, LONGEST, now)
                  ? abandon(id)
                  : Step.gone("make sure that machine " + id + " is gone"));
      default -> Optional.empty();
    };
  }

  /** Where our stop was refused, somebody else has switched it off. */
  private static <T> Optional<Step<T>> off(Map<String, String> marks, Instant now) {
    if (marks.get(Marks.ASIDE_REFUSED) != null) {
      return Optional.of(forget(marks));
    }
    return marks.get(STARTED) == null || isPast(marks, STARTED, AGAIN, now)
        ? Optional.of(start(marks.get(STOPPED), now))
        : Optional.empty();
  }

  /** What never ends is not waited for any longer: a start tells whether the machine is busy. */
  private static boolean isUnderWay(
      MachineEvents.View event, Map<String, String> marks, Instant asked) {
    var began = event.dtCreated() == null ? Text.time(marks.get(STOP)) : event.dtCreated();
    return MachineEventState.of(event).isMoving() && !MachineEventState.isHung(began, asked);
  }

  static boolean isIn(String state, String id, Paperspace api) {
    return api.machines().get(id).filter(it -> state.equals(it.state())).isPresent();
  }

  /** Whether somebody has started it since it was to be stopped. */
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

  /** Remembered until the machine is seen on: a start may be accepted and fail. */
  private static <T> Step<T> start(String id, Instant now) {
    return detour(
        "start machine " + id + " again",
        false,
        api -> {
          api.machines().start(id);
          return Map.of(STARTED, now.toString());
        });
  }

  /** Calls nothing; that nothing is owed after it tells that it was given up. */
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
