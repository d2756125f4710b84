package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.Verdict.Shape;
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
  private static final Duration SOON = Duration.ofMillis(250);

  /** Up to 32 seconds: more passes do not bring a view up to date that stays so long behind. */
  private static final int MOST_DOUBLINGS = 7;

  private final Platform platform;

  Frame(Platform platform) {
    this.platform = platform;
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
    var estate = platform.estate();
    var namespace = resource.getMetadata().getNamespace();
    if (!estate.isOpen() || !estate.doors().enter(namespace)) {
      return Optional.of(SOON);
    }
    try {
      return inside(resource, work);
    } finally {
      estate.doors().exit(namespace);
    }
  }

  private Optional<Duration> inside(PaperspaceResource<?, ?> resource, Work work) {
    var uid = resource.getMetadata().getUid();
    try {
      var decided = verdict(resource, work);
      if (decided.isEmpty()) {
        return Optional.empty();
      }
      var verdict = explained(decided.get(), work);
      if (verdict.shape() == Shape.QUEUED) {
        return Optional.ofNullable(verdict.notBefore());
      }
      var movingFor = work.publish(verdict);
      platform.memory().again().remove(uid);
      return Optional.of(
          platform.pacing().after(verdict, platform.memory().count(uid, verdict), movingFor));
    } catch (LookAgainException e) {
      LOG.debug("{}: {}; looking again", Pass.describe(resource), e.getMessage());
      return Optional.of(again(uid));
    } catch (NotLeaderException e) {
      LOG.warn("{}: nothing was done: {}", Pass.describe(resource), e.getMessage());
      return Optional.of(platform.pacing().retryMin());
    } catch (KubernetesClientException e) {
      if (Failures.isOutdated(e)) {
        return Optional.of(again(uid));
      }
      LOG.warn(
          "{}: status not written, Kubernetes answered {}", Pass.describe(resource), e.getCode());
      return Optional.of(retry(uid));
    } catch (RuntimeException e) {
      LOG.error("{}: unexpected failure after the decision", Pass.describe(resource), e);
      return Optional.of(retry(uid));
    }
  }

  /** What turned the key away knows no account, for several may share the key. */
  private static Verdict explained(Verdict verdict, Work work) {
    return verdict.reason() == Reason.CredentialsInvalid
        ? verdict.adding(work.keyFrom() + ". Put a valid one there; everything goes on by itself.")
        : verdict;
  }

  private Optional<Verdict> verdict(PaperspaceResource<?, ?> resource, Work work) {
    try {
      platform.memory().begin(resource);
      platform.rights().notice(resource);
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
      return Optional.of(failed(resource, e));
    } catch (RuntimeException e) {
      return Optional.of(failed(resource, e));
    }
  }

  private Verdict failed(PaperspaceResource<?, ?> resource, RuntimeException e) {
    var before = platform.memory().failed(resource.getMetadata().getUid());
    var verdict = Failures.of(e, before);
    if (verdict.isStalled() || !Failures.isWait(e)) {
      count(resource, verdict);
    }
    if (verdict.reason() == Reason.InternalError) {
      LOG.error("{}: unexpected failure", Pass.describe(resource), e);
    }
    return resource.isMarkedForDeletion() ? verdict.whileDeleting() : verdict;
  }

  private void count(PaperspaceResource<?, ?> resource, Verdict failure) {
    platform.telemetry().failed(resource.getKind(), failure.reason().name());
  }

  /** A view that is out of date is renewed in a moment; one that stays so must not cost a loop. */
  private Duration again(String uid) {
    int times = platform.memory().again().merge(uid, 1, Integer::sum);
    return SOON.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
  }

  /** How long to wait after a write to Kubernetes failed; longer each time. */
  private Duration retry(String uid) {
    var failed = Verdict.of(Shape.WAITING, Reason.InternalError, "");
    return platform.pacing().after(failed, platform.memory().count(uid, failed), Duration.ZERO);
  }
}
