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
 * What accounts and resources have in common in a pass: whatever fails in a decision becomes a
 * verdict that users see, whatever fails beside it a time to look again. Nothing leaves it as an
 * exception.
 */
final class Frame {
  private static final Logger LOG = LoggerFactory.getLogger(Frame.class);

  /** A watch is rarely further behind than that. */
  private static final Duration SOON = Duration.ofMillis(250);

  /** More passes do not bring a view up to date that stays behind for so long. */
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
   * The verdict of a decision, or on what it failed with; empty when the resource is no concern of
   * ours any more.
   *
   * @throws LookAgainException when the view it was made on is out of date
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
   * The rest of a pass once it is decided: the verdict is published, and the next look is due.
   *
   * @param keyFrom where the API key comes from: a sentence without its end
   * @param publish writes a verdict down; answers how long what is under way has been moving
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

  /** What turned the key away knows no account, for several may share the key. */
  private static Verdict explained(Verdict verdict, Supplier<String> keyFrom) {
    return switch (verdict.reason()) {
      case CredentialsInvalid ->
          verdict.adding(keyFrom.get() + ". Put a valid one there; everything goes on by itself.");
      case TeamMismatch -> verdict.adding(keyFrom.get() + ".");
      default -> verdict;
    };
  }

  /** A view that is out of date is renewed in a moment; one that stays so must not cost a loop. */
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
