package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in the log of a life: each change and each turn of a condition once. */
class LogLinesTest {
  private static List<String> about(Stage stage, Logged logged) {
    var name = "PaperspaceProject " + stage.rig.namespace + "/p";
    return logged.all().stream()
        .filter(it -> it.contains(name))
        .map(it -> it.replace(name, "it").replaceFirst("^(\\w+\\.)*", ""))
        .map(it -> it.replaceAll("\\bp9\\w+", "ID"))
        .toList();
  }

  @Test
  void aLifeHasALineForEachChangeAndEachTurn() throws InterruptedException {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      stage.pass(Duration.ofHours(1));
      assertThat(about(stage, logged))
          .containsExactly(
              "audit POST /projects for it: carried out, status 200",
              "Sending it: step: create p",
              "Creation it: created ID",
              "ConditionLog it: Synced True: UpToDate: The cloud object equals the spec.",
              "ConditionLog it: Ready True: Available: The project exists.");
    }
  }

  @Test
  void whatMayHaveBeenCarriedOutIsAudited() {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/projects", Fault.RESET_AFTER_EFFECT);
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      assertThat(about(stage, logged))
          .contains("audit POST /projects for it: perhaps carried out (no_answer), no answer");
      assertThat(logged.atLeast(Level.ERROR)).isEmpty();
      assertThat(Rig.is(stage.get(PaperspaceProject.class, "p"), "Ready", "True")).isTrue();
    }
  }
}
