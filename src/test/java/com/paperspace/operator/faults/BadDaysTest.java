package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes of people, of the cloud and of consoles. */
class BadDaysTest {
  private static final String MACHINES = "/machines";

  private static List<String> machines(Stage stage, int count) {
    var names = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    names.forEach(name -> stage.machine(name, ""));
    names.forEach(stage::machineReady);
    stage.pass(Duration.ofMinutes(2));
    return names;
  }

  private static void lookNow(Stage stage, String name, String token) {
    stage.rig.annotate(Machine.class, name, Annotations.RECONCILE_AT, token);
  }

  @Test
  void oneObjectRemovedInTheConsoleIsMadeAgainOnce() {
    try (var stage = Stage.open()) {
      machines(stage, 3);
      var old = stage.get(Machine.class, "m1").getStatus().id();
      stage.team().machines().remove(old);
      stage.until(Machine.class, "m1", m -> !old.equals(m.getStatus().id()));
      stage.machineReady("m1");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().machines().size()).isEqualTo(3);
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(4);
      assertThat(stage.events("ExternalMissing")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 10})
  void manyGoneAtOnceAreNotMadeAgainUntilAPersonSaysSo(int gone) {
    try (var stage = Stage.open()) {
      var names = machines(stage, 10);
      for (var name : names.subList(0, gone)) {
        stage.team().machines().remove(stage.get(Machine.class, name).getStatus().id());
      }
      stage.says(Machine.class, "m0", "Stalled", "MassDisappearance");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(10);
      lookNow(stage, "m0", "go on");
      stage.machineReady("m0");
      assertThat(stage.get(Machine.class, "m0").getStatus().lastHandledReconcileAt())
          .isEqualTo("go on");
      assertThat(stage.calls("POST", MACHINES)).isEqualTo(11);
    }
  }

  /** They would have each later loss in the estate asked about. */
  @Test
  void whatIsToldGoneForLongMakesNoSuspicionOfALaterLoss() {
    try (var stage = Stage.open()) {
      var names = machines(stage, 8);
      for (var name : names.subList(0, 6)) {
        stage.patch(Machine.class, name, "{\"spec\": {\"policy\": {\"drift\": \"Report\"}}}");
        stage.team().machines().remove(stage.get(Machine.class, name).getStatus().id());
        stage.says(Machine.class, name, "Stalled", "ExternalMissing");
      }
      stage.pass(Duration.ofHours(1));
      var old = stage.get(Machine.class, "m7").getStatus().id();
      stage.team().machines().remove(old);
      stage.until(Machine.class, "m7", m -> !old.equals(m.getStatus().id()));
      stage.machineReady("m7");
    }
  }

  @Test
  void aStateNobodyKnowsIsTakenAsMovingAndNothingIsDone() {
    try (var stage = Stage.open()) {
      machines(stage, 1);
      var id = stage.get(Machine.class, "m0").getStatus().id();
      int mark = stage.cloud.journal().size();
      stage.team().machines().edit(id, it -> it.put("state", "hibernating"));
      stage.says(Machine.class, "m0", "Reconciling", "UnknownState");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
      stage.team().machines().edit(id, it -> it.put("state", "ready"));
      stage.machineReady("m0");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Choices.UndocumentedFields.class,
      names = {"IGNORED", "ECHOED"})
  void aFieldTheServiceIgnoresIsSentOnceAndReadBack(Choices.UndocumentedFields choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.machine("m", ", publicIpType: none");
      stage.machineReady("m");
      int mark = stage.cloud.journal().size();
      stage.machine("m", ", publicIpType: dynamic");
      stage.until(() -> stage.cloud.journal().since(mark).stream().anyMatch(c -> c.mutating()));
      var sent = stage.rig.time.instant();
      stage.says(Machine.class, "m", "Synced", "NotApplied");
      assertThat(Duration.between(sent, stage.rig.time.instant()))
          .as("read back before the sync period is over")
          .isLessThan(Duration.ofMinutes(1));
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().since(mark)).filteredOn(c -> c.mutating()).hasSize(1);
    }
  }

  /** A person may know more than a service that echoes; but once, not at every look. */
  @Test
  void aRequestBeforeTheReadBackSendsAFieldTheServiceIgnoresOnceMore() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Choices.UndocumentedFields.ECHOED);
      stage.machine("m", ", publicIpType: none");
      stage.machineReady("m");
      int mark = stage.cloud.journal().size();
      stage.machine("m", ", publicIpType: dynamic");
      stage.until(() -> stage.cloud.journal().since(mark).stream().anyMatch(c -> c.mutating()));
      stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, "again");
      stage.until(Machine.class, "m", m -> "again".equals(m.getStatus().lastHandledReconcileAt()));
      stage.says(Machine.class, "m", "Synced", "NotApplied");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().since(mark)).filteredOn(c -> c.mutating()).hasSize(2);
    }
  }

  /** Nobody manages its power: only the note of our own stop tells that it is to be on. */
  @Test
  void aMachineStoppedForAChangeIsStartedUntilItIsOn() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true");
      stage.machineReady("m");
      stage.cloud.mishaps().failEvents("start", 2, "We are out of capacity for A5000");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A5000\"}}");
      stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      stage.until(
          Machine.class,
          "m",
          m -> Rig.is(m, "Synced", "True") && "ready".equals(m.getStatus().observed().state()));
      assertThat(stage.calls("PATCH", "/machines/{id}/start")).isEqualTo(3);
      stage.settle();
      assertThat(stage.get(Machine.class, "m").getStatus().marks())
          .doesNotContainKey("stoppedForChange");
    }
  }

  @Test
  void aStartWithoutCapacityIsTriedAtThePaceOfCapacityAndIsNoStandstill() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", powerState: 'Off'");
      stage.machineReady("m");
      stage.cloud.mishaps().failEvents("start", 2, "We are out of capacity for A4000");
      stage.machine("m", ", powerState: 'On'");
      var waiting = stage.says(Machine.class, "m", "Synced", "OutOfCapacity");
      assertThat(Rig.condition(waiting, "Stalled")).isEmpty();
      assertThat(Rig.is(waiting, "Reconciling", "True")).isTrue();
      stage.until(
          Machine.class,
          "m",
          m -> Rig.is(m, "Ready", "True") && "ready".equals(m.getStatus().observed().state()));
      var starts = stage.cloud.journal().calls("PATCH", "/machines/{id}/start");
      assertThat(starts).hasSize(3);
      assertThat(Duration.between(starts.get(0).time(), starts.get(1).time()))
          .isGreaterThan(Duration.ofSeconds(45));
    }
  }

  /** A bigger type may not be had for days, and the machine is paid for its work. */
  @ParameterizedTest
  @ValueSource(strings = {"event", "answer"})
  void aResizeThatFindsNoCapacityLeavesTheMachineOnAndIsTriedWhenAsked(String where) {
    try (var stage = Stage.open()) {
      stage.machine("m", ", powerState: 'On', allowStop: true");
      stage.machineReady("m");
      if (where.equals("event")) {
        stage.cloud.mishaps().failEvents("vm-upgrade", 1, "out of capacity");
      } else {
        stage.cloud.mishaps().outOfCapacity("A6000", 1);
      }
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A6000\"}}");
      stage.until(() -> stage.calls("PUT", MACHINES + "/{id}") == 1);
      stage.pass(Duration.ofHours(2));
      var left = stage.says(Machine.class, "m", "Stalled", "OutOfCapacity");
      assertThat(Rig.condition(left, "Stalled").orElseThrow().message())
          .startsWith("machineType (declared A6000, actual A4000) could not be changed.")
          .contains("out of capacity", "paperspace.com/reconcile-at");
      assertThat(left.getStatus().observed().state()).isEqualTo("ready");
      assertThat(stage.calls("PUT", MACHINES + "/{id}")).isEqualTo(1);
      assertThat(stage.calls("PATCH", MACHINES + "/{id}/stop")).isEqualTo(1);
      var journal = stage.cloud.journal();
      var started = journal.calls("PATCH", MACHINES + "/{id}/start").get(0).time();
      assertThat(Duration.between(journal.calls("PUT", MACHINES + "/{id}").get(0).time(), started))
          .as("the machine does not wait for the pace of the resize")
          .isLessThan(Duration.ofSeconds(50));
      lookNow(stage, "m", "now there is room");
      var done = stage.machineReady("m");
      assertThat(done.getStatus().observed().machineType()).isEqualTo("A6000");
      assertThat(done.getStatus().refusal()).isNull();
    }
  }

  /** An approval takes days, and the machine is paid for its work. */
  @ParameterizedTest
  @CsvSource({
    "Forbidden, On, 1",
    "Forbidden, '', 1",
    "QuotaExceeded, On, 1",
    "QuotaExceeded, '', 1",
    "Conflict, On, 3",
    "Conflict, '', 3",
  })
  void aResizeTheTeamIsRefusedLeavesTheMachineOnAndIsTriedWhenAsked(
      String reason, String power, int tries) {
    var faults =
        Map.of(
            "Forbidden", Fault.FORBIDDEN,
            "QuotaExceeded", Fault.NO_QUOTA,
            "Conflict", Fault.CONFLICT);
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true" + (power.isEmpty() ? "" : ", powerState: 'On'"));
      stage.machineReady("m");
      stage.cloud.faults().next("PUT", MACHINES + "/{id}", faults.get(reason)).always();
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A6000\"}}");
      stage.until(() -> stage.calls("PUT", MACHINES + "/{id}") == tries);
      stage.pass(Duration.ofHours(2));
      var left = stage.says(Machine.class, "m", "Stalled", reason);
      assertThat(Rig.condition(left, "Stalled").orElseThrow().message())
          .startsWith("machineType (declared A6000, actual A4000) could not be changed.");
      assertThat(left.getStatus().observed().state()).isEqualTo("ready");
      assertThat(stage.calls("PUT", MACHINES + "/{id}")).isEqualTo(tries);
      assertThat(stage.calls("PATCH", MACHINES + "/{id}/stop")).isEqualTo(1);
      stage.cloud.faults().clear();
      lookNow(stage, "m", "approved");
      assertThat(stage.machineReady("m").getStatus().observed().machineType()).isEqualTo("A6000");
    }
  }

  /** Whoever switches it off afterwards must not find it on, and pay for it. */
  @Test
  void aMachineStartedAfterAResizeThatWasRefusedMayBeSwitchedOff() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true");
      stage.machineReady("m");
      stage.cloud.faults().next("PUT", MACHINES + "/{id}", Fault.FORBIDDEN).always();
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A6000\"}}");
      stage.until(() -> stage.calls("PATCH", MACHINES + "/{id}/start") == 1);
      stage.pass(Duration.ofHours(1));
      var id = stage.get(Machine.class, "m").getStatus().id();
      stage.team().console("PATCH", MACHINES + "/" + id + "/stop", "{}");
      stage.pass(Duration.ofHours(3));
      var left = stage.get(Machine.class, "m");
      assertThat(left.getStatus().observed().state()).isEqualTo("off");
      assertThat(left.getStatus().marks()).doesNotContainKey("stoppedForChange");
      assertThat(stage.calls("PATCH", MACHINES + "/{id}/start")).isEqualTo(1);
    }
  }

  /** We stopped it, so we start it, whatever becomes of the declaration meanwhile. */
  @Test
  void aPowerThatIsNoLongerDeclaredLeavesNoMachineOffThatWeStopped() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true, powerState: 'On'");
      stage.machineReady("m");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A6000\"}}");
      stage.until(() -> stage.calls("PATCH", MACHINES + "/{id}/stop") == 1);
      stage.patch(Machine.class, "m", "{\"spec\": {\"powerState\": null}}");
      stage.until(() -> stage.calls("PATCH", MACHINES + "/{id}/start") == 1);
      stage.settle();
      var done = stage.machineReady("m");
      assertThat(done.getStatus().observed().state()).isEqualTo("ready");
      assertThat(done.getStatus().observed().machineType()).isEqualTo("A6000");
    }
  }

  /** Both went in one change, and one of them was what there was no room for. */
  @Test
  void aDiskThatWasRefusedWithATypeGrowsOnceTheTypeIsTakenBack() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", powerState: 'On', allowStop: true");
      stage.machineReady("m");
      stage.cloud.mishaps().outOfCapacity("A6000", 1000);
      stage.patch(
          Machine.class, "m", "{\"spec\": {\"machineType\": \"A6000\", \"diskSize\": 250}}");
      stage.until(() -> stage.calls("PATCH", MACHINES + "/{id}/start") == 1);
      stage.pass(Duration.ofHours(1));
      var refused = stage.says(Machine.class, "m", "Stalled", "OutOfCapacity");
      assertThat(Rig.condition(refused, "Stalled").orElseThrow().message())
          .contains("diskSize (declared 250", "nothing that runs is stopped for it again");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A4000\"}}");
      stage.until(
          Machine.class,
          "m",
          m -> Rig.is(m, "Ready", "True") && m.getStatus().observed().storageGb() == 250);
    }
  }

  /** Neither the resize, which fails for ever, nor one bad start may leave it off. */
  @Test
  void aStartThatFailsAfterAFailedResizeIsTriedAgainAllTheSame() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", powerState: 'On', allowStop: true");
      stage.machineReady("m");
      stage
          .cloud
          .mishaps()
          .failEvents("vm-upgrade", 1000, "broken")
          .failEvents("start", 1, "broken");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A6000\"}}");
      stage.until(() -> stage.calls("PATCH", MACHINES + "/{id}/start") == 2);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.says(Machine.class, "m", "Stalled", "OperationFailed"))
          .extracting(m -> m.getStatus().observed().state())
          .isEqualTo("ready");
    }
  }

  /** Somebody may have mended it in the console, which nothing shows. */
  @ParameterizedTest
  @ValueSource(strings = {Annotations.RECONCILE_AT, Annotations.RESTART_AT})
  void aRestartThatFailedStaysInViewUntilAPersonHasSeenToIt(String wayOut) {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.mishaps().failEvents("restart", 1, "host lost");
      stage.rig.annotate(Machine.class, "m", Annotations.RESTART_AT, "one");
      stage.says(Machine.class, "m", "Ready", "OperationFailed");
      stage.pass(Duration.ofHours(1));
      var failed = stage.says(Machine.class, "m", "Ready", "OperationFailed");
      assertThat(Rig.condition(failed, "Ready").orElseThrow().message())
          .contains("host lost", Annotations.RECONCILE_AT);
      stage.rig.annotate(Machine.class, "m", wayOut, "two");
      stage.machineReady("m");
    }
  }

  /** What a failed start has to do with another field: nothing. */
  @Test
  void aFieldTheServiceIgnoresIsNotSentAgainAfterAFailedStart() {
    try (var stage = Stage.open()) {
      stage.cloud.choose(Choices.UndocumentedFields.IGNORED);
      stage.machine("m", ", powerState: 'On', publicIpType: none");
      stage.machineReady("m");
      stage.machine("m", ", powerState: 'On', publicIpType: dynamic");
      stage.says(Machine.class, "m", "Synced", "NotApplied");
      stage.machine("m", ", powerState: 'Off', publicIpType: dynamic");
      stage.until(() -> stage.team().machines().all().get(0).path("state").asText().equals("off"));
      stage.says(Machine.class, "m", "Synced", "NotApplied");
      int puts = (int) stage.calls("PUT", MACHINES + "/{id}");
      stage.cloud.mishaps().failEvents("start", 2, "broken");
      stage.machine("m", ", powerState: 'On', publicIpType: dynamic");
      stage.until(
          Machine.class,
          "m",
          m -> Rig.is(m, "Ready", "True") && "ready".equals(m.getStatus().observed().state()));
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("PUT", MACHINES + "/{id}")).isEqualTo(puts);
    }
  }

  /** Shown as drift it would count as somebody else's, and be left for ever. */
  @Test
  void underReportAnEditThatFoundNoCapacityIsCarriedOutWhenAsked() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", powerState: 'On', allowStop: true, policy: {drift: Report}");
      stage.machineReady("m");
      stage.cloud.mishaps().failEvents("vm-upgrade", 1, "out of capacity");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A6000\"}}");
      stage.says(Machine.class, "m", "Stalled", "OutOfCapacity");
      stage.pass(Duration.ofHours(1));
      lookNow(stage, "m", "now there is room");
      stage.until(
          Machine.class,
          "m",
          m ->
              Rig.is(m, "Ready", "True") && "A6000".equals(m.getStatus().observed().machineType()));
    }
  }

  /** Other edits must not wait for what stood before them. */
  @Test
  void underReportWhatStoodBeforeAnEditHoldsTheEditUpInNothing() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", policy: {drift: Report}");
      var id = stage.machineReady("m").getStatus().id();
      stage.team().machines().edit(id, it -> it.put("machineType", "A6000"));
      stage.says(Machine.class, "m", "Synced", "DriftReported");
      stage.machine("m", ", name: renamed, policy: {drift: Report}");
      stage.until(() -> stage.calls("PUT", MACHINES + "/{id}") == 1);
      stage.until(
          Machine.class,
          "m",
          m ->
              Long.valueOf(2).equals(m.getStatus().appliedGeneration())
                  && Rig.is(m, "Ready", "True"));
      stage.says(Machine.class, "m", "Synced", "DriftReported");
      stage.team().machines().edit(id, it -> it.put("name", "by somebody"));
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("PUT", MACHINES + "/{id}")).isEqualTo(1);
    }
  }

  @Test
  void underReportDriftIsShownAndLeft() {
    try (var stage = Stage.open()) {
      stage.project("p", ", policy: {drift: Report}");
      var id = stage.ready(PaperspaceProject.class, "p").getStatus().id();
      stage.team().projects().edit(id, it -> it.put("name", "foreign"));
      var shown = stage.says(PaperspaceProject.class, "p", "Synced", "DriftReported");
      assertThat(shown.getStatus().drift()).hasSize(1);
      assertThat(Rig.is(shown, "Ready", "True")).isTrue();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.events("DriftDetected")).hasSize(1);
      assertThat(stage.team().projects().get(id).orElseThrow().path("name").asText())
          .isEqualTo("foreign");
    }
  }

  @Test
  void aRolloutThatStandsStillIsSaidSoAlsoWhereDriftIsOnlyShown() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", ", policy: {drift: Report}");
      stage.ready(Deployment.class, "d");
      stage.cloud.delay(Delay.APPLY, Duration.ofDays(1));
      var sent = stage.cloud.journal().calls("POST", "/deployments").get(0).body();
      stage.team().console("POST", "/deployments", sent.toString().replace("web:1", "web:2"));
      var begun = stage.rig.time.instant();
      var shown = stage.says(Deployment.class, "d", "Synced", "DriftReported");
      assertThat(Rig.is(shown, "Reconciling", "True")).isTrue();
      stage.says(Deployment.class, "d", "Stalled", "DeadlineExceeded");
      assertThat(Duration.between(begun, stage.rig.time.instant()))
          .as("the deadline, a sync period and a look")
          .isLessThan(Duration.ofMinutes(15 + 6 + 2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drift: Report", "management: ObserveOnly"})
  void whatOnlyANewObjectCouldHaveIsShownAndTheMachineStaysUsable(String policy) {
    try (var stage = Stage.open()) {
      machines(stage, 1);
      var id = stage.get(Machine.class, "m0").getStatus().id();
      stage.rig.annotate(Machine.class, "m0", Annotations.PAUSED, "true");
      var twin = ", externalId: " + foreign(stage) + ", policy: {" + policy + "}";
      stage.machine("m", twin);
      var own = stage.machineReady("m").getStatus().id();
      int mark = stage.cloud.journal().size();
      stage.team().machines().edit(own, it -> it.put("region", "ca1"));
      var shown = stage.says(Machine.class, "m", "Synced", "DriftReported");
      assertThat(shown.getStatus().drift()).extracting(d -> d.field()).containsExactly("region");
      assertThat(shown).matches(m -> Rig.is(m, "Ready", "True"));
      assertThat(Rig.condition(shown, "Stalled")).isEmpty();
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
      assertThat(own).isNotEqualTo(id);
    }
  }

  @Test
  void underReportAChangedSecretIsAnEditAndArrives() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("s", ", policy: {drift: Report}");
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage.ready(ProjectSecret.class, "s");
      stage.settle();
      stage.rig.secret("s", "value", "rotated");
      stage.until(() -> "rotated".equals(stage.team().secretValue(home, "s")));
    }
  }

  @Test
  void aLongTokenIsServedOnce() {
    try (var stage = Stage.open()) {
      machines(stage, 1);
      lookNow(stage, "m0", "x".repeat(5000));
      stage.until(
          Machine.class,
          "m0",
          m -> String.valueOf(m.getStatus().lastHandledReconcileAt()).startsWith("xxx"));
      stage.settle();
      int mark = stage.cloud.journal().size();
      stage.settle();
      assertThat(stage.cloud.journal().since(mark)).as("no hot loop").isEmpty();
    }
  }

  @Test
  void twoDeploymentsOfOneNameAreNotBothMade() {
    try (var stage = Stage.open()) {
      stage.home();
      for (var name : List.of("one", "two")) {
        stage.rig.apply(
            "kind: Deployment\nmetadata: {name: "
                + name
                + "}\nspec: {projectRef: {name: home}, name: same, image: 'web:"
                + name
                + "', resources: {machineType: C4, ports: [80], replicas: 1}}\n");
      }
      stage.until(
          () ->
              stage.rig.find(Deployment.class, "one").filter(BadDaysTest::isReady).isPresent()
                  != stage
                      .rig
                      .find(Deployment.class, "two")
                      .filter(BadDaysTest::isReady)
                      .isPresent());
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.team().deployments().size()).isEqualTo(1);
      assertThat(stage.calls("POST", "/deployments")).as("upserts").isEqualTo(1);
      var loser = isReady(stage.get(Deployment.class, "one")) ? "two" : "one";
      assertThat(stage.get(Deployment.class, loser))
          .matches(
              d ->
                  Rig.condition(d, "Stalled")
                      .filter(
                          c ->
                              c.reason().equals("OwnershipConflict")
                                  || c.reason().equals("AlreadyExists"))
                      .isPresent());
    }
  }

  private static boolean isReady(Deployment deployment) {
    return Rig.is(deployment, "Ready", "True");
  }

  @Test
  void aRestartIsCarriedOutOncePerToken() {
    try (var stage = Stage.open()) {
      machines(stage, 1);
      stage.rig.annotate(Machine.class, "m0", Annotations.RESTART_AT, "one");
      stage.until(() -> stage.calls("PATCH", "/machines/{id}/restart") == 1);
      stage.pass(Duration.ofHours(1));
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.calls("PATCH", "/machines/{id}/restart")).isEqualTo(1);
    }
  }

  @Test
  void aNewSecretValueReachesTheApiWithoutTimePassing() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("s", "");
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage.ready(ProjectSecret.class, "s");
      stage.settle();
      stage.rig.secret("s", "value", "rotated");
      stage.settle();
      assertThat(stage.team().secretValue(home, "s")).isEqualTo("rotated");
      assertThat(stage.calls("PATCH", "/projects/{id}/secrets/{name}")).isEqualTo(1);
    }
  }

  @Test
  void readsThatLagHalfAMinuteCostNoSecondObjectAndNoSecondChange() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(30));
      stage.home();
      stage.secret("s", "");
      stage.machine("m", "");
      stage.ready(ProjectSecret.class, "s");
      stage.machineReady("m");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.cloud.journal().mutating()).as("three creates").hasSize(3);
      stage.project("home", ", tags: [red]");
      stage.pass(Duration.ofMinutes(20));
      assertThat(stage.cloud.journal().mutating()).as("and one tag").hasSize(4);
      assertThat(stage.get(PaperspaceProject.class, "home"))
          .matches(p -> Rig.is(p, "Synced", "True"));
    }
  }

  @Test
  void theSecondOwnerOfOneObjectIsToldSoAndTheObjectIsLeftAlone() {
    try (var stage = Stage.open()) {
      machines(stage, 1);
      var id = stage.get(Machine.class, "m0").getStatus().id();
      int mark = stage.cloud.journal().size();
      stage.machine("second", ", name: other, externalId: " + id);
      stage.says(Machine.class, "second", "Stalled", "OwnershipConflict");
      stage.rig.delete(Machine.class, "second");
      stage.gone(Machine.class, "second");
      assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
      assertThat(stage.get(Machine.class, "m0")).matches(m -> Rig.is(m, "Ready", "True"));
    }
  }

  @Test
  void twoOfTheSameNameAreNotGuessedBetween() {
    try (var stage = Stage.open()) {
      var ids = IntStream.range(0, 2).mapToObj(i -> foreign(stage)).toList();
      stage.machine("m", ", policy: {adoption: ByName}");
      var stalled = stage.says(Machine.class, "m", "Stalled", "AmbiguousExternal");
      assertThat(Rig.condition(stalled, "Stalled").orElseThrow().message())
          .contains(ids.get(0), ids.get(1));
      stage.machine("m", ", externalId: " + ids.get(1));
      assertThat(stage.machineReady("m").getStatus().id()).isEqualTo(ids.get(1));
      assertThat(stage.calls("POST", MACHINES)).isZero();
    }
  }

  @Test
  void aForeignNamesakeFromBeforeIsNeverTaken() {
    try (var stage = Stage.open()) {
      var foreign = foreign(stage);
      stage.pass(Duration.ofMinutes(1));
      stage.kube().crashAfter(KubeFaults::isIntent);
      stage.machine("m", "");
      stage.until(() -> stage.kube().isDead());
      stage.restart();
      assertThat(stage.machineReady("m").getStatus().id()).isNotEqualTo(foreign);
      assertThat(stage.team().machines().size()).isEqualTo(2);
    }
  }

  @Test
  void nothingIsMadeInANamespaceThatIsBeingDeleted() {
    try (var stage = Stage.open()) {
      var namespace = stage.rig.kubernetes.client().namespaces().withName(stage.rig.namespace);
      namespace.edit(
          (Namespace it) -> {
            it.getMetadata().setFinalizers(List.of("example.com/slow"));
            return it;
          });
      namespace.delete();
      stage.machine("m", "");
      stage.says(Machine.class, "m", "Synced", "Deleting");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.calls("POST", MACHINES)).isZero();
    }
  }

  private static String foreign(Stage stage) {
    return Stage.foreignMachine(stage.team(), "m");
  }
}
