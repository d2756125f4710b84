package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.app.NamespaceRights.Lack;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Namespaces come and go by their rights; a moment of denial or silence takes none out. */
class ServedNamespacesTest {
  private static final Lack LACK = new Lack("list things", "no right to list things there");

  private final Map<String, Supplier<Optional<Lack>>> rights = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Lack unjoinable;
  private RuntimeException broken;
  private final ServedNamespaces namespaces =
      new ServedNamespaces(Set.of("red", "blue"), this::lack, new Host());

  private Optional<Lack> lack(String namespace) {
    try {
      return rights.getOrDefault(namespace, Optional::empty).get();
    } finally {
      asked.incrementAndGet();
    }
  }

  private final class Host implements ServedNamespaces.Host {
    @Override
    public Optional<Lack> join(String namespace) {
      done.add("join " + namespace);
      if (broken != null) {
        throw broken;
      }
      return Optional.ofNullable(unjoinable);
    }

    @Override
    public void leave(String namespace) {
      done.add("leave " + namespace);
    }
  }

  @AfterEach
  void close() {
    namespaces.close();
  }

  private void look(String namespace) {
    int before = asked.get();
    namespaces.changed(namespace);
    await().until(() -> asked.get() > before);
  }

  private static KubernetesClientException answer(int code) {
    return new KubernetesClientException("no", code, new StatusBuilder().withCode(code).build());
  }

  @Test
  void whatLacksARightIsLeftOutUntilItIsThere() {
    rights.put("blue", () -> Optional.of(LACK));

    assertThat(namespaces.survey()).containsExactly("red");
    assertThat(namespaces.unserved()).containsExactly(Map.entry("blue", "list things"));
    assertThat(namespaces.remark()).contains("not served: blue (missing: list things)");

    look("blue");
    assertThat(done).isEmpty();
    rights.remove("blue");
    look("blue");
    await().untilAsserted(() -> assertThat(namespaces.served()).contains("red", "blue"));
    assertThat(done).containsExactly("join blue");
    assertThat(namespaces.remark()).isEmpty();
  }

  @Test
  void oneDenialIsNotBelievedAndTheSecondIs() {
    namespaces.survey();
    rights.put("blue", () -> Optional.of(LACK));
    look("blue");
    assertThat(namespaces.served()).contains("blue");
    rights.remove("blue");
    look("blue");
    rights.put("blue", () -> Optional.of(LACK));
    look("blue");
    assertThat(namespaces.served()).contains("blue");

    await().until(() -> done.contains("leave blue"));
    assertThat(namespaces.served()).containsExactly("red");
  }

  @Test
  void silenceTakesNothingOut() {
    namespaces.survey();
    rights.put(
        "blue",
        () -> {
          throw new KubernetesClientException("away", new IOException("away"));
        });
    for (int i = 0; i < 5; i++) {
      look("blue");
    }
    assertThat(namespaces.served()).contains("blue");
    assertThat(done).isEmpty();
  }

  @Test
  void aFaultOfKubernetesAtTheStartConcernsTheNamespaceAloneAndNoAnswerConcernsAll() {
    rights.put(
        "blue",
        () -> {
          throw answer(500);
        });
    assertThat(namespaces.survey()).containsExactly("red");

    rights.put(
        "red",
        () -> {
          throw answer(401);
        });
    assertThatThrownBy(namespaces::survey).isInstanceOf(KubernetesClientException.class);
  }

  /** Five looks at a namespace whose rights came but that cannot be joined. */
  private void cannotBeJoined() {
    rights.put("blue", () -> Optional.of(LACK));
    namespaces.survey();
    rights.remove("blue");
    unjoinable = new Lack("its objects", "its objects cannot be watched");
    for (int i = 0; i < 5; i++) {
      namespaces.lookAtAll();
    }
  }

  @Test
  void aJoinThatFailsIsTriedSeldomerAndItsRightsAreLookedAtEachTime() {
    cannotBeJoined();
    assertThat(done.stream().filter("join blue"::equals)).hasSize(3);
    assertThat(done.stream().filter("leave blue"::equals))
        .as("nothing half begun stays")
        .hasSize(3);
    assertThat(namespaces.unserved()).containsEntry("blue", "its objects");

    rights.put("blue", () -> Optional.of(LACK));
    namespaces.lookAtAll();
    assertThat(namespaces.unserved()).containsEntry("blue", "list things");
  }

  @Test
  void whatIsServedIsLookedAtOnceAMinute() {
    namespaces.survey();
    int before = asked.get();
    for (int i = 0; i < 12; i++) {
      namespaces.lookAtAll();
    }
    assertThat(asked.get() - before).isEqualTo(2 * 2);
  }

  @Test
  void aJoinThatBreaksIsSaidAndTriedAgain() {
    rights.put("blue", () -> Optional.of(LACK));
    namespaces.survey();
    rights.remove("blue");
    broken = answer(500);
    namespaces.lookAtAll();
    assertThat(namespaces.unserved()).containsEntry("blue", "its objects");
    assertThat(done).containsExactly("join blue", "leave blue");

    broken = null;
    namespaces.lookAtAll();
    assertThat(namespaces.served()).contains("blue");
  }

  @Test
  void failuresAreForgottenOnceItWasServed() {
    cannotBeJoined();
    unjoinable = null;
    for (int i = 0; i < 3; i++) {
      namespaces.lookAtAll();
    }
    assertThat(namespaces.served()).as("due at the eighth look").contains("blue");

    namespaces.failed("blue", LACK);
    namespaces.lookAtAll();
    assertThat(namespaces.served())
        .as("the first failure since waits for nothing")
        .contains("blue");
  }

  @Test
  void aDenialThatEndedDoesNotCountForOneLongAfter() {
    namespaces.survey();
    rights.put("blue", () -> Optional.of(LACK));
    look("blue");
    rights.remove("blue");
    look("blue");
    // Longer than a denial has to last.
    await().pollDelay(Duration.ofMillis(3_200)).until(() -> true);
    rights.put("blue", () -> Optional.of(LACK));
    look("blue");
    look("red");
    assertThat(namespaces.served()).contains("blue");
  }

  @Test
  void closingWaitsForTheLookUnderWay() throws InterruptedException {
    namespaces.survey();
    var begun = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    rights.put(
        "blue",
        () -> {
          begun.countDown();
          // A request that does not mind being interrupted.
          for (long end = System.nanoTime() + 300_000_000; System.nanoTime() < end; ) {
            Thread.onSpinWait();
          }
          ended.set(true);
          return Optional.empty();
        });
    namespaces.changed("blue");
    begun.await();
    namespaces.close();
    assertThat(ended).isTrue();
  }
}
