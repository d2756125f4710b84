package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which event of a machine an object is judged by, and what it means for the object. */
class MachineWorkTest {
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Of objects that are called as their machine is; an empty name is one without. */
  private final MachineWork<String> work =
      new MachineWork<>(
          "bake",
          it -> it.isEmpty() ? null : it.replace("done ", ""),
          it -> it.startsWith("done"),
          LONGEST);

  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  private static String event(String id, String name, String state) {
    return "{'id': '%s', 'name': '%s', 'state': '%s'}".formatted(id, name, state);
  }

  private static Inputs following(String operation) {
    if (operation.equals("-")) {
      return MachineFixture.following(Map.of(), null);
    }
    var parts = operation.split("/", -1);
    var id = parts[1].equals("none") ? null : parts[1];
    return MachineFixture.following(Map.of(), new Operation(parts[0], "2026", id));
  }

  /** Operations as type/event; newest events of the machine first. */
  @ParameterizedTest(name = "{6}")
  @CsvSource({
    "m1, true, -, bake/new, bake/new, e1, the create lost its answer and this is what it began",
    "m1, true, -, bake/odd, bake/new, e1, a state nobody knows may be under way",
    "m1, true, -, start/new, bake/new, e2, other work of the machine is not it",
    "m1, true, -, bake/done, bake/new, -, what is over was begun by an earlier create",
    "m1, true, -, start/new, start/new, -, there is none",
    "m1, false, -, bake/new, bake/new, -, what was at rest before is not the matter",
    "'', true, -, bake/new, bake/new, -, nobody knows which machine does it",
    "m1, true, Creating/rec, bake/new, bake/new, rec, the status tells which it is",
    "m1, false, Creating/rec, bake/new, bake/new, rec, always",
    "m1, true, Creating/old, bake/new, bake/new, -, one that cannot be read is not replaced",
    "m1, false, Creating/none, bake/new, bake/new, e1, the create told of none",
    "m1, true, Creating/'', bake/new, bake/new, -, an event without an id cannot be read",
    "m1, true, Updating/none, bake/new, bake/new, -, a change is not the create",
  })
  void theEventToJudgeBy(
      String machine,
      boolean isNew,
      String operation,
      String newest,
      String before,
      String id,
      String why) {
    var first = newest.split("/", -1);
    var second = before.split("/", -1);
    told.get("/machine-events/rec", event("rec", "bake", "done"))
        .get(
            "/machine-events",
            "[" + event("e1", first[0], first[1]) + "," + event("e2", second[0], second[1]) + "]");
    var found = work.event(machine, isNew, following(operation.replace("'", "")), told.api());
    assertThat(found == null ? "-" : found.id()).as(why).isEqualTo(id);
  }

  @Test
  void theNewestOfANameIsTheFirst() {
    told.get(
        "/machine-events",
        "["
            + event("e1", "x", "done")
            + ","
            + event("e2", "bake", "done")
            + ","
            + event("e3", "bake", "new")
            + "]");
    assertThat(MachineWork.newest("m1", "bake", told.api()).map(MachineEvents.View::id))
        .contains("e2");
    assertThat(MachineWork.all("m1", "bake", told.api()).map(MachineEvents.View::id))
        .containsExactly("e2", "e3");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "m1 | new | BUSY Creating Waiting for bake of machine m1 to end; its event ev1 is \"new\". | a",
        "done m1 | new | - | the object shows itself that it is done",
        "m1 | done | - | it is over",
        "m1 | cancelled | UNMADE OperationFailed The machine's bake was cancelled. | somebody says so",
        "m1 | error | - | without a word it left what is there",
        "m1 | none | - | it cannot be read any more",
      })
  void whatAnEventMeansForItsObject(String view, String state, String said, String why) {
    var event = state.equals("none") ? null : MachineFixture.event("bake", state, null);
    var seen = work.observe(view, event, "seen");
    assertThat(words(seen)).as(why).isEqualTo(said);
    seen.ifPresent(it -> assertThat(it.observed()).isEqualTo("seen"));
    seen.filter(it -> it.phase() == Observation.Phase.BUSY)
        .ifPresent(it -> assertThat(it.deadline()).isEqualTo(LONGEST));
  }

  private static String words(Optional<? extends Observation<?>> seen) {
    return seen.map(it -> it.phase() + " " + it.reason() + " " + it.message()).orElse("-");
  }
}
