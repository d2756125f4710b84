package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rights that are there at the first look and denied at the first list or watch: no matter of the
 * other namespaces, whether they lag for a moment or are gone for good.
 */
class LaggingRightsTest {
  private final NamespacesOnMock spaces = new NamespacesOnMock();

  @AfterEach
  void close() {
    spaces.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"machines", "secrets", "configmaps"})
  void whatLagsForAMomentIsServed(String plural) {
    var lists = new AtomicInteger(1);
    var watches = new AtomicInteger(1);
    spaces.denied =
        request ->
            NamespacesOnMock.isOf(plural, request)
                && ((NamespacesOnMock.isFirstList(request) && lists.getAndDecrement() > 0)
                    || (NamespacesOnMock.isWatch(request) && watches.getAndDecrement() > 0));
    spaces.start(null, "red", "blue");
    spaces.untilSeen("red");
    await().atMost(Duration.ofSeconds(25)).until(() -> spaces.get("readyz").equals("ok\n"));
    spaces.untilSeen("blue");
    assertThat(spaces.said("ERROR")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"machines", "secrets"})
  void whatIsGoneForGoodIsLeftOutAndSaid(String plural) {
    var gone = new AtomicInteger();
    spaces.denied =
        request ->
            gone.addAndGet(
                        NamespacesOnMock.isOf(plural, request)
                                && NamespacesOnMock.isFirstList(request)
                            ? 1
                            : 0)
                    > 0
                && NamespacesOnMock.isOf(plural, request);
    spaces.start(null, "red", "blue");

    spaces.untilSeen("red");
    await()
        .untilAsserted(
            () ->
                assertThat(spaces.get("readyz"))
                    .startsWith("ok; not served: blue (missing: ")
                    .contains(plural));
    assertThat(spaces.get("metrics"))
        .contains("paperspace_namespace_unserved{missing=\"")
        .contains("namespace=\"blue\"} 1");
    assertThat(spaces.said("Namespace blue")).singleElement().asString().contains(plural);
    assertThat(spaces.said()).as("no flood").hasSizeLessThan(4);

    gone.set(Integer.MIN_VALUE);
    await().atMost(Duration.ofSeconds(60)).until(() -> spaces.get("readyz").equals("ok\n"));
    spaces.untilSeen("blue");
  }

  /** An older chart's role has no such right, and no other kind needs it. */
  @Test
  void withoutConfigMapsANamespaceIsServedAllTheSame() {
    spaces.denied = request -> NamespacesOnMock.isOf("configmaps", request);
    spaces.start(null, "red", "blue");

    assertThat(spaces.get("readyz")).isEqualTo("ok\n");
    spaces.untilSeen("blue");
    assertThat(spaces.said("WARN", "blue"))
        .singleElement()
        .asString()
        .contains("Watching ConfigMaps of namespace blue failed");
  }

  @Test
  void theOnlyNamespaceIsWaitedFor() {
    var gone = new AtomicInteger();
    spaces.denied =
        request ->
            gone.addAndGet(
                    NamespacesOnMock.isOf("machines", request) && NamespacesOnMock.isWatch(request)
                        ? 1
                        : 0)
                > 0;
    spaces.start(null, "blue");

    assertThat(spaces.get("readyz")).startsWith("not served: blue (missing: ");
    gone.set(Integer.MIN_VALUE);
    await().atMost(Duration.ofSeconds(60)).until(() -> spaces.get("readyz").equals("ok\n"));
    spaces.untilSeen("blue");
  }

  /** The JVM of the tests would end with a process that halts. */
  @Test
  void whoIsClosedWhileItBeginsEndsInOrderAndKeepsNoLease() throws InterruptedException {
    var reached = new CountDownLatch(1);
    var hold = new CountDownLatch(1);
    spaces.denied = request -> true;
    spaces.start("the-lease", "blue");
    assertThat(spaces.get("readyz")).startsWith("not served: blue (missing: ");
    spaces.denied =
        request -> {
          if (NamespacesOnMock.isFirstList(request) && NamespacesOnMock.isOf("machines", request)) {
            reached.countDown();
            waitFor(hold);
          }
          return false;
        };
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();

    spaces.process.close();
    spaces.process = null;
    hold.countDown();
    var leases = spaces.kubernetes.client().leases().inNamespace("red").withName("the-lease");
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(5))
        .until(() -> leases.get() == null || leases.get().getSpec().getHolderIdentity() == null);
    assertThat(spaces.said("ERROR")).isEmpty();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
