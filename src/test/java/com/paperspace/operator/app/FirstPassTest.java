package com.paperspace.operator.app;

import static org.awaitility.Awaitility.await;

import com.paperspace.operator.reconcile.cluster.Scheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When what is there at the start is worked on. */
class FirstPassTest {
  private static final class NoTimers implements Scheduler {
    @Override
    public Pending after(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void close() {}
  }

  private static void isMadeWithoutATimer(String... namespaces) {
    try (var spaces = new NamespacesOnMock()) {
      spaces.account("red", "");
      spaces.apply("red", "PaperspaceProject", "p", "{name: p}");
      spaces.timers = NoTimers::new;
      spaces.start(null, namespaces);
      await("the create")
          .atMost(Duration.ofSeconds(20))
          .until(() -> spaces.cloud.team("a").projects().all().size() == 1);
    }
  }

  @Test
  void aPassThatCameBeforeAllWasListedGoesOnWhenItIsInOneNamespace() {
    isMadeWithoutATimer("red");
  }

  @Test
  void theSameForAllNamespaces() {
    isMadeWithoutATimer();
  }
}
