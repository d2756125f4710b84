package com.paperspace.operator.lifecycle;

import com.paperspace.operator.operator.Kinds;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Rig;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life-cycle script where there is nothing but Maven. */
class LifecycleOnMockTest {

  static List<KindScript> kinds() {
    return KindScript.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void livesItsLife(KindScript kind) throws InterruptedException {
    try (var rig = new Rig(KubeServer.mock(), Kinds.all())) {
      new Lifecycle(rig, kind).run();
    }
  }
}
