package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API away, slow or full of refusals: little is sent meanwhile, all is well soon after. */
class OutageTest {
  private static final int MANY = 30;

  private static List<String> names() {
    return IntStream.range(0, MANY).mapToObj(i -> "p" + i).toList();
  }

  private static Stage full() {
    var stage = Stage.open();
    names().forEach(name -> stage.project(name, ""));
    names().forEach(name -> stage.ready(PaperspaceProject.class, name));
    return stage;
  }

  private static boolean allSynced(Stage stage) {
    return names().stream()
        .allMatch(name -> Rig.is(stage.get(PaperspaceProject.class, name), "Synced", "True"));
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 600, 630, 660, 690, 720, 7_200})
  void aMinuteAfterAnOutageOfAnyLengthAllIsSynced(int seconds) {
    try (var stage = full()) {
      stage.pass(Duration.ofMinutes(6));
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      int mark = stage.cloud.journal().size();
      names().forEach(name -> stage.project(name, ", tags: [t]"));
      stage.pass(Duration.ofSeconds(seconds));
      assertThat(stage.cloud.journal().since(mark))
          .as("calls while it was down: those in flight, then a probe every 30 s")
          .hasSizeLessThan(25 + seconds / 30);
      stage.cloud.faults().clear();
      var back = stage.rig.time.instant();
      stage.until(() -> allSynced(stage) && stage.team().tags().size() == MANY);
      assertThat(Duration.between(back, stage.rig.time.instant()))
          .isLessThan(Duration.ofSeconds(60));
      assertThat(stage.team().projects().size()).isEqualTo(MANY);
    }
  }

  @Test
  void aStormOf429IsSatOutAtTheirPace() {
    try (var stage = full()) {
      var from = stage.rig.time.instant();
      int mark = stage.cloud.journal().size();
      stage.cloud.faults().next("*", "*", Fault.tooManyRequests(30)).always();
      names().forEach(name -> stage.project(name, ", tags: [t]"));
      stage.pass(Duration.ofMinutes(5));
      var calls = stage.cloud.journal().since(mark);
      assertThat(calls).as("at most those in flight every 30 s").hasSizeLessThan(8 * 11);
      var first = calls.get(0).time();
      assertThat(calls)
          .filteredOn(c -> c.time().isAfter(first))
          .allMatch(c -> !c.time().isBefore(first.plusSeconds(30)));
      assertThat(first).isAfterOrEqualTo(from);
      stage.cloud.faults().clear();
      stage.until(() -> allSynced(stage) && stage.team().tags().size() == MANY);
      assertThat(stage.team().projects().size()).isEqualTo(MANY);
      assertThat(stage.calls("POST", "/projects")).isEqualTo(MANY);
    }
  }

  @Test
  void aStormOfBare429sIsAskedMoreAndMoreRarely() {
    try (var stage = full()) {
      stage.cloud.faults().next("*", "*", Fault.TOO_MANY_REQUESTS).always();
      int mark = stage.cloud.journal().size();
      names().forEach(name -> stage.project(name, ", tags: [t]"));
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.cloud.journal().since(mark))
          .as("at most those in flight after 0, 2, 6, 14, 30, 62, 126, 246, 366, 486 s")
          .hasSizeLessThan(8 * 10);
      stage.cloud.faults().clear();
      stage.until(() -> allSynced(stage) && stage.team().tags().size() == MANY);
      assertThat(stage.calls("POST", "/projects")).isEqualTo(MANY);
    }
  }

  @Test
  void aBlockAtTheEdgeIsSaidWithoutItsHtmlAndHeals() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/machines", Fault.BLOCKED_AT_EDGE).times(2);
      stage.machine("m", "");
      var blocked = stage.says(Machine.class, "m", "Stalled", "Blocked");
      assertThat(blocked.getStatus().toString()).doesNotContain("<");
      stage.machineReady("m");
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  /** Nothing is to be learned from a page, least of all that the operator is too old. */
  @Test
  void aPageInPlaceOfEveryAnswerIsAnOutageThatHeals() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("*", "/machines", Fault.PAGE).always();
      stage.machine("m", "");
      var waits = stage.says(Machine.class, "m", "Synced", "ProviderUnavailable");
      assertThat(waits.getStatus().toString()).doesNotContain("<html");
      stage.pass(Duration.ofHours(2));
      assertThat(Rig.condition(stage.get(Machine.class, "m"), "Synced").orElseThrow().reason())
          .isIn("ProviderUnavailable", "Recovering");
      assertThat(Rig.condition(stage.get(Machine.class, "m"), "Stalled")).isEmpty();
      stage.cloud.faults().clear();
      stage.machineReady("m");
      assertThat(stage.team().machines().size()).isEqualTo(1);
    }
  }

  @Test
  void aShortOutageLeavesReadyAndALongOneDoesNot() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.says(Machine.class, "m", "Synced", "ProviderUnavailable");
      assertThat(Rig.is(stage.get(Machine.class, "m"), "Ready", "True")).isTrue();
      stage.until(Machine.class, "m", m -> Rig.is(m, "Ready", "Unknown"));
      stage.cloud.faults().clear();
      stage.machineReady("m");
    }
  }

  @ParameterizedTest
  @CsvSource({"4, false, it may pass", "60, true, so long that nobody knows what is Ready"})
  void anOutageIsToldByTheAccountOnceItIsLong(int minutes, boolean told, String why) {
    try (var stage = full()) {
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofMinutes(minutes));
      assertThat(stage.told("ProviderUnavailable")).as(why).isEqualTo(told ? 1 : 0);
      stage.cloud.faults().clear();
      stage.until(() -> allSynced(stage));
      stage.until(() -> Rig.is(stage.get(PaperspaceAccount.class, "default"), "Synced", "True"));
      assertThat(stage.told("Recovered")).as(why).isEqualTo(told ? 1 : 0);
      assertThat(stage.told("ProviderUnavailable")).as("and no more").isEqualTo(told ? 1 : 0);
    }
  }
}
