package com.paperspace.operator.support;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.simulator.Simulator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * A whole operator under test: a Kubernetes API, the simulated cloud and the real operator between
 * them, in a namespace of its own and in virtual time.
 */
public final class Rig implements AutoCloseable {
  /** The API key that works. */
  public static final String KEY = "key-of-team-a";

  private static final Duration QUIET = Duration.ofMillis(60);
  private static final Pacing PACING = Pacing.every(Duration.ofMinutes(5));

  public final VirtualTime time = new VirtualTime();
  public final Simulator cloud = Simulator.start(time);
  public final KubeJournal journal = new KubeJournal();
  public final String namespace = "rig-" + UUID.randomUUID().toString().substring(0, 8);
  public final KubeServer kubernetes;
  private final Set<String> watched = new HashSet<>();
  private Optional<ChartRights> rights = Optional.empty();
  private final OperatorUnderTest operator;
  private Stillness still;
  private Runnable onEdit;

  public Rig(KubeServer kubernetes, List<? extends Adapter<?, ?, ?>> kinds) {
    this.kubernetes = kubernetes;
    this.operator =
        new OperatorUnderTest(cloud.url(), this::access, PACING)
            .keeping(kinds)
            .in(time)
            .watching(this::watched, this::binding);
    this.still = operator.stillness(QUIET, this::activity);
    this.onEdit = still::edited;
    time.seeRestBy(still);
    cloud.key(KEY).team("a");
    kubernetes
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  /** Gives the operator the chart's rights here and in two more namespaces, and no other. */
  public Rig bound(ChartRights given) {
    rights = Optional.of(given);
    watched.addAll(List.of(namespace + "-red", namespace + "-blue"));
    watched().forEach(given::bind);
    return this;
  }

  /** Names a namespace to the operator that is not there. */
  public Rig missing(String name) {
    watched.add(name);
    return this;
  }

  /** What was told in this namespace. */
  public List<Event> events() {
    return kubernetes.client().events().v1().events().inNamespace(namespace).list().getItems();
  }

  /** The namespaces the operator is to watch. */
  public Set<String> watched() {
    var all = new HashSet<>(watched);
    all.add(namespace);
    return all;
  }

  /** How the operator reaches the API server. */
  public Config access() {
    return rights.map(ChartRights::config).orElseGet(kubernetes::config);
  }

  /** What gives the operator its rights, if that is known. */
  public Optional<String> binding() {
    return rights.map(ChartRights::binding);
  }

  /** Starts the operator, or another one after {@link #stopOperator}. */
  public Rig startOperator() {
    operator.start(journal);
    return this;
  }

  /** Where its health and metrics are. */
  public int httpPort() {
    return operator.process().httpPort();
  }

  public void stopOperator() {
    operator.stop();
  }

  /** The namespace's default account with a key that works. */
  public Rig account() {
    secret("paperspace", "apiKey", KEY);
    apply(
        """
        kind: PaperspaceAccount
        metadata: {name: default}
        spec: {secretRef: {name: paperspace}}
        """);
    return this;
  }

  /** Writes a Secret with one value. */
  public void secret(String name, String key, String value) {
    secret(name, Map.of(key, value));
  }

  /** Writes a Secret. */
  public void secret(String name, Map<String, String> values) {
    var data = new HashMap<String, String>();
    values.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .withData(data)
            .build();
    onEdit.run();
    kubernetes.client().resource(secret).createOr(existing -> existing.update());
  }

  /** Creates an object of ours, in this namespace, from YAML without apiVersion. */
  public HasMetadata apply(String yaml) {
    var item = kubernetes.client().resource("apiVersion: paperspace.com/v1alpha1\n" + yaml);
    onEdit.run();
    for (int attempt = 1; ; attempt++) {
      try {
        return item.inNamespace(namespace).createOr(existing -> existing.update());
      } catch (KubernetesClientException e) {
        // The operator wrote in between; kubectl apply would not even notice.
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == 5) {
          throw e;
        }
      }
    }
  }

  /** Sets an annotation, or takes it off when the value is null. */
  public void annotate(
      Class<? extends PaperspaceResource<?, ?>> kind, String name, String key, String value) {
    onEdit.run();
    kubernetes
        .client()
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": %s}}}"
                .formatted(key, value == null ? null : '"' + value + '"'));
  }

  /** Asks for the deletion of an object of ours. */
  public void delete(Class<? extends PaperspaceResource<?, ?>> kind, String name) {
    onEdit.run();
    kubernetes.client().resources(kind).inNamespace(namespace).withName(name).delete();
  }

  /** Waits until nothing happens any more without time passing. */
  public void settle() {
    still.settle();
  }

  /** An object of ours, if it is there. */
  public <R extends PaperspaceResource<?, ?>> Optional<R> find(Class<R> kind, String name) {
    return Optional.ofNullable(
        kubernetes.client().resources(kind).inNamespace(namespace).withName(name).get());
  }

  /** Lets time pass until an object is as wanted. */
  public <R extends PaperspaceResource<?, ?>> R until(
      Class<R> kind, String name, Predicate<R> wanted) {
    still.passUntil(
        () -> kind.getSimpleName() + " " + name + ": " + find(kind, name).map(R::getStatus),
        time::step,
        () -> find(kind, name).filter(wanted).isPresent());
    return find(kind, name).orElseThrow();
  }

  /** Lets time pass until an object is Ready at its present generation. */
  public <R extends PaperspaceResource<?, ?>> R untilReady(Class<R> kind, String name) {
    return until(kind, name, r -> is(r, "Ready", "True"));
  }

  /** Lets time pass until an object is gone. */
  public void untilGone(Class<? extends PaperspaceResource<?, ?>> kind, String name) {
    passTimeUntil(kind.getSimpleName() + " " + name + " is gone", () -> find(kind, name).isEmpty());
  }

  /** Lets time pass until something holds. */
  public void passTimeUntil(String what, Callable<Boolean> holds) {
    still.passUntil(() -> what, time::step, holds);
  }

  /** A number that changes with everything that happens. */
  public int activity() {
    return journal.size() + cloud.journal().size() + time.changes();
  }

  /** Has every edit made through here told beforehand. */
  public Rig onEdit(Runnable listener) {
    onEdit = listener;
    return this;
  }

  /** Whether a condition has a status at the object's present generation. */
  public static boolean is(PaperspaceResource<?, ?> resource, String type, String status) {
    return condition(resource, type)
        .filter(c -> c.status().equals(status))
        .filter(c -> c.observedGeneration().equals(resource.getMetadata().getGeneration()))
        .isPresent();
  }

  /** A condition, if it is there. */
  public static Optional<Condition> condition(PaperspaceResource<?, ?> resource, String type) {
    var status = resource.getStatus();
    return status == null || status.conditions() == null
        ? Optional.empty()
        : status.conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }

  @Override
  public void close() {
    operator.close();
    cloud.close();
    kubernetes.close();
  }

  /** Has it wait for an operator that somebody else runs on it. */
  public void waitBy(Stillness other) {
    still = other;
    time.seeRestBy(other);
  }
}
