package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What proves that an object whose deletion was accepted is gone. */
class DeletionProofTest {
  private static final String SESSION = "/auth/session";

  /** Two projects; the session is checked a minute before anything happens to them. */
  private static Stage withTwo() {
    var stage = Stage.open();
    stage.home();
    stage.project("other", "");
    stage.ready(PaperspaceProject.class, "other");
    stage.pass(Duration.ofMinutes(1));
    return stage;
  }

  @Test
  void theKeyThatDeletedItWaitsForNoCheck() {
    try (var stage = withTwo()) {
      stage.rig.annotate(PaperspaceAccount.class, "default", Annotations.RECONCILE_AT, "now");
      stage.until(() -> stage.calls("GET", SESSION) > 1);
      var asked = stage.rig.time.instant();
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.gone(PaperspaceProject.class, "home");
      assertThat(Duration.between(asked, stage.rig.time.instant()))
          .as("checks of the session are at least 10 s apart")
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  /** The account is looked at, for it may be free to go now; nothing of that is about its key. */
  @Test
  void aDeletionAsksForNoSession() {
    try (var stage = withTwo()) {
      long checks = stage.calls("GET", SESSION);
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.gone(PaperspaceProject.class, "home");
      stage.pass(Duration.ofSeconds(30));
      assertThat(stage.calls("GET", SESSION)).isEqualTo(checks);
    }
  }

  @Test
  void whoDoesNotRememberTheDeletionChecks() {
    try (var stage = withTwo()) {
      stage.kube().crashAfter(KubeFaults::isStatus);
      stage.rig.delete(PaperspaceProject.class, "home");
      stage.until(() -> stage.kube().isDead());
      assertThat(stage.team().projects().size()).isEqualTo(1);
      long checks = stage.calls("GET", SESSION);
      stage.restart();
      stage.gone(PaperspaceProject.class, "home");
      // One to know whose key it is, and one after the look.
      assertThat(stage.calls("GET", SESSION)).isEqualTo(checks + 2);
    }
  }

  /** The look in vain came too early to prove anything, however late its check. */
  @Test
  void whatIsDeletedBeforeItShowsIsNotLeft() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(20));
      stage
          .cloud
          .faults()
          .next("GET", SESSION, Fault.UNAVAILABLE)
          .times(4)
          .when(request -> stage.calls("POST", "/machines") > 0);
      stage.machine("m", "");
      stage.until(Machine.class, "m", m -> m.getStatus() != null && m.getStatus().id() != null);
      stage.rig.delete(Machine.class, "m");
      stage.gone(Machine.class, "m");
      stage.pass(Duration.ofMinutes(2));
      assertThat(stage.team().machines().size()).isZero();
    }
  }
}
