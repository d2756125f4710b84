package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;

/** One asynchronous piece of work on one machine, and its event. */
record MachineMove(Team team, String machine, String name, String event, Duration takes) {
  MachineMove(Team team, String machine, String name, Duration takes) {
    this(team, machine, name, team.world().id("ev"), takes);
  }

  ObjectNode begin(String state, Consumer<ObjectNode> done, Consumer<ObjectNode> failed) {
    var created =
        team.fresh(event)
            .put("name", name)
            .put("state", "new")
            .put("machineId", machine)
            .putNull("dtStarted")
            .putNull("dtFinished")
            .putNull("error");
    team.machineEvents().put(event, created);
    var moving = team.machines().change(machine, it -> it.put("state", state).put("_busy", event));
    var soon = team.world().delay(Delay.EVENT_START);
    team.after(soon.compareTo(takes) < 0 ? soon : takes, this::progress);
    team.after(takes, () -> end(done, failed));
    var reply = Json.object();
    reply.set("event", Json.view(created));
    reply.set("data", Json.view(moving));
    return reply;
  }

  void midway(Duration after, Consumer<ObjectNode> step) {
    team.after(after, () -> step(step));
  }

  private void progress() {
    team.machineEvents()
        .change(
            event, it -> it.put("state", "in progress").put("dtStarted", Json.time(team.now())));
  }

  private void end(Consumer<ObjectNode> done, Consumer<ObjectNode> failed) {
    var failure = team.world().mishaps.takeEventFailure(name);
    var stillThere = step((failure.isEmpty() ? done : failed).andThen(this::release));
    var reached = team.world().choices.of(Dialects.AimReached.class);
    boolean well = failure.isEmpty() && reached == Dialects.AimReached.DONE;
    boolean endless = failure.isEmpty() && reached == Dialects.AimReached.ERROR_WITHOUT_END;
    team.machineEvents()
        .change(
            event,
            it ->
                it.put("dtFinished", endless ? null : Json.time(team.now()))
                    .put("error", failure.map(Mishaps.Failure::text).orElse(null))
                    .put("state", stillThere ? (well ? "done" : "error") : "cancelled"));
    if (failure.isPresent() && name.equals("create") && vanishes()) {
      team.machines().drop(machine);
      MachineLife.leave(team, machine);
    }
  }

  private boolean vanishes() {
    return team.world().choices.is(Choices.FailedCreate.VANISHES);
  }

  private void release(ObjectNode it) {
    it.remove("_busy");
    it.put("dtModified", Json.time(team.now()));
  }

  /** Acts unless somebody else took the machine away or into other hands. */
  private boolean step(Consumer<ObjectNode> step) {
    var mine =
        team.machines()
            .current(machine)
            .filter(it -> it.path("_busy").asText().equals(event) && !it.has("_gone"));
    mine.ifPresent(it -> team.machines().change(machine, step));
    return mine.isPresent();
  }
}
