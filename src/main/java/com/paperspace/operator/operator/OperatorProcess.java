package com.paperspace.operator.operator;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.paperspace.Listener;
import com.paperspace.operator.paperspace.Paperspace;
import com.paperspace.operator.reconcile.Controllers;
import com.paperspace.operator.reconcile.Copies;
import com.paperspace.operator.reconcile.MutationGuard;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Interceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running operator: its parts put together, started in order and stopped in order. */
public final class OperatorProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration OUTAGE_GRACE = Duration.ofMinutes(5);

  private final OperatorConfig config;
  private final Wiring wiring;
  private final Metrics metrics = new Metrics();
  private final Optional<Leadership> leadership;
  private final KubernetesClients clients;
  private final Operator operator;
  private final Controllers controllers;
  private final NamespaceRights rights;
  private final ServedNamespaces namespaces;
  private final SecretWatch secrets;
  private final RoleBindingWatch roleBindings;
  private final HealthServer health;
  private volatile boolean begun;

  private OperatorProcess(OperatorConfig config, Wiring wiring) {
    this.config = config;
    this.wiring = wiring;
    this.leadership = Leadership.of(config, wiring.kubernetes());
    var interceptors = new ArrayList<Interceptor>(wiring.interceptors());
    leadership.map(Leadership::interceptor).ifPresent(interceptors::add);
    this.clients =
        KubernetesClients.open(wiring.kubernetes(), TolerantSerialization.create(), interceptors);
    this.operator = new Operator(this::configure);
    this.controllers = new Controllers(clients.main(), settings());
    metrics.census(controllers::census);
    this.rights = new NamespaceRights(clients.main(), kinds());
    this.namespaces = new ServedNamespaces(config.watchNamespaces(), rights::lack, new Host());
    metrics.unserved(namespaces::unserved);
    this.secrets = new SecretWatch(clients.metadata(), controllers::secretChanged);
    this.roleBindings =
        new RoleBindingWatch(
            clients.main(), config.roleBinding(), controllers, namespaces::changed);
    this.health =
        HealthServer.start(
            config.httpPort(),
            new Grace(this::unwell, OUTAGE_GRACE),
            this::unready,
            namespaces::remark,
            metrics::scrape);
  }

  /** Puts an operator together and starts it; returns once it watches, or waits for the lease. */
  public static OperatorProcess start(OperatorConfig config, Wiring wiring) {
    var process = new OperatorProcess(config, wiring);
    try {
      process.start();
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** The port of health and metrics. */
  public int httpPort() {
    return health.port();
  }

  private void start() {
    if (config.watchNamespaces().isEmpty()) {
      clients.requireServed(kinds(), null);
      begin(Set.of());
    } else {
      roleBindings.start();
      var usable = clients.first(namespaces::survey);
      if (!usable.isEmpty()) {
        clients.requireServed(kinds(), usable.iterator().next());
        begin(usable);
      }
      namespaces.start();
    }
    LOG.info(
        "Started: {} kinds, namespaces {}, API {}, health and metrics on port {}",
        kinds().size(),
        config.watchNamespaces().isEmpty() ? "(all)" : namespaces.served(),
        config.paperspaceApiUrl(),
        health.port());
  }

  /** Starts the controllers; empty means all namespaces. */
  private void begin(Set<String> first) {
    // Known before the first pass, or a Secret changed in between would be overlooked.
    if (!secrets.start(first, PATIENCE)) {
      LOG.warn("The watch of Secrets is not complete yet; it goes on trying");
    }
    first.forEach(roleBindings::join);
    controllers.register(operator, wiring.kinds(), first);
    operator.start();
    begun = true;
  }

  /** JOSDK cannot start without a namespace, so the first one starts it. */
  private final class Host implements ServedNamespaces.Host {
    @Override
    public void join(String namespace) {
      clients.requireServed(kinds(), namespace);
      if (begun) {
        secrets.start(Set.of(namespace), PATIENCE);
        roleBindings.join(namespace);
        controllers.join(namespace);
      } else {
        beginLate(namespace);
      }
    }

    /** JOSDK cannot be started a second time. */
    private void beginLate(String namespace) {
      try {
        begin(Set.of(namespace));
      } catch (RuntimeException e) {
        LOG.error("The operator cannot start", e);
        Runtime.getRuntime().halt(1);
      }
    }

    @Override
    public void leave(String namespace) {
      if (begun) {
        controllers.leave(namespace);
      }
      roleBindings.leave(namespace);
      secrets.stop(namespace);
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
        .withResourceCloner(new Copies(clients.main()))
        .withUseSSAToPatchPrimaryResource(false)
        .withExecutorService(wiring.workers())
        .withReconciliationTerminationTimeout(Duration.ofSeconds(20))
        .withCloseClientOnStop(false);
    leadership.ifPresent(l -> o.withLeaderElectionConfiguration(l.configuration()));
  }

  private Controllers.Settings settings() {
    return new Controllers.Settings(
        config.watchNamespaces(),
        config.roleBinding(),
        config.apiKey(),
        this::connect,
        guard(),
        wiring.pacing(),
        wiring.clock(),
        wiring.timers(),
        metrics);
  }

  private Paperspace connect(String apiKey, Listener listener) {
    Listener counted =
        call -> {
          metrics.apiCall(call.method(), call.route(), Math.max(call.status(), 0), call.duration());
          listener.called(call);
        };
    return Paperspace.connect(
        Paperspace.Config.of(config.paperspaceApiUrl(), apiKey)
            .withClock(wiring.clock())
            .withListener(counted)
            .withBeforeMutation(guard()::check));
  }

  private MutationGuard guard() {
    return () -> {
      leadership.ifPresent(Leadership::check);
      wiring.guard().check();
    };
  }

  private Optional<String> unwell() {
    return begun && operator.getRuntimeInfo().isStarted() && !informersAreHealthy()
        ? Optional.of("an informer lost the API server")
        : Optional.empty();
  }

  private Optional<String> unready() {
    if (!config.watchNamespaces().isEmpty() && namespaces.served().isEmpty()) {
      return namespaces.remark().or(() -> Optional.of("starting"));
    }
    if (!begun || !operator.getRuntimeInfo().isStarted()) {
      return Optional.of("starting");
    }
    return informersAreHealthy()
        ? Optional.empty()
        : Optional.of("an informer lost the API server");
  }

  private boolean informersAreHealthy() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy() && secrets.isHealthy();
  }

  /** Finishes what is running, gives the lease up and lets everything go. */
  @Override
  public void close() {
    namespaces.close();
    secrets.close();
    leadership.ifPresentOrElse(l -> l.stop(operator::stop, clients.main()), operator::stop);
    roleBindings.close();
    wiring.timers().close();
    health.close();
    clients.close();
    metrics.close();
  }
}
