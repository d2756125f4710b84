package com.paperspace.operator.lifecycle;

import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Rig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life-cycle script where schemas, defaults, CEL and status subresources are real. */
@NeedsControlPlane
class LifecycleOnRealServerTest {
  private final ControlPlane controlPlane;

  LifecycleOnRealServerTest(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  static List<KindScript> kinds() {
    return KindScript.all();
  }

  @Test
  void anActHappensOnce() throws InterruptedException {
    try (var rig = new Rig(KubeServer.real(controlPlane), Kinds.all())) {
      new ActLife(rig).run();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void livesItsLife(KindScript kind) throws InterruptedException {
    try (var rig = new Rig(KubeServer.real(controlPlane), Kinds.all())) {
      new Lifecycle(rig, kind).run();
    }
  }
}
