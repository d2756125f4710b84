package com.paperspace.operator.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.Known;
import com.paperspace.operator.reconcile.status.Telemetry;
import com.paperspace.operator.support.VirtualTime;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What the queue is told when an object of a name follows another. */
class JosdkReconcilerTest implements Passes<PaperspaceProject> {
  private final Desk desk = Desk.bare();
  private final VirtualTime time = new VirtualTime();
  private final JosdkReconciler<PaperspaceProject> reconciler =
      new JosdkReconciler<>(
          PaperspaceProject.class,
          this,
          desk.index,
          desk.services.rights(),
          time,
          Telemetry.NONE,
          Clock.systemUTC());

  @Override
  public List<String> uses(PaperspaceProject resource) {
    return List.of();
  }

  @Override
  public Optional<Duration> pass(PaperspaceProject cached) {
    return Optional.of(Duration.ofMillis(250));
  }

  @Override
  public void gone(PaperspaceProject resource) {}

  @Override
  public void forget(String uid) {}

  @SuppressWarnings("unchecked")
  private void reconcile(PaperspaceProject resource) {
    var context =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Context.class}, (it, how, with) -> false);
    reconciler.reconcile(resource, (Context<PaperspaceProject>) context);
  }

  @Test
  void aSuccessorLookedAtWhileItsNamespaceComesBackIsLookedAtAgain() throws InterruptedException {
    var first = desk.read(PaperspaceProject.class, "p", "spec: {name: p}");
    var second = desk.read(PaperspaceProject.class, "p", "spec: {name: p}");
    second.getMetadata().setUid("another");
    Queue<Runnable> meanwhile = new ArrayDeque<>();
    var known =
        new Known<PaperspaceProject>(
            () -> {
              Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
              return List.of(second);
            });
    var wakeUps =
        reconciler
            .prepareEventSources(
                new EventSourceContext<>(known, null, null, PaperspaceProject.class))
            .get(0);
    List<Event> events = new ArrayList<>();
    wakeUps.setEventHandler(events::add);
    wakeUps.start();

    reconcile(first);
    meanwhile.add(() -> reconcile(second));
    reconciler.back(first.getMetadata().getNamespace());
    time.advance(Duration.ofSeconds(1));
    assertThat(events).isNotEmpty();
  }
}
