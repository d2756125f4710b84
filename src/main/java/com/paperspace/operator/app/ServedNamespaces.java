package com.paperspace.operator.app;

import com.paperspace.operator.app.NamespaceRights.Lack;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the named namespaces are served. One that does not exist, or where rights are missing,
 * is logged once, left out and tried again; so is one that loses its rights while the operator
 * runs.
 */
final class ServedNamespaces implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedNamespaces.class);

  /** A look costs one or two reads, and a tenant who mends something waits this long at most. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /**
   * One that is served is looked at once a minute: that its rights go, the watch of its RoleBinding
   * tells sooner.
   */
  private static final int PERIODS_OF_SERVED = 6;

  /** A request under way ends by its own timeout at the latest. */
  private static final long CLOSING_SECONDS = 10;

  private final Set<String> named;
  private final Function<String, Optional<Lack>> rights;
  private final Host host;
  private final NamespaceStates states = new NamespaceStates();
  private final Denials denials = new Denials();
  private final JoinPace joins = new JoinPace(PERIOD);
  private long looks;
  private final ScheduledThreadPoolExecutor timer = DaemonTimer.named("namespaces");

  /** What serves namespaces. */
  interface Host {
    /** Begins to serve one more; answers what is missing, if that cannot be. */
    Optional<Lack> join(String namespace);

    /** Stops serving one, also one it could not begin with. */
    void leave(String namespace);
  }

  /** Takes what tells what is missing in a namespace. */
  ServedNamespaces(Set<String> named, Function<String, Optional<Lack>> rights, Host host) {
    this.named = new TreeSet<>(named);
    this.rights = rights;
    this.host = host;
  }

  /**
   * Looks at all of them for the first time.
   *
   * @return those that can be served from the start
   * @throws KubernetesClientException when nothing answers, or this process is not known
   */
  Set<String> survey() {
    for (var namespace : named) {
      surveyed(namespace)
          .ifPresentOrElse(lack -> states.exclude(namespace, lack), () -> include(namespace));
    }
    return served();
  }

  private Optional<Lack> surveyed(String namespace) {
    try {
      return rights.apply(namespace);
    } catch (KubernetesClientException e) {
      if (e.getCode() <= 0 || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw e;
      }
      return Optional.of(new Lack("an answer", "Kubernetes answered " + e.getCode()));
    }
  }

  /** Begins to look after them. */
  void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::lookAtAll, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  /** Has a namespace looked at now, because its rights may have changed. */
  void changed(String namespace) {
    timer.execute(() -> look(namespace));
  }

  Set<String> served() {
    return states.served();
  }

  /** What is missing in each namespace that is not served. */
  Map<String, String> unserved() {
    return states.missing();
  }

  /** The same in words, if there is any. */
  Optional<String> remark() {
    return states.remark();
  }

  /** Returns when the look under way has ended, so that no namespace is joined during the stop. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("A look at the namespaces does not end; stopping without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at each namespace that is not served, and now and then at those that are. */
  void lookAtAll() {
    looks++;
    named.stream()
        .filter(it -> looks % PERIODS_OF_SERVED == 0 || !states.isServed(it))
        .forEach(this::look);
  }

  private void look(String namespace) {
    try {
      var lack = rights.apply(namespace);
      if (states.isServed(namespace)) {
        keep(namespace, lack);
      } else if (lack.isPresent()) {
        states.exclude(namespace, lack.get());
      } else if (joins.isDue(namespace, looks)) {
        join(namespace);
      }
    } catch (KubernetesClientException e) {
      LOG.debug("Namespace {}: Kubernetes answered {}; looking again", namespace, e.getCode());
    } catch (RuntimeException e) {
      if (timer.isShutdown()) {
        LOG.debug("Looking after namespace {} was cut short: all ends", namespace, e);
      } else {
        LOG.error("Looking after namespace {} failed and is tried again", namespace, e);
      }
    }
  }

  private void keep(String namespace, Optional<Lack> lack) {
    if (lack.isEmpty()) {
      denials.forget(namespace);
    } else if (denials.isFresh(namespace)) {
      var unused =
          timer.schedule(() -> look(namespace), Denials.LASTING.toSeconds(), TimeUnit.SECONDS);
    } else {
      states.exclude(namespace, lack.get());
      host.leave(namespace);
    }
  }

  private void join(String namespace) {
    var lack = joined(namespace);
    if (lack.isPresent()) {
      failed(namespace, lack.get());
    } else {
      joins.succeeded(namespace);
      include(namespace);
      LOG.info("Namespace {} is served from now on", namespace);
    }
  }

  private Optional<Lack> joined(String namespace) {
    try {
      return host.join(namespace);
    } catch (RuntimeException e) {
      if (timer.isShutdown()) {
        throw e;
      }
      return Optional.of(Lack.unwatched(KubernetesWords.of(e)));
    }
  }

  /** Leaves one out that cannot be joined although its rights look complete. */
  void failed(String namespace, Lack lack) {
    joins.failed(namespace);
    host.leave(namespace);
    states.exclude(namespace, missing(namespace).orElse(lack));
  }

  /** Looks again, because rights that went meanwhile can be named and tell more. */
  private Optional<Lack> missing(String namespace) {
    try {
      return rights.apply(namespace);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  private void include(String namespace) {
    denials.forget(namespace);
    states.include(namespace);
  }
}
