package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a machine that was stopped for something is started again, and when it is left as it is. */
class MachineReturnStepsTest {
  private static final String STARTED = "aside.machineStartedAt";
  private static final String SERVED = "aside.machineStoppedFor";

  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  /** How long ago something was, in minutes or as ISO 8601 has it, as a status tells it. */
  private static String ago(String time) {
    var by =
        time.startsWith("PT") ? Duration.parse(time) : Duration.ofMinutes(Long.parseLong(time));
    return Given.NOW.minus(by).toString();
  }

  /** "-" stands for what was not noted. */
  private static Map<String, String> marks(String since, String stop, String started) {
    var marks = new HashMap<>(Map.of(MachineReturn.STOPPED, "m1", SERVED, "1 null"));
    marks.put(MachineReturn.SINCE, ago(since));
    marks.put(MachineReturn.STOP, ago(stop));
    if (!started.equals("-")) {
      marks.put(STARTED, ago(started));
    }
    return marks;
  }

  /** Its newest event, as name/state/age; the age of one that tells none is "-". */
  private void happened(String event) {
    if (event.equals("-")) {
      return;
    }
    var parts = event.split("/", -1);
    var date = parts[2].equals("-") ? "" : ", 'dtCreated': '" + ago(parts[2]) + "'";
    told.get(
        "/machine-events",
        "[{'id': 'ev1', 'name': '%s', 'state': '%s'%s}]".formatted(parts[0], parts[1], date));
  }

  private Step<Object> next(Map<String, String> marks) {
    return MachineReturn.<Object>putBack(marks, Given.NOW, told.api()).orElseThrow();
  }

  @ParameterizedTest(name = "{6}")
  @CsvSource({
    "off, -, 5, 5, -, start, it is off",
    "off, -, 31, 31, -, start, the first start is tried however late",
    "off, -, 10, 10, 4, wait, a start was accepted and may show later",
    "off, -, 10, 10, 5, wait, as long as five minutes",
    "off, -, 10, 10, PT5M1S, start, or may have failed for want of room",
    "off, -, 30, 30, 6, start, half an hour long",
    "off, -, PT30M1S, 30, 6, give up, and no longer",
    "off, -, 31, 31, 1, wait, what was sent last may still do it",
    "stopping, -, 5, 5, -, wait, it is not off yet",
    "starting, -, 60, 60, 50, wait, it is on its way",
    "ready, -, 5, 1, -, wait, a stop that was sent may show only later",
    "ready, -, 5, 2, -, wait, by two minutes",
    "ready, -, 5, PT2M1S, -, leave, and no later",
    "ready, -, 40, 40, 30, leave, it came on however late",
    "ready, start/done/PT30S, 5, 1, -, leave, somebody has started it since",
    "ready, restart/done/PT30S, 5, 1, -, leave, or restarted it",
    "ready, stop/done/PT30S, 5, 1, -, wait, a stop is no start",
    "ready, start/done/1, 5, 1, -, wait, that start came before the stop",
    "ready, start/done/-, 5, 1, -, wait, nobody knows when that start was",
    "ready, start/new/PT30S, 5, 1, -, wait, a start that goes on is followed to its end",
    "off, stop/in progress/1, 5, 1, -, wait, a stop that goes on too",
    "off, odd/odd/1, 5, 1, -, wait, and what has a state nobody knows",
    "off, stop/done/1, 5, 1, -, start, the stop is over",
    "off, stop/new/239, 300, 300, -, wait, up to four hours",
    "off, stop/new/240, 300, 300, -, start, for what never ends holds nothing up",
    "off, stop/new/-, 5, 5, -, wait, without a date it began with the stop",
    "off, stop/new/-, 300, 300, -, start, which is long ago",
    "gone, -, 30, 30, -, prove, a machine that is not found may be gone",
    "gone, -, PT30M1S, 30, -, give up, or be hidden from this key for good",
  })
  void whatComesNext(
      String state,
      String event,
      String since,
      String stop,
      String started,
      String then,
      String why) {
    told.machine("m1", state);
    happened(event);
    var step = next(marks(since, stop, started));
    var words =
        switch (then) {
          case "start" -> "DETOUR start machine m1 again";
          case "leave" -> "NOTE leave machine m1 as it is";
          case "give up" -> "DETOUR leave machine m1, which could not be started again";
          case "prove" -> "GONE make sure that machine m1 is gone";
          default -> "NOTE wait for the end of what goes on with machine m1";
        };
    assertThat(step.kind() + " " + step).as(why).isEqualTo(words);
    assertThat(told.changes()).as("deciding sends nothing").isEmpty();
  }

  @Test
  void thatItWasStartedIsRememberedUntilItIsSeenOn() {
    told.machine("m1", "off").answer("PATCH /machines/m1/start", 200, "{'event': null}");
    var outcome = next(marks("5", "5", "-")).call().send(told.api());
    assertThat(told.changes()).containsExactly("PATCH /machines/m1/start {}");
    assertThat(outcome.marks()).isEqualTo(Map.of(STARTED, Given.NOW.toString()));
    assertThat(outcome.eventId()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"ready, 5, -, it is on", "gone, 31, -, it is gone", "off, 31, 6, it does not start"})
  void nothingIsOwedAfterIt(String state, String since, String started, String why) {
    told.machine("m1", state);
    var marks = marks(since, since, started);
    var left = new HashMap<>(marks);
    left.put("aside.wantedBackAt", Given.NOW.toString());
    var outcome = next(marks).call().send(told.api());
    outcome.marks().forEach((mark, value) -> left.compute(mark, (key, old) -> value));
    assertThat(left).as(why + "; it is not stopped again for the same").containsOnlyKeys(SERVED);
    assertThat(told.changes()).isEmpty();
  }

  @Test
  void waitingChangesNothingThatIsRemembered() {
    told.machine("m1", "stopping");
    assertThat(next(marks("5", "5", "-")).call().send(told.api()).marks()).isEmpty();
  }

  @Test
  void whatIsOwedIsTheMachineThatWasStopped() {
    var on = new SharedField(Machine.class, "m1", "power");
    var off = new SharedField(Machine.class, "m1", "power off");
    var words = "Machine m1, which was stopped for it,";
    var marks = marks("5", "5", "-");
    assertThat(MachineReturn.owed(marks)).contains(new PutAside(off, on, words));
    assertThat(MachineReturn.isOwed(marks)).isTrue();
    var served = Map.of(SERVED, "1 null");
    assertThat(MachineReturn.owed(served)).isEmpty();
    assertThat(MachineReturn.isOwed(served)).isFalse();
  }

  @Test
  void aTimeThatCannotBeReadIsLongPast() {
    for (var text : Arrays.asList(null, "yesterday")) {
      var marks = new HashMap<String, String>();
      marks.put("at", text);
      assertThat(MachineReturn.isPast(marks, "at", Duration.ofHours(1), Given.NOW)).isTrue();
    }
  }
}
