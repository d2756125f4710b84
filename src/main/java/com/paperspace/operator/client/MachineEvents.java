package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /machine-events}: handles of asynchronous machine work (docs/paperspace-api.md 2.2). */
public final class MachineEvents {
  static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::id);

  private final RestCollection<View> events;

  MachineEvents(Http http) {
    events = new RestCollection<>(http, Route.of("/machine-events"), "id", VIEW);
  }

  /** Every event of the team, newest first. */
  public List<View> list() {
    return events.list();
  }

  /** The newest events of one machine, newest first; {@code newest} of 120 or less is one call. */
  public List<View> list(String machineId, int newest) {
    return events.newest("machineId", machineId, newest);
  }

  public Optional<View> get(String id) {
    return events.get(id);
  }

  /**
   * One piece of work. States known: new, in progress, done, error, cancelled; the last three are
   * final, and anything unknown is moving.
   */
  public record View(
      String id,
      String name,
      String state,
      String machineId,
      Instant dtCreated,
      Instant dtStarted,
      Instant dtFinished,
      String error) {}
}
