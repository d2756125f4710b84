package com.paperspace.operator.app;

import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okhttp3.Interceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one operator acts. JOSDK elects by a lease of 15 s. A change in the cloud needs a renewal
 * that succeeded and began less than 10 s ago; a process that loses the lease ends, and one that
 * stops gives it up.
 *
 * <p>JOSDK alone lets a deposed leader go on reconciling, and a stopping one keep the lease.
 */
public final class Leadership implements MutationGuard {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /**
   * This and the next two are the times every controller of Kubernetes uses: a successor leads
   * within 17 s, which is the lease and one retry.
   */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  /** After the elector's own deadline and one more try, and before anyone else can lead. */
  private static final Duration HOPELESS = RENEW_DEADLINE.plus(RETRY_PERIOD);

  private static final String DEFAULT_NAMESPACE = "default";

  private final String leaseName;
  private final String namespace;
  private final String identity;
  private final LeaseTrouble trouble;
  private final LeaseClock clock;
  private final Runnable halt;
  private final ScheduledExecutorService watchdog;
  private volatile boolean led;
  private volatile boolean leading;
  private volatile boolean stopping;

  /**
   * Leadership of this process; nothing happens before the operator starts.
   *
   * @param identity unique to this process, for people to recognise in the lease
   */
  public Leadership(String namespace, String leaseName, String identity) {
    this(
        namespace,
        leaseName,
        identity,
        System::nanoTime,
        Clock.systemUTC(),
        () -> Runtime.getRuntime().halt(1));
  }

  Leadership(
      String namespace,
      String leaseName,
      String identity,
      LongSupplier nanoTime,
      Clock wall,
      Runnable halt) {
    this.namespace = namespace;
    this.leaseName = leaseName;
    this.identity = identity;
    this.trouble = new LeaseTrouble(namespace, leaseName);
    this.clock = new LeaseClock(leaseName, nanoTime, wall, trouble);
    this.halt = halt;
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease-watchdog");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The leadership of a process with these settings, if it wants any. */
  static Optional<Leadership> of(OperatorConfig config, Config kubernetes) {
    var namespace =
        config
            .leaderElectionNamespace()
            .or(() -> Optional.ofNullable(kubernetes.getNamespace()))
            .orElse(DEFAULT_NAMESPACE);
    return config.leaderElection()
        ? Optional.of(new Leadership(namespace, config.leaderElectionLease(), hostname()))
        : Optional.empty();
  }

  /** Who this process is in the lease. */
  String identity() {
    return identity;
  }

  /** A name for this process, unique and for people to recognise. */
  static String hostname() {
    // 32 bits tell the replicas of one lease apart, and people can read them.
    var unique = UUID.randomUUID().toString().substring(0, 8);
    try {
      return InetAddress.getLocalHost().getHostName() + "_" + unique;
    } catch (UnknownHostException e) {
      return "paperspace-operator_" + unique;
    }
  }

  /** What JOSDK needs to elect. */
  public LeaderElectionConfiguration configuration() {
    LeaderCallbacks callbacks =
        new LeaderCallbacks(this::onStartLeading, this::onStopLeading, this::tell);
    return new LeaderElectionConfiguration(
        leaseName, namespace, LEASE, RENEW_DEADLINE, RETRY_PERIOD, identity, callbacks, false);
  }

  private void tell(String leader) {
    if (identity.equals(leader)) {
      LOG.info("This process, {}, leads: it holds the lease {}", identity, leaseName);
    } else if (leader == null) {
      LOG.info("Nobody holds the lease {}", leaseName);
    } else {
      LOG.info("This process, {}, stands by: {} holds the lease {}", identity, leader, leaseName);
    }
  }

  /** To be put into the Kubernetes client that JOSDK elects with. */
  public Interceptor interceptor() {
    return clock;
  }

  /** Whether this process holds the lease, as far as it knows. */
  boolean leads() {
    return leading;
  }

  @Override
  public void check() {
    if (!leading) {
      throw new NotLeaderException("this operator does not hold the lease " + leaseName);
    }
    if (!clock.youngerThan(RENEW_DEADLINE)) {
      throw new NotLeaderException("the lease " + leaseName + " was not renewed in time");
    }
  }

  /**
   * The body of the shutdown hook: stops the operator, then gives the lease up, so that the next
   * one leads within seconds.
   *
   * @param operator stops the operator and leaves the client open
   */
  public void stop(Runnable operator, KubernetesClient client) {
    stopping = true;
    trouble.end();
    watchdog.shutdownNow();
    try {
      operator.run();
    } finally {
      leading = false;
      new LeaseRelease(namespace, leaseName, identity, LEASE, led).with(client);
    }
  }

  void onStartLeading() {
    leading = true;
    led = true;
    if (!stopping) {
      var unused = watchdog.scheduleWithFixedDelay(this::watch, 1, 1, TimeUnit.SECONDS);
    }
  }

  void onStopLeading() {
    leading = false;
    if (!stopping) {
      LOG.error("Lost the lease {}; ending at once, so that two operators never act", leaseName);
      halt.run();
    }
  }

  /**
   * The elector's last request may hang for longer than the lease; this looks from outside. By the
   * time the machine was awake: one that was suspended learns from the elector who leads, and a
   * wall clock that is set ends no process.
   */
  void watch() {
    if (leading && !clock.ranLessThan(HOPELESS)) {
      onStopLeading();
    }
  }
}
