package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a pass relies on stays until it ends, and none begins on what is only half known. */
class DoorsTest {
  private final Doors doors = new Doors();

  @Test
  void closingWaitsForThePassesOfThatNamespaceAlone() {
    assertThat(doors.enter("red")).isTrue();
    assertThat(doors.enter("red")).isTrue();
    assertThat(doors.enter("blue")).isTrue();

    var closing = CompletableFuture.runAsync(() -> doors.close("red"));
    await().until(() -> !doors.isOpen("red"));
    assertThat(doors.enter("red")).isFalse();
    assertThat(doors.enter("blue")).isTrue();
    doors.exit("red");
    await()
        .during(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(5))
        .until(() -> !closing.isDone());

    doors.exit("red");
    await().until(closing::isDone);
    doors.open("red");
    assertThat(doors.enter("red")).isTrue();
  }
}
