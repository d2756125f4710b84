package com.paperspace.operator.app;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cluster.ResourceCloner;
import com.paperspace.operator.reconcile.engine.Controllers;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Interceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running operator: its parts put together, started in order and stopped in order. */
public final class OperatorProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /** An upgrade of the API server is over by then; a restart would not bring it back sooner. */
  private static final Duration OUTAGE_GRACE = Duration.ofMinutes(5);

  /** Half of the 40 s the chart gives a process to end; the lease is released in the other half. */
  private static final Duration PASSES_END_WITHIN = Duration.ofSeconds(20);

  /** A list of thousands of objects takes a few seconds; one that is denied never comes. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OperatorConfig config;
  private final Wiring wiring;
  private final Duration patience;
  private final Metrics metrics = new Metrics();
  private final Optional<Leadership> leadership;
  private final PaperspaceClients paperspace;
  private final KubernetesClients clients;
  private final Operator operator;
  private final Controllers controllers;
  private final List<MetadataWatch<?>> watches;
  private final RoleBindingWatch roleBindings;
  private final NamespaceHost host;
  private final ServedNamespaces namespaces;
  private final HealthServer health;
  private volatile boolean looking;

  private OperatorProcess(OperatorConfig config, Wiring wiring, Duration patience) {
    this.config = config;
    this.wiring = wiring;
    this.patience = patience;
    this.leadership = Leadership.of(config, wiring.kubernetes());
    this.paperspace = new PaperspaceClients(config, wiring, metrics, leadership);
    var interceptors = new ArrayList<Interceptor>(wiring.interceptors());
    leadership.map(Leadership::interceptor).ifPresent(interceptors::add);
    this.clients =
        KubernetesClients.open(wiring.kubernetes(), TolerantSerialization.create(), interceptors);
    this.operator = new Operator(this::configure);
    this.controllers = new Controllers(clients.main(), settings());
    new Gauges(config, wiring, controllers).in(metrics, leadership);
    var rights = new NamespaceRights(clients.main(), kinds(), config.roleBinding());
    this.watches =
        List.of(
            new MetadataWatch<>(
                WatchedKind.SECRETS, clients.metadata(), controllers::secretChanged),
            new MetadataWatch<>(
                WatchedKind.CONFIG_MAPS, clients.metadata(), controllers::configMapChanged));
    this.roleBindings =
        new RoleBindingWatch(clients.main(), config.roleBinding(), controllers, this::changed);
    this.host = new NamespaceHost(parts());
    this.namespaces = new ServedNamespaces(config.watchNamespaces(), rights::lack, host);
    metrics.unserved(namespaces::unserved);
    var probes = new Probes(config, operator, host, watches, namespaces);
    this.health =
        HealthServer.start(
            config.httpPort(),
            new Grace(probes::unwell, OUTAGE_GRACE),
            probes::unready,
            namespaces::remark,
            metrics::scrape);
  }

  /** Puts an operator together and starts it; returns once it watches, or waits for the lease. */
  public static OperatorProcess start(OperatorConfig config, Wiring wiring) {
    return start(config, wiring, PATIENCE);
  }

  /** The same with another time in which the objects of a namespace have to be listed. */
  static OperatorProcess start(OperatorConfig config, Wiring wiring, Duration patience) {
    var process = new OperatorProcess(config, wiring, patience);
    try {
      process.start();
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Ignored during the start, because a namespace in which it starts must not be left. */
  private void changed(String namespace) {
    if (looking) {
      namespaces.changed(namespace);
    }
  }

  /** The port of health and metrics. */
  public int httpPort() {
    return health.port();
  }

  private void start() {
    if (config.watchNamespaces().isEmpty()) {
      host.beginWithAll();
    } else {
      host.begin(clients.first(namespaces::survey)).forEach(namespaces::failed);
      roleBindings.start();
      namespaces.start();
      looking = true;
      namespaces.served().forEach(this::changed);
    }
    LOG.info(
        "Started: {} kinds, namespaces {}, API {}, health and metrics on port {}",
        kinds().size(),
        config.watchNamespaces().isEmpty() ? "(all)" : namespaces.served(),
        config.paperspaceApiUrl(),
        health.port());
  }

  /** Gives the lease up first: another process may be able to start. */
  private void halt() {
    try {
      leadership.ifPresent(it -> it.stop(operator::stop, clients.main()));
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }

  private List<Class<? extends PaperspaceResource<?, ?>>> kinds() {
    var all = new ArrayList<Class<? extends PaperspaceResource<?, ?>>>();
    all.add(PaperspaceAccount.class);
    wiring.kinds().forEach(kind -> all.add(kind.type()));
    return all;
  }

  private void configure(ConfigurationServiceOverrider o) {
    o.withKubernetesClient(clients.main())
        .withResourceCloner(new ResourceCloner(clients.main()))
        .withUseSSAToPatchPrimaryResource(false)
        .withExecutorService(wiring.workers())
        .withReconciliationTerminationTimeout(PASSES_END_WITHIN)
        .withCloseClientOnStop(false);
    leadership.ifPresent(l -> o.withLeaderElectionConfiguration(l.configuration()));
    if (!config.watchNamespaces().isEmpty()) {
      // Otherwise one namespace whose rights go just before its first list ends the whole start.
      o.withStopOnInformerErrorDuringStartup(false).withCacheSyncTimeout(patience);
    }
  }

  private NamespaceHost.Parts parts() {
    return new NamespaceHost.Parts(
        clients,
        kinds(),
        wiring.kinds(),
        operator,
        controllers,
        watches,
        roleBindings,
        patience,
        this::halt);
  }

  private Controllers.Settings settings() {
    return new Controllers.Settings(
        leadership.map(Leadership::identity).orElseGet(Leadership::hostname),
        config.watchNamespaces(),
        config.roleBinding(),
        config.apiKey(),
        paperspace::connect,
        paperspace.guard(),
        wiring.pacing(),
        config.syncPeriods(),
        wiring.clock(),
        wiring.timers(),
        metrics);
  }

  /** What was told last is written by who still leads. */
  private void stop() {
    operator.stop();
    controllers.finish();
  }

  /** Finishes what is running, gives the lease up and lets everything go. */
  @Override
  public void close() {
    host.closing();
    namespaces.close();
    watches.forEach(MetadataWatch::close);
    leadership.ifPresentOrElse(l -> l.stop(this::stop, clients.main()), this::stop);
    roleBindings.close();
    wiring.timers().close();
    health.close();
    clients.close();
    metrics.close();
  }
}
