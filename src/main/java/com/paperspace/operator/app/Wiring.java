package com.paperspace.operator.app;

import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.cluster.RealScheduler;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.Pacing;
import io.fabric8.kubernetes.client.Config;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.Interceptor;

/**
 * What an operator process is put together from, besides its settings; tests replace parts of it.
 *
 * @param kubernetes the API server
 * @param kinds the kinds to keep
 * @param workers run the passes; as many at once as it has threads
 * @param interceptors see every request to the API server
 * @param guard asked after the lease, right before every change in the cloud
 */
public record Wiring(
    Config kubernetes,
    List<? extends Adapter<?, ?, ?>> kinds,
    Pacing pacing,
    Clock clock,
    Scheduler timers,
    ExecutorService workers,
    List<Interceptor> interceptors,
    MutationGuard guard) {

  /** The parts of a real process. */
  static Wiring ofProcess(OperatorConfig config) {
    return new Wiring(
        KubernetesConfig.found(),
        Kinds.served(config.kinds()),
        Pacing.every(config.syncPeriod()).at(config.syncPeriod(), config.slowRound()),
        Clock.systemUTC(),
        new RealScheduler(),
        Executors.newFixedThreadPool(config.reconcileThreads()),
        List.of(),
        MutationGuard.ALWAYS);
  }
}
