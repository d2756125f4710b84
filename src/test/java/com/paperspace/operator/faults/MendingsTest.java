package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mending of one fault must not make of its neighbours. */
class MendingsTest {
  private static final String LIST = "/projects";
  private static final String ONE = "/projects/{id}";
  private static final String STOP = "/machines/{id}/stop";

  /** A sweep that takes the probe of the breaker has to be the probe. */
  @Test
  void aSweepThatIsTheProbeIsSent() {
    try (var stage = Stage.open()) {
      for (int i = 0; i < 3; i++) {
        stage.project("p" + i, "");
      }
      stage.pass(Duration.ofMinutes(20));
      stage.cloud.faults().next("GET", LIST, Fault.UNAVAILABLE).always();
      stage.cloud.faults().next("GET", ONE, Fault.UNAVAILABLE).always();
      stage.restart();
      stage.pass(Duration.ofMinutes(3));
      stage.cloud.faults().clear();
      int mark = stage.cloud.journal().size();
      stage.project("q", "");
      stage.pass(Duration.ofMinutes(10));
      assertThat(stage.cloud.journal().since(mark)).as("calls once the API is back").isNotEmpty();
      assertThat(Rig.is(stage.get(PaperspaceProject.class, "q"), "Ready", "True")).isTrue();
    }
  }

  /** The same without a restart, where the API comes back for a moment only. */
  @Test
  void anApiThatComesAndGoesIsNoticedWhenItStays() {
    try (var stage = Stage.open()) {
      for (int i = 0; i < 3; i++) {
        stage.project("p" + i, "");
      }
      stage.pass(Duration.ofMinutes(20));
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofMinutes(15));
      stage.cloud.faults().clear();
      int mark = stage.cloud.journal().size();
      stage.until(() -> stage.cloud.journal().size() > mark);
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofMinutes(5));
      stage.cloud.faults().clear();
      int back = stage.cloud.journal().size();
      stage.pass(Duration.ofMinutes(30));
      assertThat(stage.cloud.journal().since(back)).as("calls once the API is back").isNotEmpty();
    }
  }

  /** The first stop is ours although the second was refused. */
  @ParameterizedTest(name = "what is read lags by {0} s")
  @ValueSource(ints = {0, 10})
  void aStopWhoseAnswerWasLostIsOursThoughTheNextIsRefused(int lag) {
    try (var stage = CustomTemplateTest.withMachine("")) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(lag));
      stage.cloud.faults().next("PATCH", STOP, Fault.RESET_AFTER_EFFECT);
      stage.rig.apply(
          "kind: CustomTemplate\nmetadata: {name: t}\nspec: {machineRef: {name: m}, allowStop: true}\n");
      stage.ready(CustomTemplate.class, "t");
      stage.pass(Duration.ofHours(2));
      assertThat(stage.team().machines().all().get(0).path("state").asText())
          .as("after %s", stage.cloud.journal().calls("PATCH", STOP))
          .isEqualTo("ready");
    }
  }

  /** It is declared as well, so that it does not go on by itself then. */
  @Test
  void ofOneThatIsPausedAndDeclaresItIsNotSaidThatItGoesOnByItself() {
    try (var stage = CustomTemplateTest.withMachine(", powerState: 'On'")) {
      var message = CustomTemplateTest.toldWhilePaused(stage);
      stage.rig.annotate(Machine.class, "m", Annotations.PAUSED, null);
      stage.pass(Duration.ofHours(2));
      assertThat(message.contains("goes on by itself"))
          .as(message + " / " + stage.get(CustomTemplate.class, "t").getStatus().conditions())
          .isEqualTo(Rig.is(stage.get(CustomTemplate.class, "t"), "Ready", "True"));
    }
  }

  /** That nothing was sent which only a create can set is a witness as well. */
  @ParameterizedTest(name = "deleted: {0}")
  @ValueSource(booleans = {true, false})
  void anEditAfterACrashThatAddsWhatOnlyACreateSetsHoldsNoNamespace(boolean deleted) {
    try (var stage = Stage.open()) {
      stage.kube().crashAt(it -> KubeFaults.isStatusOf("models", it));
      stage.rig.apply("kind: Model\nmetadata: {name: n}\nspec: {}\n");
      stage.until(() -> stage.kube().isDead());
      assertThat(stage.team().models().size()).isEqualTo(1);
      stage.patch(Model.class, "n", "{\"spec\": {\"isPublic\": true}}");
      if (deleted) {
        stage.rig.delete(Model.class, "n");
      }
      stage.restart();
      if (deleted) {
        stage.gone(Model.class, "n");
      } else {
        stage.pass(Duration.ofHours(1));
        assertThat(stage.get(Model.class, "n").getStatus().id())
            .as("%s", stage.get(Model.class, "n").getStatus().conditions())
            .isNotNull();
      }
    }
  }

  /** Who only watches notes nothing, and shows no note of its own as a difference. */
  @Test
  void anEditTakenBackIsNoDifferenceForWhoOnlyWatches() {
    try (var stage = Stage.open()) {
      AddressMovesTest.editRefused(stage);
      stage.cloud.faults().clear();
      stage.patch(
          PublicIp.class,
          "p",
          "{\"spec\": {\"machineRef\": {\"name\": \"m\"}, \"policy\": {\"management\": \"ObserveOnly\"}}}");
      stage.pass(Duration.ofHours(1));
      var p = stage.get(PublicIp.class, "p");
      assertThat(Rig.is(p, "Synced", "True"))
          .as("%s %s", p.getStatus().drift(), p.getStatus().conditions())
          .isTrue();
    }
  }

  /** The other is gone, and the mark that it had the object says nothing any more. */
  @Test
  void whoWasRefusedOnceIsNotRobbedByAThird() {
    try (var stage = Stage.open()) {
      var id = ForgedStatusTest.madeBesideAnOlderOne(stage);
      stage.crash();
      stage.patchStatus(Machine.class, "old", ForgedStatusTest.has(stage, id));
      stage.start();
      stage.says(Machine.class, "m", "Stalled", "OwnershipConflict");
      stage.rig.annotate(Machine.class, "m", Annotations.PAUSED, "true");
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(Machine.class, "old");
      stage.gone(Machine.class, "old");
      stage.machine("c", ", externalId: " + id);
      stage.pass(Duration.ofMinutes(10));
      stage.rig.annotate(Machine.class, "m", Annotations.PAUSED, null);
      stage.pass(Duration.ofHours(1));
      var m = stage.get(Machine.class, "m").getStatus();
      assertThat(m.conditions().toString())
          .as("m made it; c is %s", stage.get(Machine.class, "c").getStatus())
          .doesNotContain("OwnershipConflict");
    }
  }
}
