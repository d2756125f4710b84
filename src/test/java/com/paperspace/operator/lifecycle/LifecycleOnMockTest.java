package com.paperspace.operator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Rig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life-cycle script where there is nothing but Maven. */
class LifecycleOnMockTest {

  static List<KindScript> kinds() {
    return KindScript.all();
  }

  @Test
  void everyKindHasItsScript() {
    assertThat(kinds())
        .as("KindScript.all(), and ActLife for an act that happens once")
        .extracting(script -> script.kind().getSimpleName())
        .containsExactlyInAnyOrderElementsOf(
            Kinds.all().stream()
                .filter(adapter -> !adapter.isOneShot())
                .map(adapter -> adapter.type().getSimpleName())
                .toList());
    assertThat(Kinds.all())
        .filteredOn(adapter -> adapter.isOneShot())
        .extracting(adapter -> adapter.type().getSimpleName())
        .containsExactly("SnapshotRestore");
  }

  @Test
  void anActHappensOnce() throws InterruptedException {
    try (var rig = new Rig(KubeServer.mock(), Kinds.all())) {
      new ActLife(rig).run();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void livesItsLife(KindScript kind) throws InterruptedException {
    try (var rig = new Rig(KubeServer.mock(), Kinds.all())) {
      new Lifecycle(rig, kind).run();
    }
  }
}
