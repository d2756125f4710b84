package com.paperspace.operator.faults;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Crashes at every step on a real API server, in three named namespaces and with the chart's
 * rights.
 */
@NeedsControlPlane
class NamespacedCrashTest extends CrashTest {
  private final ControlPlane plane;

  NamespacedCrashTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void goThere() {
    Binaries.orSkip("kube-controller-manager");
    Binaries.orSkip("helm");
    Stage.onRealServer(plane);
  }

  @AfterEach
  void comeBack() {
    Stage.onRealServer(null);
  }
}
