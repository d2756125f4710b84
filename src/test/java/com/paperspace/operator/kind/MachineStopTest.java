package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.CustomTemplate.Spec;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a machine is stopped for a template that is made from it: once, and noted before. */
class MachineStopTest {
  private static final String ALLOWED = "machineId: m1, allowStop: true";
  private static final String SERVED = "aside.machineStoppedFor";

  private final MachineStop<Spec> stop =
      new MachineStop<>(MachineRef.of(Spec::machineRef, Spec::machineId), Spec::allowStop);
  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  private static CustomTemplate template(String spec, String status) {
    return Given.read(
        CustomTemplate.class,
        "{metadata: {name: here, namespace: ml, generation: 1}, spec: {"
            + spec
            + "}"
            + status
            + "}");
  }

  private static CustomTemplate template() {
    return template(ALLOWED, "");
  }

  private static Given given(Map<String, String> marks) {
    return new Given(marks, "s3cret");
  }

  private Optional<Step<Object>> next(CustomTemplate template, Map<String, String> marks) {
    return stop.next(template, given(marks), told.api());
  }

  private String words(CustomTemplate template, Map<String, String> marks) {
    return next(template, marks).map(it -> it.kind() + " " + it).orElse("-");
  }

  private Map<String, String> marksOf(Step<Object> step, Map<String, String> marks) {
    var all = new HashMap<>(marks);
    step.call().send(told.api()).marks().forEach((mark, value) -> all.put(mark, value));
    return all;
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "machineId: m1, allowStop: true | '' | ready | it is on and may be stopped | m1",
        "machineRef: {name: m}, allowStop: true | '' | ready | by reference | id-of-machineRef",
        "machineId: m1, allowStop: true, externalId: '' | '' | ready | no object is taken over | m1",
        "machineId: m1 | '' | ready | nobody allowed it |",
        "machineId: m1, allowStop: false | '' | ready | somebody forbade it |",
        "machineId: m1, allowStop: true | ', status: {id: t1}' | ready | the template is there |",
        "machineId: m1, allowStop: true, externalId: t1 | '' | ready | it is to be taken over |",
        "machineId: m1, allowStop: true | '' | off | it is off |",
        "machineId: m1, allowStop: true | '' | starting | it is not on yet |",
        "machineId: m1, allowStop: true | '' | gone | there is none |",
      })
  void itIsNotedBeforeItIsStopped(
      String spec, String status, String state, String why, String machine) {
    told.machine("m1", state).machine("id-of-machineRef", state);
    var then = machine == null ? "-" : "NOTE remember to start machine " + machine + " again";
    assertThat(words(template(spec, status), Map.of())).as(why).isEqualTo(then);
  }

  @Test
  void theNoteTellsAllThatACrashMustNotForget() {
    told.machine("m1", "ready");
    var marks = next(template(), Map.of()).orElseThrow().call().send(told.api()).marks();
    var now = Given.NOW.toString();
    assertThat(marks)
        .containsEntry(MachineReturn.STOPPED, "m1")
        .containsEntry(MachineReturn.SINCE, now)
        .containsEntry(MachineReturn.STOP, now)
        .containsKey(SERVED);
    assertThat(MachineStop.isServed(marks)).isTrue();
    assertThat(MachineStop.isServed(Map.of())).isFalse();
    assertThat(told.changes()).isEmpty();
  }

  @Test
  void itIsStoppedOnceForEachEditAndEachRequest() {
    told.machine("m1", "ready");
    var first = next(template(), Map.of()).orElseThrow();
    var served = Map.of(SERVED, marksOf(first, Map.of()).get(SERVED));
    assertThat(words(template(), served)).as("it was stopped for this").isEqualTo("-");
    var edited = template();
    edited.getMetadata().setGeneration(2L);
    assertThat(words(edited, served)).as("an edit").startsWith("NOTE remember to start");
    var asked = template();
    asked.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "now"));
    assertThat(words(asked, served)).as("a request").startsWith("NOTE remember to start");
  }

  /** "-" stands for what was not noted; times are seconds ago, and the stop was noted 20 ago. */
  @ParameterizedTest(name = "{5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "machineId: m1, allowStop: true | ready | 20 | - | - | it is stopped | stop",
        "machineId: m1, allowStop: true | ready | 30 | - | - | as long as its time is fresh | stop",
        "machineId: m1, allowStop: true | ready | 31 | - | - | else it is noted anew | time",
        "machineId: m1, allowStop: true | ready | 1800 | - | - | half an hour long | time",
        "machineId: m1, allowStop: true | ready | 1801 | - | - | and no longer | leave",
        "machineId: m1, allowStop: true | off | 1801 | ev1 | done | then it is started | start",
        "machineId: m1, allowStop: true | off | 20 | ev1 | done | now the template is made | -",
        "machineId: m1, allowStop: true | stopping | 20 | ev1 | new | not off yet | -",
        "machineId: m1, allowStop: true | ready | 20 | ev1 | new | it is stopped once | -",
        "machineId: m1, allowStop: true | ready | 20 | ev1 | cancelled | that failed | leave",
        "machineId: m1, allowStop: true | ready | 20 | ev1 | error | an error has no word | -",
        "machineId: m1, allowStop: true | ready | 20 | ev2 | cancelled | it cannot be read | -",
        "machineId: m1, allowStop: true | ready | 20 | (none) | - | nothing tells of it | -",
        "machineId: m2, allowStop: true | off | 20 | - | - | another is named by now | start",
        "machineId: m1 | off | 20 | - | - | it is allowed no more | start",
        "machineId: m1, allowStop: true, externalId: t | off | 20 | - | - | one is taken | start",
      })
  void oneThatWasNotedIsStoppedAndFollowed(
      String spec,
      String state,
      long ago,
      String event,
      String eventState,
      String why,
      String then) {
    told.machine("m1", state)
        .get("/machine-events/ev1", "{'id': 'ev1', 'name': 'stop', 'state': '" + eventState + "'}");
    var step =
        switch (then) {
          case "stop" ->
              "DETOUR stop machine m1, to make a template from it (interrupts what runs)";
          case "time" -> "NOTE remember when machine m1 is stopped";
          case "leave" -> "NOTE leave machine m1 as it is";
          case "start" -> "DETOUR start machine m1 again";
          default -> "-";
        };
    assertThat(words(template(spec, ""), noted(ago, event))).as(why).isEqualTo(step);
    assertThat(told.changes()).as("deciding sends nothing").isEmpty();
  }

  private static Map<String, String> noted(long ago, String event) {
    var then = Given.NOW.minusSeconds(ago).toString();
    var marks = new HashMap<>(Map.of(MachineReturn.STOPPED, "m1", SERVED, "1 null"));
    marks.put(MachineReturn.SINCE, then);
    marks.put(MachineReturn.STOP, then);
    if (!event.equals("-")) {
      marks.put(MachineReturn.EVENT, event);
    }
    return marks;
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "10, leave, somebody has started it since the stop and the two do not take turns",
    "20, stop, that start was no later than the stop was noted",
  })
  void whoStartsItIsNotStoppedAgain(long started, String then, String why) {
    told.machine("m1", "ready")
        .get(
            "/machine-events",
            "[{'id': 'e', 'name': 'start', 'state': 'done', 'dtCreated': '%s'}]"
                .formatted(Given.NOW.minusSeconds(started)));
    assertThat(words(template(), noted(20, "-"))).as(why).contains(" " + then + " machine m1");
  }

  @ParameterizedTest
  @CsvSource({"true, ev9", "false, (none)"})
  void theStopIsFollowedByItsEvent(boolean tells, String event) {
    var answer = tells ? "{'event': {'id': 'ev9', 'name': 'stop'}}" : "{'event': null}";
    told.machine("m1", "ready").answer("PATCH /machines/m1/stop", 200, answer);
    var step = next(template(), noted(20, "-")).orElseThrow();
    assertThat(step.call().send(told.api()).marks()).isEqualTo(Map.of(MachineReturn.EVENT, event));
    assertThat(told.changes()).containsExactly("PATCH /machines/m1/stop {}");
  }

  @Test
  void aStopThatWasRefusedForAWhileIsNotedWithItsTimeAgain() {
    told.machine("m1", "ready");
    var step = next(template(), noted(31, "-")).orElseThrow();
    assertThat(step.call().send(told.api()).marks())
        .isEqualTo(Map.of(MachineReturn.STOP, Given.NOW.toString()));
  }

  @Test
  void itIsStoppedOnlyWhereItsResourceLeavesThatToOthers() {
    var power = new SharedField(Machine.class, "m1", "power");
    assertThat(stop.leavesToOthers(template(), given(Map.of()))).containsExactly(power);
    assertThat(stop.leavesToOthers(template(), given(noted(20, "-"))))
        .as("what was begun is brought to its end")
        .isEmpty();
    assertThat(stop.leavesToOthers(template("machineId: m1", ""), given(Map.of())))
        .as("it is not to be stopped")
        .isEmpty();
  }
}
