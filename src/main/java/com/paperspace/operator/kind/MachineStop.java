package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Operation;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stops the machine an object is made from, once, and starts it again when that is over. What is
 * about to be stopped stands in the status before it is, so that a crash leaves no machine off.
 *
 * @param machine the machine a spec names
 * @param allowed whether the spec allows it
 */
record MachineStop<S extends ManagedSpec>(ResourceRef<S> machine, Function<S, Boolean> allowed) {
  /** Id of the machine that is off, or about to be stopped, because of us. */
  private static final String STOPPED = "machineStopped";

  /** When that was noted. */
  private static final String SINCE = "machineStoppedAt";

  /** The stop's event, or {@link #NONE}; absent until the stop was answered. */
  private static final String EVENT = "machineStopEvent";

  /** What it was stopped for: it is not stopped again before an edit or a request. */
  private static final String SERVED = "machineStoppedFor";

  private static final String NONE = "(none)";
  private static final int TOKEN_LENGTH = 256;

  /**
   * A stop may take 20 minutes (docs/paperspace-api.md 2.1); after half as much more, no longer.
   */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** Whether a machine is to be started again, as marks tell. */
  static boolean isOwed(Map<String, String> marks) {
    return marks.get(STOPPED) != null;
  }

  /** Whether one was stopped for what the spec says now. */
  static boolean isServed(Map<String, String> marks) {
    return marks.get(SERVED) != null;
  }

  /** The next step on the machine, if there is one now. */
  <R extends PaperspaceResource<S, ?>, T> Optional<Step<T>> next(
      R resource, Inputs inputs, Paperspace api) {
    var marks = inputs.marks();
    if (!isOwed(marks)) {
      return isWanted(resource) ? note(resource, inputs, api) : Optional.empty();
    }
    var id = marks.get(STOPPED);
    boolean overdue = Text.time(marks.get(SINCE)).plus(LONGEST).isBefore(inputs.now());
    boolean needed =
        isWanted(resource) && !overdue && id.equals(machine.id(resource.getSpec(), inputs));
    return needed ? stop(id, marks, api) : back(marks, api);
  }

  private boolean isWanted(PaperspaceResource<S, ?> resource) {
    var spec = resource.getSpec();
    boolean isMade = resource.getStatus() != null && resource.getStatus().id() != null;
    boolean isTaken = spec.externalId() != null && !spec.externalId().isEmpty();
    return Boolean.TRUE.equals(allowed.apply(spec)) && !isMade && !isTaken;
  }

  private <T> Optional<Step<T>> note(
      PaperspaceResource<S, ?> resource, Inputs inputs, Paperspace api) {
    var token = token(resource);
    var id = machine.id(resource.getSpec(), inputs);
    if (token.equals(inputs.marks().get(SERVED)) || !isIn(MachineRemote.READY, id, api)) {
      return Optional.empty();
    }
    var marks = Map.of(STOPPED, id, SINCE, inputs.now().toString(), SERVED, token);
    return Optional.of(remember("remember to start machine " + id + " again", marks));
  }

  /** Changes with every edit and every request to look. */
  private static String token(PaperspaceResource<?, ?> resource) {
    var asked = Metadata.annotation(resource, Annotations.RECONCILE_AT);
    return Text.cut(resource.getMetadata().getGeneration() + " " + asked, TOKEN_LENGTH);
  }

  private static boolean isIn(String state, String id, Paperspace api) {
    return api.machines().get(id).filter(it -> state.equals(it.state())).isPresent();
  }

  private static <T> Optional<Step<T>> stop(String id, Map<String, String> marks, Paperspace api) {
    if (!isIn(MachineRemote.READY, id, api)) {
      return Optional.empty();
    }
    var event = marks.get(EVENT);
    if (event == null) {
      return Optional.of(
          detour("stop machine " + id + ", to make a template from it", true, it -> stop(it, id)));
    }
    // Somebody started it, and would again: the two must not take turns.
    return isMoving(event, api) ? Optional.empty() : Optional.of(forget(id));
  }

  private static Map<String, String> stop(Paperspace api, String id) {
    return Map.of(EVENT, event(api.machines().stop(id)));
  }

  private static String event(Operation<Machines.View> answer) {
    return answer.event() == null ? NONE : answer.event().id();
  }

  private static boolean isMoving(String event, Paperspace api) {
    return !event.equals(NONE)
        && api.machineEvents().get(event).map(MachineEventState::of).orElse(null)
            == MachineEventState.UNDER_WAY;
  }

  /** What starts the machine again, or notes that it is on; waits until it can be. */
  static <T> Optional<Step<T>> putBack(Map<String, String> marks, Paperspace api) {
    Optional<Step<T>> step = back(marks, api);
    var wait = "wait for the end of what goes on with machine " + marks.get(STOPPED);
    return step.or(() -> Optional.of(remember(wait, Map.of())));
  }

  private static <T> Optional<Step<T>> back(Map<String, String> marks, Paperspace api) {
    var id = marks.get(STOPPED);
    var state = api.machines().get(id).map(Machines.View::state);
    if (state.isEmpty()) {
      return Optional.of(forget(id));
    }
    boolean isBusy =
        api.machineEvents().list(id, 1).stream()
            .anyMatch(it -> MachineEventState.of(it).isMoving());
    if (isBusy) {
      return Optional.empty();
    }
    return switch (state.get()) {
      case MachineRemote.READY -> Optional.of(forget(id));
      case MachineRemote.OFF -> Optional.of(start(id));
      default -> Optional.empty();
    };
  }

  private static <T> Step<T> start(String id) {
    return detour(
        "start machine " + id + " again",
        false,
        api -> {
          api.machines().start(id);
          return forgotten();
        });
  }

  private static <T> Step<T> forget(String id) {
    return remember("leave machine " + id + " as it is", forgotten());
  }

  private static Map<String, String> forgotten() {
    var marks = new HashMap<String, String>();
    marks.put(STOPPED, null);
    marks.put(SINCE, null);
    marks.put(EVENT, null);
    return marks;
  }

  private static <T> Step<T> remember(String what, Map<String, String> marks) {
    return Step.note(what, List.of(), null, marks);
  }

  private static <T> Step<T> detour(
      String what, boolean interrupts, Function<Paperspace, Map<String, String>> call) {
    return new Step<>(
        Step.Kind.DETOUR,
        what,
        List.of(),
        interrupts,
        api -> new Outcome<>(null, null, call.apply(api)));
  }
}
