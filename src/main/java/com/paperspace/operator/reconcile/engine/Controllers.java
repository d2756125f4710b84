package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Listener;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.account.Connector;
import com.paperspace.operator.reconcile.account.KeyUse;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.cluster.ClaimRegistry;
import com.paperspace.operator.reconcile.cluster.ConfigMaps;
import com.paperspace.operator.reconcile.cluster.EventQueue;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.Namespaces;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.RightsHold;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.cluster.SteadyClock;
import com.paperspace.operator.reconcile.pass.Memos;
import com.paperspace.operator.reconcile.pass.Resolver;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Telemetry;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the engine under JOSDK: one controller per kind, and one for accounts. */
public final class Controllers {
  /**
   * What differs from one run to another.
   *
   * @param instance who this process is, for people
   * @param namespaces the namespaces that may be watched; empty means all
   * @param roleBinding in each of them, what gives the operator its rights there; empty if unknown
   * @param ownKey the operator's own API key, used where a namespace has no account
   * @param connect makes the client of one API key
   * @param syncPeriods by kind, where the period is not that of {@code pacing}
   */
  public record Settings(
      String instance,
      Set<String> namespaces,
      Optional<String> roleBinding,
      Supplier<Optional<String>> ownKey,
      BiFunction<String, Listener, Paperspace> connect,
      MutationGuard guard,
      Pacing pacing,
      Map<String, Duration> syncPeriods,
      Clock clock,
      Scheduler timers,
      Telemetry telemetry) {}

  private final Settings settings;
  private final Services services;
  private final EventQueue queue;
  private final Set<String> served = new HashSet<>();
  private final List<JosdkReconciler<?>> reconcilers = new ArrayList<>();

  /** Takes the Kubernetes client all reads and writes of the engine go through. */
  public Controllers(KubernetesClient client, Settings settings) {
    this.settings = settings;
    var index = new ResourceIndex();
    var secrets = new Secrets(client);
    var keys = new ApiKeys(index, secrets, settings.ownKey());
    this.queue =
        new EventQueue(
            client,
            settings.instance(),
            settings.guard(),
            settings.clock(),
            settings.timers(),
            settings.telemetry());
    var events = new Events(queue, settings.clock());
    var rights =
        new RightsHold(
            client, index, events, settings.guard(), settings.roleBinding(), settings.namespaces());
    var memos = new Memos();
    var writer = new KubernetesWriter(client, rights, settings.guard(), memos);
    var steady = new SteadyClock(settings.clock(), settings.timers());
    this.services =
        new Services(
            new Namespaces(client),
            writer,
            rights,
            index,
            new ClaimRegistry(index),
            secrets,
            keys,
            new Connector(index, keys, settings.connect()::apply, steady, settings.pacing()),
            new Resolver(index, secrets, new ConfigMaps(client), writer),
            events,
            settings.pacing(),
            settings.clock(),
            steady,
            settings.telemetry(),
            memos);
  }

  /**
   * Registers the accounts' controller and one for each kind.
   *
   * @param namespaces those to watch from the start; empty means all
   */
  public void register(
      Operator operator, List<? extends Adapter<?, ?, ?>> adapters, Set<String> namespaces) {
    served.addAll(namespaces);
    namespaces.forEach(services.index().doors()::close);
    services.index().expect(PaperspaceAccount.class);
    adapters.forEach(adapter -> services.index().expect(adapter.type()));
    register(operator, PaperspaceAccount.class, new AccountReconciler(services));
    adapters.forEach(adapter -> register(operator, adapter));
  }

  /**
   * Lets work begin in the namespaces it was started with. Comes when all are listed, because an
   * object of one namespace may have the cloud object that one of another claims.
   *
   * @return the namespaces where not all is known; nothing begins there
   */
  public synchronized Set<String> open() {
    var unknown =
        served.stream().filter(it -> !services.index().knows(it)).collect(Collectors.toSet());
    served.stream().filter(it -> !unknown.contains(it)).forEach(services.index().doors()::open);
    services.index().wakeEarly();
    return unknown;
  }

  /** Watches one more namespace after the start; answers whether all there is known. */
  public synchronized boolean join(String namespace) {
    services.index().doors().close(namespace);
    served.add(namespace);
    boolean known = services.index().serve(Set.copyOf(served), namespace);
    if (known) {
      // What was read after the namespace was left and before its watch began may be old by now.
      services.secrets().forget(namespace);
      services.claims().thaw(namespace);
      reconcilers.forEach(it -> it.back(namespace));
      services.index().doors().open(namespace);
      services.index().wakeEarly();
    }
    return known;
  }

  /**
   * Watches a namespace no more; returns when the passes that run there have ended. What its
   * objects have in the cloud stays theirs; the budgets of its accounts count no more.
   */
  public synchronized void leave(String namespace) {
    services.index().doors().close(namespace);
    services.index().freeze(namespace);
    services.index().in(namespace).stream()
        .filter(PaperspaceAccount.class::isInstance)
        .forEach(it -> services.connections().forget((PaperspaceAccount) it));
    reconcilers.forEach(it -> it.away(namespace));
    services.secrets().forget(namespace);
    served.remove(namespace);
    services.index().serve(Set.copyOf(served));
  }

  /** Every resource as the informers hold it. */
  public Stream<PaperspaceResource<?, ?>> resources() {
    return services.index().all();
  }

  /** How each key is used now. */
  public List<KeyUse> keys() {
    return services.connections().uses();
  }

  /** By kind, how long ago the oldest list in use was read; without kinds of which none is. */
  public Map<String, Duration> sweepAges() {
    Map<String, Duration> ages = new HashMap<>();
    reconcilers.forEach(it -> it.sweepAge().ifPresent(age -> ages.put(it.kind(), age)));
    return ages;
  }

  /** Tells the engine that a Secret was added, changed or removed. */
  public void secretChanged(String namespace, String name) {
    services.secrets().changed(namespace, name);
    services.index().wakeUsers(IndexKey.secret(namespace, name));
  }

  /** Likewise a ConfigMap; what it holds is not remembered. */
  public void configMapChanged(String namespace, String name) {
    services.index().wakeUsers(IndexKey.configMap(namespace, name));
  }

  /** Tells the engine that the RoleBinding of a namespace is there or changed; null: is gone. */
  public void roleBindingChanged(String namespace, RoleBinding binding) {
    services.rights().changed(namespace, binding);
  }

  /** Holds the RoleBindings that are needed and lets go of the rest; makes calls, so takes time. */
  public void lookAfterRights() {
    services.rights().look();
  }

  /** Once no pass runs any more: what was told last is written, if that takes a moment only. */
  public void finish() {
    queue.close();
  }

  private <R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> void register(
      Operator operator, Adapter<R, O, T> adapter) {
    var paced = services.every(settings.syncPeriods().get(adapter.type().getSimpleName()));
    var passes = new ManagedReconciler<>(adapter, paced, settings.timers());
    register(operator, adapter.type(), passes);
  }

  private <R extends PaperspaceResource<?, ?>> void shown(Passes<R> passes, R now, R before) {
    services.memos().find(now.getMetadata().getUid()).ifPresent(memo -> memo.written.shown(now));
    services.claims().shown(() -> passes.uses(before), () -> passes.uses(now));
  }

  private <R extends PaperspaceResource<?, ?>> void register(
      Operator operator, Class<R> kind, Passes<R> passes) {
    var reconciler =
        new JosdkReconciler<>(
            kind,
            passes,
            services.index(),
            services.rights(),
            settings.timers(),
            settings.telemetry(),
            settings.clock());
    reconcilers.add(reconciler);
    operator.register(
        reconciler,
        JosdkConfiguration.of(
            kind,
            reconciler,
            served,
            operator.getConfigurationService(),
            (now, before) -> shown(passes, now, before)));
  }
}
