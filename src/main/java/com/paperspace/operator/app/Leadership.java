package com.paperspace.operator.app;

import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
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
 * At most one operator acts: JOSDK elects by a lease of 15 s, mutating calls are let through only
 * while a renewal started less than 10 s ago succeeded, and a process that lost the lease ends.
 *
 * <p>JOSDK alone would do none of the last three: a deposed leader goes on reconciling, and a
 * stopping one keeps the lease.
 */
public final class Leadership implements MutationGuard {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** The three that every controller of Kubernetes uses: a successor leads within 17 s. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  /** After the elector's own deadline and one more try, and before anyone else can lead. */
  private static final Duration HOPELESS = RENEW_DEADLINE.plus(RETRY_PERIOD);

  private static final String DEFAULT_NAMESPACE = "default";

  /** Others may write the lease meanwhile; one that is not released only expires. */
  private static final int RELEASE_ATTEMPTS = 3;

  private final String leaseName;
  private final String namespace;
  private final String identity;
  private final LeaseClock clock;
  private final Runnable halt;
  private final ScheduledExecutorService watchdog;
  private volatile boolean leading;
  private volatile boolean stopping;

  /**
   * Leadership of this process; nothing happens before the operator starts.
   *
   * @param identity unique to this process, for people to recognise in the lease
   */
  public Leadership(String namespace, String leaseName, String identity) {
    this(namespace, leaseName, identity, System::nanoTime, () -> Runtime.getRuntime().halt(1));
  }

  Leadership(
      String namespace, String leaseName, String identity, LongSupplier nanoTime, Runnable halt) {
    this.namespace = namespace;
    this.leaseName = leaseName;
    this.identity = identity;
    this.clock = new LeaseClock(leaseName, nanoTime, new LeaseTrouble(namespace, leaseName));
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

  private static String hostname() {
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
        new LeaderCallbacks(
            this::onStartLeading,
            this::onStopLeading,
            leader -> LOG.info("The lease is held by {}", leader == null ? "nobody" : leader));
    return new LeaderElectionConfiguration(
        leaseName, namespace, LEASE, RENEW_DEADLINE, RETRY_PERIOD, identity, callbacks, false);
  }

  /** To be put into the Kubernetes client that JOSDK elects with. */
  public Interceptor interceptor() {
    return clock;
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
    watchdog.shutdownNow();
    try {
      operator.run();
    } finally {
      leading = false;
      release(client);
    }
  }

  void onStartLeading() {
    leading = true;
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

  /** The elector's last request may hang for longer than the lease; this looks from outside. */
  void watch() {
    if (leading && !clock.youngerThan(HOPELESS)) {
      onStopLeading();
    }
  }

  private void release(KubernetesClient client) {
    for (int attempt = 0; attempt < RELEASE_ATTEMPTS; attempt++) {
      try {
        Lease lease = client.leases().inNamespace(namespace).withName(leaseName).get();
        if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) {
          return;
        }
        // PUT: a merge patch leaves the holder in place, for the client drops nulls.
        client.resource(released(lease)).update();
        LOG.info("Released the lease {}", leaseName);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          LOG.warn(
              "Could not release the lease {} ({}); it runs out in {} s",
              leaseName,
              KubernetesWords.of(e),
              LEASE.toSeconds());
          return;
        }
      }
    }
  }

  /** As other electors release: nobody holds it, and it is over in a second. */
  private static Lease released(Lease lease) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    LeaseSpec spec = lease.getSpec();
    spec.setHolderIdentity(null);
    spec.setLeaseDurationSeconds(1);
    spec.setAcquireTime(now);
    spec.setRenewTime(now);
    return lease;
  }
}
