package com.paperspace.operator.app;

import com.paperspace.operator.reconcile.engine.Controllers;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the one RoleBinding of each namespace that gives the operator its rights there. The
 * engine looks after it at every change, and now and then in case a look failed or another process
 * left it held.
 */
final class RoleBindingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoleBindingWatch.class);

  /** A deleted namespace waits up to this long to go; a look makes no call when none is due. */
  private static final long PERIOD_SECONDS = 10;

  private final Controllers controllers;
  private final KubernetesClient client;
  private final Optional<String> name;
  private final Consumer<String> changed;
  private final Map<String, SharedIndexInformer<RoleBinding>> informers = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor looks = DaemonTimer.named("rights");

  /**
   * A watch of no namespace yet.
   *
   * @param name of the RoleBinding; without one nothing is watched
   * @param changed told the namespace in which it changed
   */
  RoleBindingWatch(
      KubernetesClient client,
      Optional<String> name,
      Controllers controllers,
      Consumer<String> changed) {
    this.client = client;
    this.name = name;
    this.controllers = controllers;
    this.changed = changed;
  }

  private SharedIndexInformer<RoleBinding> informer(String namespace, String binding) {
    return client
        .rbac()
        .roleBindings()
        .inNamespace(namespace)
        .withName(binding)
        .runnableInformer(0)
        .addEventHandler(new EveryEvent<>(it -> tell(namespace, it), gone -> tell(namespace, null)))
        .exceptionHandler((started, failure) -> again(namespace, binding, failure));
  }

  /** Begins to look after what is watched. */
  void start() {
    if (name.isEmpty()) {
      LOG.info(
          "ROLE_BINDING is not set, so no RoleBinding is held: where the operator has its rights by"
              + " one, delete the resources of a namespace before the namespace");
    } else {
      var unused =
          looks.scheduleWithFixedDelay(
              this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Watches one more namespace; waits for nothing. */
  void join(String namespace) {
    name.ifPresent(it -> informers.computeIfAbsent(namespace, key -> informer(key, it)).start());
  }

  /** Watches a namespace no more. */
  void leave(String namespace) {
    var informer = informers.remove(namespace);
    if (informer != null) {
      informer.stop();
    }
    failing.remove(namespace);
  }

  @Override
  public void close() {
    looks.shutdownNow();
    informers.values().forEach(SharedIndexInformer::stop);
  }

  private void look() {
    try {
      controllers.lookAfterRights();
    } catch (RuntimeException e) {
      LOG.error("Looking after the RoleBindings failed and is tried again", e);
    }
  }

  private boolean again(String namespace, String name, Throwable failure) {
    if (failing.add(namespace)) {
      LOG.warn(
          "Watching RoleBinding {} of namespace {} failed and is tried again: {}",
          name,
          namespace,
          KubernetesWords.of(failure));
    }
    return true;
  }

  /** Hands on what the watch shows; null when the RoleBinding is gone. */
  private void tell(String namespace, RoleBinding binding) {
    failing.remove(namespace);
    controllers.roleBindingChanged(namespace, binding);
    changed.accept(namespace);
    if (binding != null) {
      looks.execute(this::look);
    }
  }
}
