package com.paperspace.operator.support;

import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.app.OperatorConfig;
import com.paperspace.operator.app.OperatorProcess;
import com.paperspace.operator.app.Wiring;
import com.paperspace.operator.client.Network;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.cluster.RealScheduler;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.Pacing;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import okhttp3.Interceptor;

/** The operator as a test runs it: one process after the other, each on what is known by then. */
public final class OperatorUnderTest implements AutoCloseable {
  private static final int THREADS = 8;

  private final URI api;
  private final Supplier<Config> kubernetes;
  private final Pacing pacing;
  private List<? extends Adapter<?, ?, ?>> kinds = Kinds.all();
  private Clock clock = Clock.systemUTC();
  private Supplier<Scheduler> scheduler = RealScheduler::new;
  private Supplier<Optional<String>> ownKey = Optional::empty;
  private Map<String, Duration> syncPeriods = Map.of();
  private Supplier<Set<String>> watched = Set::of;
  private Supplier<Optional<String>> binding = Optional::empty;
  private ThreadPoolExecutor workers;
  private OperatorProcess process;

  /**
   * Takes where it works.
   *
   * @param api address of the simulated cloud
   * @param kubernetes who it is on the API server
   */
  public OperatorUnderTest(URI api, Supplier<Config> kubernetes, Pacing pacing) {
    this.api = api;
    this.kubernetes = kubernetes;
    this.pacing = pacing;
  }

  /** Has it keep these kinds, in place of all. */
  public OperatorUnderTest keeping(List<? extends Adapter<?, ?, ?>> some) {
    kinds = some;
    return this;
  }

  /** Has its time pass only when told to. */
  public OperatorUnderTest in(VirtualTime time) {
    clock = time;
    scheduler = () -> time;
    return this;
  }

  /**
   * Has it serve some namespaces, with its rights by a RoleBinding of that name if there is one.
   */
  public OperatorUnderTest watching(
      Supplier<Set<String>> namespaces, Supplier<Optional<String>> roleBinding) {
    watched = namespaces;
    binding = roleBinding;
    return this;
  }

  /** Has it look at some kinds more often than at others, or less. */
  public OperatorUnderTest looking(Map<String, Duration> periods) {
    syncPeriods = periods;
    return this;
  }

  /** Gives it a key of its own, for namespaces without an account. */
  public OperatorUnderTest withKey(Supplier<Optional<String>> key) {
    ownKey = key;
    return this;
  }

  /** Starts a process that leads as long as it lives. */
  public void start(Interceptor... interceptors) {
    start(MutationGuard.ALWAYS, interceptors);
  }

  /** Starts a process, or the one after a crash. */
  public void start(MutationGuard guard, Interceptor... interceptors) {
    workers =
        new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    process =
        OperatorProcess.start(
            config(),
            new Wiring(
                kubernetes.get(),
                kinds,
                pacing,
                clock,
                scheduler.get(),
                workers,
                List.of(interceptors),
                guard));
  }

  private OperatorConfig config() {
    return new OperatorConfig(
        api,
        ownKey,
        Network.DEFAULT,
        watched.get(),
        Set.of(),
        binding.get(),
        pacing.syncPeriod(),
        syncPeriods,
        pacing.slowRound(),
        false,
        Optional.empty(),
        "unused",
        0,
        true,
        THREADS,
        "text",
        "info");
  }

  /** The process that was started last; null once it was stopped. */
  public OperatorProcess process() {
    return process;
  }

  /** Tells when it is at rest. */
  public Stillness stillness(Duration quiet, IntSupplier activity) {
    return new Stillness(quiet, activity, () -> workers);
  }

  /** Stops it as a signal would; nothing happens if it does not run. */
  public void stop() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
