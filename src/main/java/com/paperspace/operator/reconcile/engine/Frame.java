package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Backoff;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frame around every pass, of accounts as of resources: whatever happens in one becomes a
 * verdict that users see, or a time to look again. Nothing leaves it as an exception.
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

  /** What is done inside. */
  interface Work {
    /** The verdict, or empty when the object is no concern of ours any more. */
    Optional<Verdict> decide();

    /** Writes the verdict down; answers how long what is under way has been moving. */
    Duration publish(Verdict verdict);

    /** Where the API key comes from: a sentence without its end. */
    String keyFrom();

    /** Keeps what must not be forgotten although nothing will be written. */
    default void cutShort() {}
  }

  /** Runs one pass; answers when the next is due, or empty when there will be none. */
  Optional<Duration> run(PaperspaceResource<?, ?> resource, Work work) {
    var index = services.index();
    var namespace = resource.getMetadata().getNamespace();
    if (!index.isOpen() || !index.doors().enter(namespace)) {
      return Optional.of(SOON);
    }
    try {
      return inside(resource, work);
    } finally {
      index.doors().exit(namespace);
    }
  }

  private Optional<Duration> inside(PaperspaceResource<?, ?> resource, Work work) {
    var memo = services.memos().of(resource.getMetadata().getUid());
    try {
      var decided = verdict(resource, memo, work);
      if (decided.isEmpty()) {
        return Optional.empty();
      }
      var verdict = explained(decided.get(), work);
      if (verdict.shape() == Shape.QUEUED) {
        return Optional.ofNullable(verdict.notBefore());
      }
      var movingFor = work.publish(verdict);
      memo.again = 0;
      return Optional.of(services.pacing().after(verdict, memo.count(verdict), movingFor));
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
          e.getCode());
      return Optional.of(retry(memo));
    } catch (RuntimeException e) {
      LOG.error("{}: unexpected failure after the decision", Metadata.describe(resource), e);
      return Optional.of(retry(memo));
    }
  }

  /** What turned the key away knows no account, for several may share the key. */
  private static Verdict explained(Verdict verdict, Work work) {
    return verdict.reason() == Reason.CredentialsInvalid
        ? verdict.adding(work.keyFrom() + ". Put a valid one there; everything goes on by itself.")
        : verdict;
  }

  private Optional<Verdict> verdict(PaperspaceResource<?, ?> resource, Memo memo, Work work) {
    try {
      memo.begin(resource);
      services.rights().notice(resource);
      var decided = work.decide();
      decided.filter(Verdict::isStalled).ifPresent(verdict -> count(resource, verdict));
      return decided;
    } catch (LookAgainException | NotLeaderException e) {
      work.cutShort();
      throw e;
    } catch (KubernetesClientException e) {
      if (Failures.isOutdated(e)) {
        work.cutShort();
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
