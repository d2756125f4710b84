package com.paperspace.operator.reconcile.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.account.Connector;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.cloud.Known;
import com.paperspace.operator.reconcile.cluster.ClaimRegistry;
import com.paperspace.operator.reconcile.cluster.ConfigMaps;
import com.paperspace.operator.reconcile.cluster.EventsInPlace;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.Namespaces;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.RightsHold;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.cluster.SteadyClock;
import com.paperspace.operator.reconcile.pass.Memos;
import com.paperspace.operator.reconcile.pass.Resolver;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.PacingTest;
import com.paperspace.operator.reconcile.status.Telemetry;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.simulator.Team;
import com.paperspace.operator.support.ClockedWire;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Rig;
import com.paperspace.operator.support.SetClock;
import com.paperspace.operator.support.VirtualTime;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One kind's engine without an operator around it: a test runs pass after pass by hand, in one
 * thread, and lets as much time go by between two as it likes.
 */
public final class PassBench<R extends PaperspaceResource<? extends ManagedSpec, O>, O>
    implements AutoCloseable {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static final String KEY = "key-of-team-a";

  public final VirtualTime time = new VirtualTime();

  /** What the operator takes for the time; that of the API is right. */
  public final SetClock clock = new SetClock(time);

  public final Simulator cloud = Simulator.start(time).instant();
  private final KubernetesClient kubernetes = Shared.SERVER.client();

  /** Of its own, for the API server is shared. */
  private final String namespace = "bench-" + NAMESPACES.incrementAndGet();

  private final ClockedWire wire = new ClockedWire(cloud.url(), time);
  private final Class<R> kind;
  private final Adapter<R, O, ?> adapter;
  private Passes<R> passes;

  /** Names of those who were woken; their passes are for the test to run. */
  public final List<String> woken = new ArrayList<>();

  private static final class Shared {
    private static final KubeServer SERVER = KubeServer.mock();
  }

  private KubernetesWriter writer;

  /** Takes what the kind is kept by; the operator's own key serves it. */
  public PassBench(Adapter<R, O, ?> adapter) {
    cloud.key(KEY).team("a");
    this.adapter = adapter;
    kind = adapter.type();
    var home = new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build();
    kubernetes.resource(home).create();
    restart();
  }

  /** Forgets whatever a process knows. */
  public void restart() {
    var services = services();
    var reconciler = new ManagedReconciler<>(adapter, services, time);
    add(services.index(), PaperspaceAccount.class, account -> List.of());
    add(services.index(), kind, reconciler::uses);
    passes = reconciler;
  }

  private Services services() {
    var client = kubernetes;
    var index = new ResourceIndex();
    var secrets = new Secrets(client);
    var keys = new ApiKeys(index, secrets, () -> Optional.of(KEY));
    var events = EventsInPlace.of(client, time);
    var guard = MutationGuard.ALWAYS;
    var rights = new RightsHold(client, index, events, guard, Optional.empty(), Set.of());
    var memos = new Memos();
    writer = new KubernetesWriter(client, rights, guard, memos);
    var pacing = PacingTest.with(0);
    var steady = new SteadyClock(clock, time);
    return new Services(
        new Namespaces(client),
        writer,
        rights,
        index,
        new ClaimRegistry(index),
        secrets,
        keys,
        new Connector(
            index,
            keys,
            (key, listener) ->
                Paperspace.connect(
                    ClientConfig.of(wire.url(), key)
                        .withClock(clock, time::nanoTime)
                        .withListener(listener)),
            steady,
            pacing),
        new Resolver(index, secrets, new ConfigMaps(client), writer),
        events,
        pacing,
        clock,
        steady,
        Telemetry.NONE,
        memos);
  }

  private <K extends PaperspaceResource<?, ?>> void add(
      ResourceIndex index, Class<K> type, Function<K, List<String>> uses) {
    new Known<K>(() -> kubernetes.resources(type).inNamespace(namespace).list().getItems())
        .join(index, type, uses, time, woken::add);
  }

  /** Creates an object of the kind; {@code spec} is a YAML flow map. */
  public R create(String name, String spec) {
    var yaml =
        """
        apiVersion: paperspace.com/v1alpha1
        kind: %s
        metadata: {name: %s, namespace: %s, generation: 1, creationTimestamp: '%s'}
        spec: %s
        """;
    kubernetes
        .resource(yaml.formatted(kind.getSimpleName(), name, namespace, time.instant(), spec))
        .create();
    return find(name).orElseThrow();
  }

  /** Makes a Secret with one value. */
  public void secret(String name, String key, String value) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .addToData(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
            .build();
    kubernetes.resource(secret).create();
  }

  /** Changes an object by a merge patch in YAML; the mock counts no generations, so say the new. */
  public void patch(String name, String yaml) {
    kubernetes
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json(yaml));
  }

  private static String json(String yaml) {
    try {
      return new YAMLMapper().readTree(yaml).toString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for the deletion of an object. */
  public void delete(String name) {
    kubernetes.resources(kind).inNamespace(namespace).withName(name).delete();
  }

  /** An object of the kind as the API server has it. */
  public Optional<R> find(String name) {
    return Optional.ofNullable(
        kubernetes.resources(kind).inNamespace(namespace).withName(name).get());
  }

  /** Has the status of one to be written still, as after a write that failed. */
  public void unsaved(String name) {
    var resource = find(name).orElseThrow();
    writer.keep(resource, resource.getStatus());
  }

  /** Runs one pass; answers when the next is due, or empty when there will be none. */
  public Optional<Duration> pass(String name) {
    return passes.pass(find(name).orElseThrow());
  }

  /** Runs passes, each when it is due, until a condition has a reason. */
  public R until(String name, String type, String reason) {
    for (int i = 0; i < 50; i++) {
      var next = pass(name);
      if (reason.equals(reason(name, type))) {
        return find(name).orElseThrow();
      }
      after(next.orElseThrow());
    }
    throw new AssertionError(type + " never came to " + reason + " but to " + reason(name, type));
  }

  /** Lets time go by. */
  public void after(Duration span) {
    try {
      time.advance(span);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The reason a condition gives; empty when it is not there. */
  public String reason(String name, String type) {
    return condition(name, type).map(Condition::reason).orElse("");
  }

  /** A condition, if it is there. */
  public Optional<Condition> condition(String name, String type) {
    return find(name).flatMap(it -> Rig.condition(it, type));
  }

  /** The team whose key the bench uses. */
  public Team team() {
    return cloud.team("a");
  }

  /** Runs passes, each when it is due, until none is due any more or so much time has gone by. */
  public void run(String name, Duration span) {
    var end = time.instant().plus(span);
    while (find(name).isPresent() && !time.instant().isAfter(end)) {
      var next = pass(name);
      if (next.isEmpty()) {
        return;
      }
      after(next.get().isZero() ? Duration.ofMillis(1) : next.get());
    }
  }

  /** How long ago the oldest list in use was read. */
  public Optional<Duration> sweepAge() {
    return passes.sweepAge();
  }

  /** How often a call was made. */
  public int calls(String method, String route) {
    return cloud.journal().calls(method, route).size();
  }

  @Override
  public void close() {
    wire.close();
    cloud.close();
  }
}
