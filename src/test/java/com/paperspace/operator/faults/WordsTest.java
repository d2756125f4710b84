package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people are told when something is amiss: the truth, in words, and what to do. */
class WordsTest {
  private static String message(PaperspaceResource<?, ?> resource) {
    return Rig.condition(resource, "Ready").orElseThrow().message();
  }

  @Test
  void aStopForAChangeNamesTheChange() {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.machine("m", ", allowStop: true");
      stage.machineReady("m");
      stage.patch(Machine.class, "m", "{\"spec\": {\"machineType\": \"A5000\"}}");
      stage.until(
          Machine.class,
          "m",
          m ->
              "A5000".equals(m.getStatus().observed().machineType()) && Rig.is(m, "Ready", "True"));
      var lines =
          logged.atLeast(Level.INFO).stream()
              .filter(line -> line.contains(": step: ") && line.contains("/m: "))
              .map(line -> line.substring(line.indexOf(": step: ") + 8))
              .toList();
      assertThat(lines)
          .containsExactly(
              "create m",
              "stop, to change machineType from A4000 to A5000 (interrupts what runs)",
              "change machineType from A4000 to A5000",
              "start again, after the change it was stopped for");
    }
  }

  @Test
  void noAdviceDestroysTheKeyOfTheAccount() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", outputs: {secret: paperspace}");
      stage.says(Machine.class, "m", "Stalled", "OutputConflict");
      assertThat(message(stage.get(Machine.class, "m")))
          .contains("PaperspaceAccount/default")
          .contains("Name another Secret in spec.outputs.secret")
          .doesNotContain("elete");
      stage.pass(Duration.ofMinutes(2));
      assertThat(stage.events("OutputConflict")).as("told once").hasSize(1);
      assertThat(stage.calls("POST", "/machines")).as("said before it costs money").isZero();
    }
  }

  @Test
  void noMessageNamesAnException() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      for (var fault : List.of(Fault.RESET_BEFORE_EFFECT, Fault.TRUNCATED_BODY)) {
        stage.cloud.faults().next("GET", "/machines/{id}", fault).always();
        stage.rig.annotate(Machine.class, "m", Annotations.RECONCILE_AT, fault.name());
        stage.says(Machine.class, "m", "Synced", "ProviderUnavailable");
        assertThat(Rig.condition(stage.get(Machine.class, "m"), "Synced").orElseThrow().message())
            .doesNotContainPattern("[A-Za-z]+(Exception|Error)\\b");
        stage.cloud.faults().clear();
        stage.until(Machine.class, "m", m -> Rig.is(m, "Synced", "True"));
      }
    }
  }

  @Test
  void whatStopsAPassSaysWhatToDoNext() {
    try (var stage = Stage.open()) {
      stage.machine("watched", ", policy: {management: ObserveOnly}");
      stage.says(Machine.class, "watched", "Stalled", "ExternalMissing");
      assertThat(message(stage.get(Machine.class, "watched")))
          .contains("No cloud object named watched")
          .contains("spec.externalId");
      stage.rig.apply(
          """
          kind: PaperspaceAccount
          metadata: {name: default}
          spec: {secretRef: {name: paperspace}, teamId: te-of-others}
          """);
      stage.says(PaperspaceAccount.class, "default", "Stalled", "TeamMismatch");
      assertThat(message(stage.get(PaperspaceAccount.class, "default")))
          .contains("Secret paperspace")
          .contains("correct spec.teamId");
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "default");
      stage.machine("orphan", "");
      stage.says(Machine.class, "orphan", "Ready", "WaitingForAccount");
      assertThat(message(stage.get(Machine.class, "orphan")))
          .contains("Create PaperspaceAccount default")
          .contains("spec.accountRef");
    }
  }

  @Test
  void whatIsGoneHasNoState() {
    try (var stage = Stage.open()) {
      stage.machine("m", ", policy: {drift: Report}");
      stage.machineReady("m");
      stage.home();
      stage.deployment("web", ", policy: {drift: Report}");
      stage.ready(Deployment.class, "web");
      stage.pass(Duration.ofMinutes(7));
      stage.team().machines().remove(stage.get(Machine.class, "m").getStatus().id());
      stage.team().deployments().remove(stage.get(Deployment.class, "web").getStatus().id());
      stage.says(Machine.class, "m", "Stalled", "ExternalMissing");
      stage.says(Deployment.class, "web", "Stalled", "ExternalMissing");
      assertThat(stage.get(Machine.class, "m").getStatus().observed()).isNull();
      var web = stage.get(Deployment.class, "web").getStatus().observed();
      assertThat(web.state()).isNull();
      assertThat(web.projectId()).as("by which its name is still its own").isNotNull();
    }
  }

  /** At rest, while it moves, and when it can go no further. */
  @Test
  void pausedIsSeenAtOnce() {
    try (var stage = Stage.open()) {
      stage.machine("resting", "");
      stage.machineReady("resting");
      stage.machine("stuck", ", outputs: {secret: paperspace}");
      stage.says(Machine.class, "stuck", "Stalled", "OutputConflict");
      stage.pass(Duration.ofMinutes(1));
      stage.machine("moving", "");
      stage.says(Machine.class, "moving", "Reconciling", "Creating");
      for (var name : List.of("moving", "resting", "stuck")) {
        var before = stage.rig.time.instant();
        stage.rig.annotate(Machine.class, name, Annotations.PAUSED, "true");
        stage.says(Machine.class, name, "Synced", "Paused");
        stage.rig.annotate(Machine.class, name, Annotations.PAUSED, null);
        stage.until(
            Machine.class,
            name,
            m -> !Rig.condition(m, "Synced").orElseThrow().reason().equals("Paused"));
        assertThat(Duration.between(before, stage.rig.time.instant()))
            .as(name)
            .isLessThan(Duration.ofSeconds(4));
      }
    }
  }
}
