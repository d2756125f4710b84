package com.paperspace.operator.operator;

import com.paperspace.operator.reconcile.Controllers;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the one RoleBinding of each namespace that gives the operator its rights there, and has
 * the engine look after it: at every change, and now and then for what failed or what another
 * process left.
 */
final class RoleBindingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoleBindingWatch.class);
  private static final long PERIOD_SECONDS = 10;

  private final Controllers controllers;
  private final List<SharedIndexInformer<RoleBinding>> informers = new ArrayList<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor looks =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            var thread = new Thread(task, "rights");
            thread.setDaemon(true);
            return thread;
          },
          // An event may still come when all is closed.
          new ThreadPoolExecutor.DiscardPolicy());

  /** Takes, third, the name of the RoleBinding; without one nothing is watched. */
  RoleBindingWatch(
      KubernetesClient client,
      Set<String> namespaces,
      Optional<String> name,
      Controllers controllers) {
    this.controllers = controllers;
    if (name.isEmpty() && !namespaces.isEmpty()) {
      LOG.info(
          "ROLE_BINDING is not set, so no RoleBinding is held: where the operator has its rights by"
              + " one, delete the resources of a namespace before the namespace");
    }
    name.ifPresent(it -> namespaces.forEach(namespace -> watch(client, namespace, it)));
  }

  private void watch(KubernetesClient client, String namespace, String name) {
    informers.add(
        client
            .rbac()
            .roleBindings()
            .inNamespace(namespace)
            .withName(name)
            .runnableInformer(0)
            .addEventHandler(new Listener(namespace))
            .exceptionHandler((started, failure) -> again(namespace, name, failure)));
  }

  /** Starts to watch; waits for nothing. */
  void start() {
    if (!informers.isEmpty()) {
      informers.forEach(SharedIndexInformer::start);
      var unused =
          looks.scheduleWithFixedDelay(
              this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    informers.forEach(SharedIndexInformer::stop);
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
          failure.getMessage());
    }
    return true;
  }

  /** Whatever happened to it, it is looked after again. */
  private final class Listener implements ResourceEventHandler<RoleBinding> {
    private final String namespace;

    private Listener(String namespace) {
      this.namespace = namespace;
    }

    @Override
    public void onAdd(RoleBinding binding) {
      tell(binding);
    }

    @Override
    public void onUpdate(RoleBinding before, RoleBinding now) {
      tell(now);
    }

    @Override
    public void onDelete(RoleBinding binding, boolean finalStateUnknown) {
      tell(null);
    }

    private void tell(RoleBinding binding) {
      failing.remove(namespace);
      controllers.roleBindingChanged(namespace, binding);
      if (binding != null) {
        looks.execute(RoleBindingWatch.this::look);
      }
    }
  }
}
