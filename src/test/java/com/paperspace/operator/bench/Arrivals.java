package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Sees when the last of many is Ready or gone: by one watch, the same for all contenders. */
final class Arrivals<T extends PaperspaceResource<?, ?>> implements Watcher<T>, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Set<String> present = new HashSet<>();
  private final Set<String> ready = new HashSet<>();
  private final List<String> conditions;
  private final Watch watch;
  private String broken;

  /**
   * Watches all of a kind in a namespace.
   *
   * @param conditions that have to be True for Ready
   */
  Arrivals(KubernetesClient kubernetes, Class<T> kind, String namespace, String... conditions) {
    this.conditions = List.of(conditions);
    watch = kubernetes.resources(kind).inNamespace(namespace).watch(this);
  }

  static Arrivals<PaperspaceProject> ofProjects(KubernetesClient kubernetes, String namespace) {
    return new Arrivals<>(kubernetes, PaperspaceProject.class, namespace, "Ready");
  }

  /** Waits until all were written as this phase has it, and none is Ready as it wants. */
  void written(Phase phase, int count) {
    switch (phase) {
      case CREATE -> await(() -> present.size() == count);
      case EDIT -> await(() -> ready.isEmpty());
      case DELETE -> {}
    }
  }

  /** Waits until all are as they are to be at the end of a phase. */
  void done(Phase phase, int count) {
    await(() -> phase == Phase.DELETE ? present.isEmpty() : ready.size() == count);
  }

  private synchronized void await(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (broken != null || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d present, %d Ready; watch: %s".formatted(present.size(), ready.size(), broken));
      }
      try {
        wait(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public synchronized void eventReceived(Action action, T resource) {
    var name = resource.getMetadata().getName();
    ready.remove(name);
    if (action == Action.DELETED) {
      present.remove(name);
    } else {
      present.add(name);
      if (conditions.stream().allMatch(it -> Rig.is(resource, it, "True"))) {
        ready.add(name);
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void onClose(WatcherException cause) {
    broken = cause.toString();
    notifyAll();
  }

  @Override
  public void close() {
    watch.close();
  }
}
