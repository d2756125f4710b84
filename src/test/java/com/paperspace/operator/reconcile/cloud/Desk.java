package com.paperspace.operator.reconcile.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.account.Connector;
import com.paperspace.operator.reconcile.account.KnownTeams;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.cluster.ClaimRegistry;
import com.paperspace.operator.reconcile.cluster.ConfigMaps;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.EventsInPlace;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.Namespaces;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.RightsHold;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.cluster.SteadyClock;
import com.paperspace.operator.reconcile.pass.Memos;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Resolver;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PacingTest;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Telemetry;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.SetClock;
import com.paperspace.operator.support.VirtualTime;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the classes below the engine need around them, in memory: a row of a table calls one of them
 * with one pass. Kubernetes is there only where a table asks for it.
 */
public final class Desk {
  /** Says nothing: what asks it has a test of its own. */
  private static final Inputs NAMES =
      (Inputs)
          Proxy.newProxyInstance(
              Desk.class.getClassLoader(),
              new Class<?>[] {Inputs.class},
              (self, method, args) -> {
                throw new AssertionError(method + " is not asked here");
              });

  public static final String TEAM = "team-a";
  public static final String USER = "ann";
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  public final VirtualTime time = fromAFullSecond();

  /** What the operator takes for the time. */
  public final SetClock clock = new SetClock(time);

  public final Pacing pacing = PacingTest.with(0);

  /** Of its own, for the API server is shared. */
  public final String namespace = "desk-" + NAMESPACES.incrementAndGet();

  public final KubernetesClient client;
  public final ResourceIndex index = new ResourceIndex();
  public final ClaimRegistry claims = new ClaimRegistry(index);
  public final Secrets secrets;
  public final Services services;

  /** The operator's own key, if it has one. */
  public Optional<String> ownKey = Optional.empty();

  /**
   * What was told for the metrics: a kind, and the field that differs or the reason of a failure.
   */
  public final List<String> counted = new ArrayList<>();

  /** What projects decide on beside what they say, by name. */
  public final Map<String, List<SharedField>> declared = new HashMap<>();

  /** Names of those who were woken. */
  public final List<String> woken = new ArrayList<>();

  public final Connection connection = KnownTeams.open(time, TEAM, USER, true);
  private final Known<PaperspaceProject> projects = new Known<>();
  private final Known<PaperspaceAccount> accounts = new Known<>();

  private static final class Shared {
    private static final KubeServer SERVER = KubeServer.mock();
  }

  private Desk(KubernetesClient client, URI cloud) {
    this.client = client;
    this.secrets = new Secrets(client);
    this.services = services(cloud);
    add(PaperspaceProject.class, projects, this::uses);
    add(PaperspaceAccount.class, accounts, Desk::uses);
  }

  /** The API's clock is known to the second, and so are the times in a table. */
  private static VirtualTime fromAFullSecond() {
    var time = new VirtualTime();
    var next = time.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    pass(time, Duration.between(time.instant(), next));
    return time;
  }

  private static void pass(VirtualTime time, Duration span) {
    try {
      time.advance(span);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One without Kubernetes and without a cloud. */
  public static Desk bare() {
    return new Desk(null, URI.create("http://127.0.0.1:9"));
  }

  /** One with a namespace of the shared API server, and with a cloud to connect to. */
  public static Desk whole(URI cloud) {
    return new Desk(Shared.SERVER.client(), cloud);
  }

  /** One with a namespace of the shared API server, and without a cloud. */
  public static Desk inKubernetes() {
    return whole(URI.create("http://127.0.0.1:9"));
  }

  /** With the account that its passes name, and the Secret of that. */
  public Desk withAccount() {
    secret(Map.of());
    account("default", "spec: {secretRef: {name: s}}");
    return this;
  }

  /** Makes the Secret {@code s}. */
  public void secret(Map<String, String> values) {
    var secret =
        new SecretBuilder().withNewMetadata().withName("s").withNamespace(namespace).endMetadata();
    var base64 = Base64.getEncoder();
    values.forEach(
        (key, value) -> secret.addToData(key, base64.encodeToString(value.getBytes(UTF_8))));
    client.resource(secret.build()).create();
  }

  /** Has the namespace be there and on its way out. */
  public void namespaceGoes() {
    var going =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(namespace)
            .addToFinalizers("example.com/held")
            .endMetadata()
            .build();
    client.resource(going).create();
    client.resource(going).delete();
  }

  /** Changes a Secret of the namespace as somebody else would. */
  public void editSecret(String name, UnaryOperator<ObjectMeta> metadata) {
    client
        .secrets()
        .inNamespace(namespace)
        .withName(name)
        .edit(it -> new SecretBuilder(it).withMetadata(metadata.apply(it.getMetadata())).build());
  }

  private Services services(URI cloud) {
    var events = EventsInPlace.of(client, time);
    var guard = MutationGuard.ALWAYS;
    var rights = new RightsHold(client, index, events, guard, Optional.empty(), Set.of());
    var memos = new Memos();
    var writer = new KubernetesWriter(client, rights, guard, memos);
    var keys = new ApiKeys(index, secrets, () -> ownKey);
    Connector.Factory factory =
        (key, listener) ->
            Paperspace.connect(
                ClientConfig.of(cloud, key)
                    .withClock(clock, time::nanoTime)
                    .withListener(listener));
    var steady = new SteadyClock(clock, time);
    return new Services(
        new Namespaces(client),
        writer,
        rights,
        index,
        claims,
        secrets,
        keys,
        new Connector(index, keys, factory, steady, pacing),
        new Resolver(index, secrets, new ConfigMaps(client), writer),
        events,
        pacing,
        clock,
        steady,
        telemetry(),
        memos);
  }

  private Telemetry telemetry() {
    return new Telemetry() {
      @Override
      public void drift(String kind, String field) {
        counted.add(kind + " " + field);
      }

      @Override
      public void failed(String kind, String reason) {
        counted.add(kind + " " + reason);
      }

      @Override
      public void ready(String kind, Duration sinceCreation) {
        counted.add(kind + " ready");
      }
    };
  }

  private <R extends PaperspaceResource<?, ?>> void add(
      Class<R> kind, Known<R> known, Function<R, List<String>> uses) {
    known.join(index, kind, uses, time, woken::add);
  }

  private List<String> uses(PaperspaceProject project) {
    var keys = new ArrayList<>(Dependents.of(project, ProjectKind.adapter()));
    declared.getOrDefault(project.getMetadata().getName(), List.of()).stream()
        .map(field -> IndexKey.field(field, TEAM))
        .forEach(keys::add);
    return keys;
  }

  private static List<String> uses(PaperspaceAccount account) {
    var spec = account.getSpec();
    return spec == null
        ? List.of()
        : List.of(IndexKey.secret(account.getMetadata().getNamespace(), spec.secretRef().name()));
  }

  /** A resource from a YAML flow map; {@code more} stands beside its metadata. */
  public <R extends PaperspaceResource<?, ?>> R read(Class<R> type, String name, String more) {
    var yaml =
        "{metadata: {name: %s, namespace: %s, uid: %s-uid, generation: 1, creationTimestamp: '%s'}, %s}"
            .formatted(name, namespace, name, time.instant(), more);
    try {
      return new YAMLMapper().readValue(yaml, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A project that the informers know. */
  public PaperspaceProject project(String name, String more) {
    return know(read(PaperspaceProject.class, name, more));
  }

  /** A project that the API server has, and the informers know. */
  public PaperspaceProject stored(String name, String more) {
    var project = read(PaperspaceProject.class, name, more);
    return know(client.resource(project).create());
  }

  /** The events of its namespace, sorted: type, reason and message. */
  public List<String> events() {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(it -> it.getType() + " " + it.getReason() + " " + it.getNote())
        .sorted()
        .toList();
  }

  /** How often something was told by an event of its namespace. */
  public int told() {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .mapToInt(it -> it.getSeries() == null ? 1 : it.getSeries().getCount())
        .sum();
  }

  /** Lets the informers know a project, in place of the one of its uid. */
  public PaperspaceProject know(PaperspaceProject project) {
    projects.put(project);
    return project;
  }

  /** Lets the informers know that a project is gone. */
  public void gone(PaperspaceProject project) {
    projects.remove(project);
  }

  /** An account that the informers know. */
  public PaperspaceAccount account(String name, String more) {
    return know(read(PaperspaceAccount.class, name, more));
  }

  /** Lets the informers know an account, in place of the one of its uid. */
  public PaperspaceAccount know(PaperspaceAccount account) {
    accounts.put(account);
    return account;
  }

  /** Lets the informers know that an account is gone. */
  public void gone(PaperspaceAccount account) {
    accounts.remove(account);
  }

  /** A pass over a resource, connected, with all it names known. */
  public <R extends PaperspaceResource<? extends ManagedSpec, O>, O> Reconciliation<R, O> pass(
      R resource) {
    var memo = services.memos().of(resource.getMetadata().getUid());
    var status = services.writer().statusOf(resource);
    var pass = new Reconciliation<R, O>(resource, status, clock.instant(), services.steady(), memo);
    pass.connection = connection;
    pass.inputs = NAMES;
    if (pass.draft.account == null) {
      pass.draft.account = new AccountUse("default", TEAM, USER);
    }
    return pass;
  }

  /** Lets time go by; the session is checked again, so that a look need not wait for that. */
  public void after(Duration span) {
    pass(time, span);
    KnownTeams.check(time, connection);
  }

  /** How a look ended; one that waits for a check of the session is made again after it. */
  public static Optional<Verdict> ended(Runnable look) {
    try {
      look.run();
      return Optional.empty();
    } catch (PassEndedException e) {
      return Optional.of(e.verdict());
    }
  }

  /** The same; where it waits for a check of the session, that comes and it is made again. */
  public Optional<Verdict> endedAfterCheck(Runnable look) {
    var first = ended(look);
    if (first.filter(it -> it.shape() == Verdict.Shape.QUEUED).isEmpty()) {
      return first;
    }
    KnownTeams.check(time, connection);
    return ended(look);
  }
}
