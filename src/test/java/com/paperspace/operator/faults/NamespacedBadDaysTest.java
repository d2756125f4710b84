package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bad days on a real API server, in three named namespaces and with the chart's rights. */
@NeedsControlPlane
class NamespacedBadDaysTest extends BadDaysTest {
  @RegisterExtension final InNamespaces there;

  NamespacedBadDaysTest(ControlPlane plane) {
    there = new InNamespaces(plane);
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
    there.plane().kubectl("delete", "namespace", namespace, "--wait=false").orFail();
    await()
        .until(
            () ->
                there
                    .plane()
                    .client()
                    .resources(Machine.class)
                    .inNamespace(namespace)
                    .withName("m")
                    .get()
                    .isMarkedForDeletion());
  }
}
