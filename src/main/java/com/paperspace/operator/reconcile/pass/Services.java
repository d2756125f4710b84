package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.account.Connector;
import com.paperspace.operator.reconcile.cluster.ClaimRegistry;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.Namespaces;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.RightsHold;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.cluster.SteadyClock;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Telemetry;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What the engines of all kinds share.
 *
 * @param clock tells the time that is written down
 * @param steady measures waits and ages within this process
 */
public record Services(
    Namespaces namespaces,
    KubernetesWriter writer,
    RightsHold rights,
    ResourceIndex index,
    ClaimRegistry claims,
    Secrets secrets,
    ApiKeys keys,
    Connector connections,
    Resolver resolver,
    Events events,
    Pacing pacing,
    Clock clock,
    SteadyClock steady,
    Telemetry telemetry,
    Memos memos) {

  /** One look may be late and one may fail; what three missed is not known any more. */
  private static final int STALE_AFTER_PERIODS = 3;

  /** The same for a kind with a sync period of its own; null: with that of all. */
  public Services every(Duration period) {
    if (period == null) {
      return this;
    }
    return new Services(
        namespaces,
        writer,
        rights,
        index,
        claims,
        secrets,
        keys,
        connections,
        resolver,
        events,
        pacing.at(period, pacing.slowRound()),
        clock,
        steady,
        telemetry,
        memos);
  }

  /**
   * Ends the pass when a namespace is being deleted: it takes its resources with it, and what is
   * made now would only leak, or be refused.
   */
  public void requireLivingNamespace(String name) {
    if (isDying(name)) {
      throw new PassEndedException(Failures.dyingNamespace());
    }
  }

  /** Whether a namespace is being deleted. */
  public boolean isDying(String name) {
    return namespaces.isDying(name);
  }

  /** Drops what is remembered about a resource that is gone. */
  public void forget(String uid) {
    memos.forget(uid);
    claims.release(uid);
    events.forget(uid);
  }

  /** The same, and what is remembered of the things it used and that nothing else does. */
  public void forget(PaperspaceResource<?, ?> gone, List<String> uses) {
    forget(gone.getMetadata().getUid());
    claims.shown(() -> uses, List::of);
    secrets.forget(uses, key -> !index.users(key).isEmpty());
    namespaces.forget(gone.getMetadata().getNamespace());
  }

  /** The conditions after a verdict on a resource of this generation. */
  public List<Condition> conditions(Verdict verdict, List<Condition> before, long generation) {
    var stale = pacing.syncPeriod().multipliedBy(STALE_AFTER_PERIODS);
    return Conditions.of(verdict, before, generation, clock.instant(), stale);
  }
}
