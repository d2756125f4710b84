package com.paperspace.operator.e2e;

import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.simulator.Team;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.KubeJournal;
import com.paperspace.operator.support.OperatorUnderTest;
import io.fabric8.kubernetes.client.Config;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.Interceptor;

/**
 * The whole operator in this process, in real time but in a hurry, between a real control plane and
 * the simulated cloud.
 */
final class Stage implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  final Simulator cloud;
  final Team team;
  final KubeJournal journal = new KubeJournal();
  final Refusals refusals = new Refusals();
  private Optional<String> roleBinding;
  private final OperatorUnderTest operator;

  /** Starts an administrator's operator for some namespaces. */
  Stage(ControlPlane plane, Namespace... namespaces) {
    this(plane, PERIOD, namespaces);
  }

  /** Starts one that looks that often. */
  Stage(ControlPlane plane, Duration period, Namespace... namespaces) {
    this(
        QuickStart.cloud(),
        administrator(plane),
        Set.copyOf(Stream.of(namespaces).map(it -> it.name).toList()),
        Optional.empty(),
        period);
  }

  /**
   * Starts an operator.
   *
   * @param cloud closed with it
   * @param kubernetes who it is on the API server
   * @param watched its namespaces; empty means all
   */
  Stage(Simulator cloud, Config kubernetes, Set<String> watched) {
    this(cloud, kubernetes, watched, Optional.empty());
  }

  /** Starts an operator that has its rights by a RoleBinding in each of its namespaces. */
  Stage(Simulator cloud, Config kubernetes, Set<String> watched, Optional<String> roleBinding) {
    this(cloud, kubernetes, watched, roleBinding, PERIOD);
  }

  private Stage(
      Simulator cloud,
      Config kubernetes,
      Set<String> watched,
      Optional<String> roleBinding,
      Duration period) {
    this.roleBinding = roleBinding;
    this.cloud = cloud;
    this.team = cloud.team("a");
    this.operator =
        new OperatorUnderTest(cloud.url(), () -> kubernetes, hurried(period))
            .watching(() -> watched, () -> this.roleBinding);
    start();
  }

  /** Starts another operator that knows the RoleBinding it has its rights by. */
  void start(Optional<String> binding) {
    roleBinding = binding;
    start();
  }

  /** Starts another operator, after {@link #stop}. */
  void start(Interceptor... more) {
    var all = Stream.concat(Stream.of(more), Stream.of(journal, refusals));
    operator.start(all.toArray(Interceptor[]::new));
  }

  void stop() {
    operator.stop();
  }

  private static Config administrator(ControlPlane plane) {
    plane.installCrds();
    return Config.fromKubeconfig(plane.kubeconfig().toFile());
  }

  private static Pacing hurried(Duration period) {
    return new Pacing(
        period,
        Duration.ofMinutes(2),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        () -> 0);
  }

  @Override
  public void close() {
    operator.close();
    cloud.close();
  }
}
