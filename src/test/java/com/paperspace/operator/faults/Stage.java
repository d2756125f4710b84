package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.app.OperatorProcess;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.simulator.Team;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ClockedWire;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.OperatorUnderTest;
import com.paperspace.operator.support.Rig;
import com.paperspace.operator.support.Stillness;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An operator on the mock server whose process can crash and be followed by another; its account is
 * there. The rig gives namespace, cloud and time.
 */
final class Stage implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(30);
  private static final Duration QUIET_ON_REAL_SERVER = Duration.ofMillis(80);

  /** Where the tests of this thread take place, if not on the mock server. */
  private static final ThreadLocal<ControlPlane> PLANE = new ThreadLocal<>();

  private static final Duration PERIOD = Duration.ofMinutes(5);

  final Rig rig;
  final Simulator cloud;
  private final ClockedWire wire;
  private final OperatorUnderTest operator;
  private final Set<String> others = new HashSet<>();
  private final Duration quiet;
  private final Stillness still;
  private Optional<String> ownKey = Optional.empty();
  private KubeFaults kube;
  private SleepyLeader leader;

  private Stage(List<? extends Adapter<?, ?, ?>> kinds) {
    var plane = PLANE.get();
    this.rig =
        plane == null
            ? new Rig(KubeServer.mock(), kinds)
            : new Rig(KubeServer.real(plane), kinds).bound(ChartRights.on(plane));
    this.quiet = plane == null ? QUIET : QUIET_ON_REAL_SERVER;
    this.cloud = rig.cloud;
    this.wire = new ClockedWire(cloud.url(), rig.time);
    this.operator =
        new OperatorUnderTest(wire.url(), rig::access, Pacing.every(PERIOD))
            .keeping(kinds)
            .in(rig.time)
            .watching(this::namespaces, rig::binding)
            .withKey(() -> ownKey);
    this.still = operator.stillness(quiet, rig::activity);
    rig.onEdit(still::edited);
    rig.waitBy(still);
  }

  /**
   * Has the tests of this thread take place on a real server from now on, in three named namespaces
   * with the chart's rights alone; null: on the mock server.
   */
  static void onRealServer(ControlPlane plane) {
    if (plane == null) {
      PLANE.remove();
    } else {
      PLANE.set(plane);
    }
  }

  /** A running operator with an account and nothing else, at rest: no news of it comes later. */
  static Stage open() {
    return with(Kinds.all());
  }

  static Stage with(List<? extends Adapter<?, ?, ?>> kinds) {
    var stage = new Stage(kinds);
    stage.start();
    stage.rig.account();
    stage.settle();
    return stage;
  }

  /** The processes from the next on look at some kinds more often than at others, or less. */
  void looking(Map<String, Duration> periods) {
    operator.looking(periods);
  }

  /** Starts an operator process, or the one after a crash. */
  void start() {
    kube = new KubeFaults();
    leader = new SleepyLeader();
    operator.start(leader, rig.journal, kube);
  }

  private Set<String> namespaces() {
    var all = new HashSet<>(others);
    all.addAll(rig.watched());
    return all;
  }

  /** Makes a further namespace, and has the next process watch it. */
  void watch(String namespace) {
    var made = new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build();
    rig.kubernetes.client().resource(made).create();
    others.add(namespace);
  }

  /** Ends the process; what it was doing no longer reaches the API server. */
  void crash() {
    kube.die();
    operator.stop();
  }

  void restart() {
    crash();
    start();
  }

  /** Another process, with a key of its own for namespaces without an account. */
  void restartWithOwnKey(String key) {
    ownKey = Optional.of(key);
    restart();
  }

  /** What goes wrong between the process that runs now and its API server. */
  KubeFaults kube() {
    return kube;
  }

  /** What may put the process that runs now to sleep. */
  SleepyLeader leader() {
    return leader;
  }

  /**
   * Another process leads, works until something holds, and comes to rest; then the one that slept
   * wakes, finds its lease lost, and ends.
   */
  void takeOver(Callable<Boolean> holds) {
    var sleeper = leader;
    var frozen = kube;
    frozen.freeze();
    int mark;
    try (var slept = operator.process()) {
      start();
      until(holds);
      settle();
      mark = cloud.journal().size();
      sleeper.wake();
      frozen.thaw();
      pass(Duration.ofMinutes(1));
      assertThat(slept).isNotSameAs(operator.process());
    }
    // It has ended, and with it whatever it was about to send.
    assertThat(cloud.journal().since(mark)).as("sent on waking").noneMatch(c -> c.mutating());
  }

  OperatorProcess operator() {
    return operator.process();
  }

  Team team() {
    return cloud.team("a");
  }

  /** A machine somebody makes in the console of a team; answers its id. */
  static String foreignMachine(Team team, String name) {
    var body =
        """
        {"name": "%s", "machineType": "A4000", "templateId": "t0nspur5",
         "region": "ny2", "diskSize": 100}
        """
            .formatted(name);
    return team.console("POST", "/machines", body).at("/data/id").asText();
  }

  /** The manifest of an account applied. */
  void account(String name, String secret) {
    rig.apply(
        "kind: PaperspaceAccount\nmetadata: {name: %s}\nspec: {secretRef: {name: %s}}\n"
            .formatted(name, secret));
  }

  /** A machine's manifest applied; {@code more} begins with a comma or is empty. */
  void machine(String name, String more) {
    rig.apply(
        "kind: Machine\nmetadata: {name: "
            + name
            + "}\nspec: {machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100"
            + more
            + "}\n");
  }

  /** An object of another namespace as it is to be from now on; {@code spec} is a flow map. */
  <R extends PaperspaceResource<?, ?>> void apply(
      String namespace, Class<R> kind, String name, String spec) {
    var yaml =
        "apiVersion: paperspace.com/v1alpha1\nkind: %s\nmetadata: {name: %s, namespace: %s}\nspec: %s\n"
            .formatted(kind.getSimpleName(), name, namespace, spec);
    rig.kubernetes
        .client()
        .resource(Serialization.unmarshal(yaml, kind))
        .createOr(NonDeletingOperation::update);
  }

  /** Merges a part into an object of ours. */
  void patch(Class<? extends PaperspaceResource<?, ?>> kind, String name, String json) {
    still.edited();
    rig.kubernetes
        .client()
        .resources(kind)
        .inNamespace(rig.namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  /** Merges a part into the status of an object of ours, as nobody but the operator should. */
  void patchStatus(Class<? extends PaperspaceResource<?, ?>> kind, String name, String json) {
    rig.kubernetes
        .client()
        .resources(kind)
        .inNamespace(rig.namespace)
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": " + json + "}");
  }

  void project(String name, String more) {
    rig.apply(
        "kind: PaperspaceProject\nmetadata: {name: "
            + name
            + "}\nspec: {name: "
            + name
            + more
            + "}\n");
  }

  /** A project secret in project {@code home}, its value in a Secret of the same name. */
  void secret(String name, String more) {
    rig.secret(name, "value", "value of " + name);
    rig.apply(
        "kind: ProjectSecret\nmetadata: {name: "
            + name
            + "}\nspec: {projectRef: {name: home}, name: "
            + name
            + ", valueFrom: {secretKeyRef: {name: "
            + name
            + ", key: value}}"
            + more
            + "}\n");
  }

  void deployment(String name, String more) {
    rig.apply(
        "kind: Deployment\nmetadata: {name: "
            + name
            + "}\nspec: {projectRef: {name: home}, name: "
            + name
            + ", image: 'web:1', resources: {machineType: C4, ports: [80], replicas: 1}"
            + more
            + "}\n");
  }

  /** The project most others live in. */
  void home() {
    project("home", "");
    ready(PaperspaceProject.class, "home");
  }

  /** Deletes a machine, and applies it anew while the write that lets it go is under way. */
  void replaceDuringFarewell(String name) {
    kube.after(
        KubeFaults::isFarewell,
        () -> {
          machine(name, "");
          // Whoever knows the marker knows the one before it.
          machine("marker", "");
          await().until(() -> get(Machine.class, "marker").getStatus().id() != null);
        });
    rig.delete(Machine.class, name);
  }

  Machine machineReady(String name) {
    return ready(Machine.class, name);
  }

  <R extends PaperspaceResource<?, ?>> R get(Class<R> kind, String name) {
    return rig.find(kind, name).orElseThrow();
  }

  <R extends PaperspaceResource<?, ?>> R ready(Class<R> kind, String name) {
    return until(kind, name, r -> Rig.is(r, "Ready", "True"));
  }

  /** Lets time pass until a condition gives a reason. */
  <R extends PaperspaceResource<?, ?>> R says(
      Class<R> kind, String name, String condition, String reason) {
    return until(
        kind,
        name,
        r -> Rig.condition(r, condition).filter(c -> c.reason().equals(reason)).isPresent());
  }

  <R extends PaperspaceResource<?, ?>> R until(Class<R> kind, String name, Predicate<R> wanted) {
    var seen = new AtomicReference<R>();
    until(
        () -> kind.getSimpleName() + " " + name + " is " + rig.find(kind, name).map(R::getStatus),
        () -> {
          rig.find(kind, name).filter(wanted).ifPresent(seen::set);
          return seen.get() != null;
        });
    return seen.get();
  }

  void gone(Class<? extends PaperspaceResource<?, ?>> kind, String name) {
    until(() -> rig.find(kind, name).isEmpty());
  }

  /** Lets time pass, alarm by alarm, until something holds. */
  void until(Callable<Boolean> holds) {
    until(() -> "what was to hold", holds);
  }

  private void until(Supplier<String> what, Callable<Boolean> holds) {
    // What a person has done a moment ago may still be on its way to the operator.
    still.stir();
    still.passUntil(what, () -> rig.time.step(quiet), holds);
  }

  /** Lets a span of time pass, and what it set off come to rest. */
  void pass(Duration span) {
    settle();
    sleep(span);
    settle();
  }

  /** Lets a span of time pass, whatever is under way. */
  void sleep(Duration span) {
    try {
      rig.time.advance(span);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until something holds without time passing, however slow the machine is. */
  void atOnce(String what, Callable<Boolean> holds) {
    still.passUntil(() -> what, () -> Thread.sleep(quiet.toMillis()), holds);
  }

  /** Waits until nothing happens any more without time passing. */
  void settle() {
    still.settle();
  }

  /** Mutating calls of one operation that were carried out or at least sent. */
  long calls(String method, String route) {
    return cloud.journal().calls(method, route).size();
  }

  /** A Kubernetes Secret of the namespace. */
  Resource<Secret> kubeSecret(String name) {
    return rig.kubernetes.client().secrets().inNamespace(rig.namespace).withName(name);
  }

  List<String> events(String reason) {
    return allEvents().stream()
        .filter(e -> e.getReason().equals(reason))
        .map(Event::getNote)
        .toList();
  }

  /** How often something was told, whatever is counted up. */
  int told(String reason) {
    return allEvents().stream()
        .filter(e -> e.getReason().equals(reason))
        .mapToInt(e -> e.getSeries() == null ? 1 : e.getSeries().getCount())
        .sum();
  }

  List<Event> allEvents() {
    return rig.events();
  }

  @Override
  public void close() {
    operator.close();
    wire.close();
    rig.close();
    assertThat(cloud.violations()).as("requests against the contract").isEmpty();
  }
}
