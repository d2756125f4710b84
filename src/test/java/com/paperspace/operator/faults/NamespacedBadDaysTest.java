package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bad days on a real API server, in three named namespaces and with the chart's rights. */
@NeedsControlPlane
class NamespacedBadDaysTest extends BadDaysTest {
  private final ControlPlane plane;

  NamespacedBadDaysTest(ControlPlane plane) {
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

  /** Only what came a moment before the deletion can be there at all. */
  @Override
  @Test
  void nothingIsMadeInANamespaceThatIsBeingDeleted() {
    try (var stage = Stage.open()) {
      stage.kube().before(KubeFaults::isIntent, () -> dies(stage.rig.namespace));
      stage.machine("m", "");
      stage.gone(Machine.class, "m");
      assertThat(stage.calls("POST", "/machines")).isZero();
    }
  }

  /** Until Kubernetes has asked for the deletion of all that is in it. */
  private void dies(String namespace) {
    plane.kubectl("delete", "namespace", namespace, "--wait=false").orFail();
    await()
        .until(
            () ->
                plane
                    .client()
                    .resources(Machine.class)
                    .inNamespace(namespace)
                    .withName("m")
                    .get()
                    .isMarkedForDeletion());
  }
}
