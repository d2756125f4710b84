package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /machine-events}: handles of asynchronous machine work (docs/paperspace-api.md 2.2). */
public final class MachineEvents {
  static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::id);
  private static final String ALL = "/machine-events";

  private final Http http;

  MachineEvents(Http http) {
    this.http = http;
  }

  /** Every event of the team, newest first. */
  public List<View> list() {
    return Pages.all(http, Route.of(ALL), VIEW);
  }

  /** The newest events of one machine, newest first; {@code newest} of 120 or less is one call. */
  public List<View> list(String machineId, int newest) {
    return Pages.newest(http, Route.of(ALL).with("machineId", machineId), VIEW, newest);
  }

  public Optional<View> get(String id) {
    return http.find(Route.of(ALL + "/{id}", id), VIEW);
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
