package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.pass.LogContext;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Backoff;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame of every pass, for accounts and all kinds: a failure of the decision becomes a verdict
 * that users see, any other failure a time to look again. No exception leaves it.
 */
final class Frame {
  private static final Logger LOG = LoggerFactory.getLogger(Frame.class);

  /** The first wait for a cache that is out of date: a watch is rarely further behind. */
  private static final Duration SOON = Duration.ofMillis(250);

  /** The waits for a cache that stays out of date: more passes do not bring it up to date. */
  private static final Backoff LOOKS = Backoff.doubling(SOON, Duration.ofSeconds(32));

  private final Services services;

  Frame(Services services) {
    this.services = services;
  }

  /**
   * Runs a pass over a resource while its namespace is served.
   *
   * @param pass answers when the next is due, or empty when there will be none
   */
  Optional<Duration> run(PaperspaceResource<?, ?> resource, Supplier<Optional<Duration>> pass) {
    var index = services.index();
    if (!index.enter(resource)) {
      return Optional.of(SOON);
    }
    try {
      LogContext.begin(resource);
      return caught(resource, pass);
    } finally {
      LogContext.end();
      index.doors().exit(resource.getMetadata().getNamespace());
    }
  }

  private Optional<Duration> caught(
      PaperspaceResource<?, ?> resource, Supplier<Optional<Duration>> pass) {
    var memo = memo(resource);
    try {
      return pass.get();
    } catch (LookAgainException e) {
      LOG.debug("{}: {}; looking again", Metadata.describe(resource), e.getMessage());
      return Optional.of(again(memo));
    } catch (NotLeaderException e) {
      LOG.warn("{}: nothing was done: {}", Metadata.describe(resource), e.getMessage());
      return Optional.of(services.pacing().retryMin());
    } catch (KubernetesClientException e) {
      if (Failures.isOutdated(e)) {
        return Optional.of(again(memo));
      }
      LOG.warn(
          "{}: status not written, Kubernetes answered {}",
          Metadata.describe(resource),
          Failures.answer(e));
      return Optional.of(retry(memo));
    } catch (RuntimeException e) {
      LOG.error("{}: unexpected failure after the decision", Metadata.describe(resource), e);
      return Optional.of(retry(memo));
    }
  }

  /**
   * The verdict of a decision, or the one on its failure; empty when the operator has nothing to do
   * with the resource any more.
   *
   * @throws LookAgainException when the cached view it was made on is out of date
   * @throws NotLeaderException when another process leads by now
   */
  Optional<Verdict> verdict(
      PaperspaceResource<?, ?> resource, Supplier<Optional<Verdict>> decision) {
    var memo = memo(resource);
    try {
      memo.begin(resource);
      services.rights().notice(resource);
      var decided = decision.get();
      decided.filter(Verdict::isStalled).ifPresent(verdict -> count(resource, verdict));
      return decided;
    } catch (LookAgainException | NotLeaderException e) {
      throw e;
    } catch (KubernetesClientException e) {
      if (Failures.isOutdated(e)) {
        throw new LookAgainException("Kubernetes answered " + e.getCode());
      }
      return Optional.of(failed(resource, memo, e));
    } catch (RuntimeException e) {
      return Optional.of(failed(resource, memo, e));
    }
  }

  private Verdict failed(PaperspaceResource<?, ?> resource, Memo memo, RuntimeException e) {
    var verdict = Failures.of(e, memo.failed());
    if (verdict.isStalled() || !Failures.isWait(e)) {
      count(resource, verdict);
    }
    if (verdict.reason() == Reason.InternalError) {
      LOG.error("{}: unexpected failure", Metadata.describe(resource), e);
    }
    return resource.isMarkedForDeletion() ? verdict.whileDeleting() : verdict;
  }

  private void count(PaperspaceResource<?, ?> resource, Verdict failure) {
    services.telemetry().failed(resource.getKind(), failure.reason().name());
  }

  private Memo memo(PaperspaceResource<?, ?> resource) {
    return services.memos().of(resource.getMetadata().getUid());
  }

  /**
   * Ends a pass: publishes the verdict, and answers when the next look is due.
   *
   * @param keyFrom where the API key comes from: a sentence without its full stop
   * @param publish writes a verdict down; answers how long the object has been on its way
   */
  Optional<Duration> conclude(
      PaperspaceResource<?, ?> resource,
      Optional<Verdict> decided,
      Supplier<String> keyFrom,
      Function<Verdict, Duration> publish) {
    if (decided.isEmpty()) {
      return Optional.empty();
    }
    var verdict = explained(decided.get(), keyFrom);
    if (verdict.shape() == Shape.QUEUED) {
      return Optional.ofNullable(verdict.notBefore());
    }
    var movingFor = publish.apply(verdict);
    var memo = memo(resource);
    memo.again = 0;
    return Optional.of(pacing(resource, verdict).after(verdict, memo.count(verdict), movingFor));
  }

  /** The pace of one resource, which may ask for more looks at rest than others. */
  private Pacing pacing(PaperspaceResource<?, ?> resource, Verdict verdict) {
    var usual = services.pacing();
    return verdict.isAtRest() && resource.getSpec() instanceof ManagedSpec spec
        ? Policy.of(spec.policy())
            .syncPeriod()
            .filter(usual::isSlowerThan)
            .map(usual::keeping)
            .orElse(usual)
        : usual;
  }

  /** Adds where the key comes from: the code that refuses a key knows no account. */
  private static Verdict explained(Verdict verdict, Supplier<String> keyFrom) {
    return switch (verdict.reason()) {
      case CredentialsInvalid ->
          verdict.adding(keyFrom.get() + ". Put a valid one there; everything goes on by itself.");
      case TeamMismatch -> verdict.adding(keyFrom.get() + ".");
      default -> verdict;
    };
  }

  /** How long to wait for a cache that is out of date: mostly a moment; longer if it stays so. */
  private Duration again(Memo memo) {
    memo.again++;
    return LOOKS.after(memo.again);
  }

  /** How long to wait after a write to Kubernetes failed; longer each time. */
  private Duration retry(Memo memo) {
    var failed = Verdict.of(Shape.WAITING, Reason.InternalError, "");
    return services.pacing().after(failed, memo.count(failed), Duration.ZERO);
  }
}
