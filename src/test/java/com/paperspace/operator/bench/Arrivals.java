package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
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
  private final NonNamespaceOperation<T, KubernetesResourceList<T>, Resource<T>> resources;
  private Watch watch;
  private String broken;

  /** Whether the watch fell so far behind that what it missed is told no more. */
  private boolean late;

  /**
   * Watches all of a kind in a namespace.
   *
   * @param conditions that have to be True for Ready
   */
  Arrivals(KubernetesClient kubernetes, Class<T> kind, String namespace, String... conditions) {
    this.conditions = List.of(conditions);
    resources = kubernetes.resources(kind).inNamespace(namespace);
    watch = resources.watch(this);
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
    while (late || !holds.getAsBoolean()) {
      if (late) {
        begin();
      }
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

  private void begin() {
    late = false;
    present.clear();
    ready.clear();
    var list = resources.list();
    list.getItems().forEach(it -> eventReceived(Action.ADDED, it));
    var from = list.getMetadata().getResourceVersion();
    watch = resources.watch(new ListOptionsBuilder().withResourceVersion(from).build(), this);
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
    late = cause.isHttpGone();
    broken = late ? null : cause.toString();
    notifyAll();
  }

  @Override
  public void close() {
    watch.close();
  }
}
