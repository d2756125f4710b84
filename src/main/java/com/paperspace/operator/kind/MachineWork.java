package com.paperspace.operator.kind;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Work of a machine that makes objects of a kind: a call begins it, an event tells of it, and its
 * object is there from the first (docs/paperspace-api.md 2.2).
 *
 * @param name what its events are called
 * @param machine id of the machine that does it
 * @param isDone whether the object itself shows that it is done, whatever its event says
 * @param deadline how long it may take before it counts as stuck
 */
record MachineWork<V>(
    String name, Function<V, String> machine, Predicate<V> isDone, Duration deadline) {
  /** Looked through for one event: one page. */
  private static final int EVENTS = 120;

  /** The event a status records; null without one, and when it cannot be read any more. */
  static MachineEvents.View recorded(Inputs inputs, Paperspace api) {
    var operation = inputs.operation();
    var id = operation == null ? null : operation.eventId();
    return id == null || id.isEmpty() ? null : api.machineEvents().get(id).orElse(null);
  }

  /** The events of a name, newest first. */
  static Stream<MachineEvents.View> all(String machine, String name, Paperspace api) {
    return api.machineEvents().list(machine, EVENTS).stream()
        .filter(event -> name.equals(event.name()));
  }

  /** The newest event of a name. */
  static Optional<MachineEvents.View> newest(String machine, String name, Paperspace api) {
    return all(machine, name, api).findFirst();
  }

  /**
   * The event to judge an object by: of one whose create lost its answer the newest that is still
   * under way, for no other create can be at work on the machine.
   *
   * @param isNew whether nothing was seen of the object before
   */
  MachineEvents.View event(V view, boolean isNew, Inputs inputs, Paperspace api) {
    var recorded = recorded(inputs, api);
    var operation = inputs.operation();
    boolean isLost =
        operation == null
            ? isNew
            : operation.eventId() == null && Reason.Creating.name().equals(operation.type());
    return recorded == null && isLost && machine.apply(view) != null
        ? newest(machine.apply(view), name, api)
            .filter(event -> MachineEventState.of(event).isMoving())
            .orElse(null)
        : recorded;
  }

  /** Why an object is gone, where the work that was to make it failed: it went with it. */
  static <O> Optional<Observation<O>> failed(MachineEvents.View event, O observed) {
    if (MachineEventState.of(event) != MachineEventState.FAILED) {
      return Optional.empty();
    }
    return Optional.of(
        Observation.failed(Reason.OperationFailed, MachineEventState.failure(event), observed));
  }

  /**
   * What stands in the way of an object's being ready; empty when nothing does. An event that ended
   * without a word, or cannot be read any more, left what is there.
   */
  <O> Optional<Observation<O>> observe(V view, MachineEvents.View event, O observed) {
    if (isDone.test(view)) {
      return Optional.empty();
    }
    if (MachineEventState.of(event).isMoving()) {
      var message =
          "Waiting for "
              + name
              + " of machine "
              + machine.apply(view)
              + " to end; its event "
              + event.id()
              + " is \""
              + MachineEventState.words(event.state(), "")
              + "\".";
      return Optional.of(Observation.busy(Reason.Creating, message, deadline, observed));
    }
    return MachineEventState.isSaidFailure(event)
        ? Optional.of(
            Observation.unmade(Reason.OperationFailed, MachineEventState.failure(event), observed))
        : Optional.empty();
  }
}
