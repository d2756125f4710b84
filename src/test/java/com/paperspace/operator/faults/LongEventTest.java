package com.paperspace.operator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API server counts the bytes of a note, and refuses an event with too many. */
@NeedsControlPlane
class LongEventTest {
  @RegisterExtension final InNamespaces there;

  LongEventTest(ControlPlane plane) {
    there = new InNamespaces(plane);
  }

  @Test
  void isToldAsFarAsTheApiServerTakesIt() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", "");
      stage.ready(Deployment.class, "d");
      stage.deployment("d", ", env: [" + variables() + "]");
      stage.until(() -> !stage.events(EventReason.Updated.name()).isEmpty());
      var note = stage.events(EventReason.Updated.name()).get(0);
      assertThat(note).endsWith("…");
      assertThat(note.getBytes(UTF_8)).hasSizeBetween(1021, 1024);
    }
  }

  private static String variables() {
    var all = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      all.append(i == 0 ? "" : ", ").append("{name: VARIABLE_").append(i).append(", value: é}");
    }
    return all.toString();
  }
}
