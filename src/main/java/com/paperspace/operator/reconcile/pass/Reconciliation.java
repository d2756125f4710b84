package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.StatusDraft;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** One look at one resource: what it is decided on, and the status it is going to leave. */
public final class Reconciliation<R extends PaperspaceResource<? extends ManagedSpec, O>, O> {
  public final StatusDraft<O> draft;
  public final Instant now;

  /** The same moment by the clock that measures what the memo remembers. */
  public final Instant steady;

  public final Memo memo;
  public R resource;
  public Connection connection;
  public Inputs inputs;

  /** What is to be said of a cloud object that is gone and made again; null if none is. */
  public String vanished;

  /** How it came to its cloud object in this pass; null if it did not. */
  public EventReason obtained;

  /** When a create is tried again that found no capacity in this pass; null if none did. */
  public Instant nextTry;

  /** Whether it has called the API before all else was open to it. */
  boolean admitted;

  /** Whether something was sent in it. */
  public boolean sent;

  /** Where the cloud object is or is to be; null until that is asked for. */
  public String scope;

  /**
   * The object as a list has it, as it was seen by itself in this pass; null if it was not, or was
   * changed since.
   */
  public Object known;

  /** What a row would show of the object it has looked at, if that told its end; else null. */
  public Observation<?> row;

  /** Whether it ends in a question to a person, which the status then holds. */
  public boolean asks;

  /** Whether what the spec refers to was asked for because of a refusal. */
  public boolean lookedForReferences;

  private final Clock measure;

  /**
   * Begins a pass.
   *
   * @param measure the clock that measures what the memo remembers
   */
  public Reconciliation(
      R resource, ManagedStatus<O> status, Instant now, Clock measure, Memo memo) {
    this.resource = resource;
    this.draft = StatusDraft.from(status, now);
    this.now = now;
    this.measure = measure;
    this.steady = measure.instant();
    this.memo = memo;
  }

  /**
   * The time by the clock of {@link #steady}, where a call has just ended: it may have taken effect
   * as late as that.
   */
  public Instant called() {
    return measure.instant();
  }

  /** The time of the service before anything was looked for in this pass: a look takes a while. */
  public Instant began() {
    return began(api().serverNow());
  }

  /** The same, where another key than the pass's tells what time it is there now. */
  Instant began(Instant serverNow) {
    return serverNow.minus(Duration.between(steady, called()));
  }

  public String uid() {
    return resource.getMetadata().getUid();
  }

  public String namespace() {
    return resource.getMetadata().getNamespace();
  }

  public long generation() {
    var generation = resource.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /** Has the resource held by a finalizer, as it is then. */
  public void hold(KubernetesWriter writer, String finalizer) {
    resource = writer.hold(resource, finalizer, null);
  }

  /** Has it held, and a create announced, in one write. */
  public void announce(KubernetesWriter writer, String finalizer, String intent, String note) {
    resource = writer.hold(resource, finalizer, intent, note);
  }

  /** Writes its status; the resource is then as it was written. */
  public void writeStatus(KubernetesWriter writer) {
    resource = writer.status(resource, draft.build());
  }

  /** For messages and logs. */
  public String describe() {
    return Metadata.describe(resource);
  }

  /** Notes whose key sees the cloud object, or makes it. */
  public void sighted() {
    if (connection.userId() != null) {
      draft.account =
          new AccountUse(draft.account.name(), draft.account.teamId(), connection.userId());
    }
  }

  /** The announced create whose outcome was never recorded. */
  public Optional<Intent> openIntent() {
    return Intent.of(resource).filter(draft::isOpen);
  }

  /** An intent with a time that can be, see {@link Intent#dated}. */
  public Intent dated(Intent intent) {
    return memo.dated(intent, api().serverNow());
  }

  /** Whether the API has accepted its delete. */
  public boolean wasAskedToGo() {
    return draft.operation != null && Reason.Deleting.name().equals(draft.operation.type());
  }

  /** Whether all the spec refers to is known, so that something could be made of it. */
  public boolean isResolved() {
    return inputs != null;
  }

  public Paperspace api() {
    return connection.api();
  }

  public Policy policy() {
    return Policy.of(resource.getSpec().policy());
  }

  /** The policy as far as the spec can be read; null where that does not tell. */
  public Policy readPolicy() {
    var unreadable = resource.unreadable();
    return unreadable == null ? policy() : unreadable.policy();
  }

  /** Whether a policy leaves the cloud object when this object is deleted. */
  public boolean keeps(Policy policy) {
    // What an interrupted create left is ours too, though no id is known yet.
    return policy.observeOnly()
        || policy.retains(!draft.hasId() || draft.origin() == Origin.Created);
  }

  /** What becomes of the cloud object when this object is deleted: a clause for advice. */
  public String fate() {
    if (!draft.hasId()) {
      return "it has no cloud object";
    }
    return keeps(policy())
        ? draft.id + " stays in the cloud then"
        : draft.id + " is deleted with it, unless policy.deletion is set to Retain before";
  }

  /** The id the spec wants taken over, or null. */
  public String externalId() {
    var id = resource.getSpec().externalId();
    return id == null || id.isEmpty() ? null : id;
  }

  public boolean isPaused() {
    return Metadata.isPaused(resource);
  }

  /** Whether a person asked for a look since the last one. */
  public boolean isRequested() {
    var token = requested();
    return token != null && !token.equals(draft.lastHandledReconcileAt);
  }

  /**
   * Puts a question about what seems to be gone, unless the status has put it before and a person
   * has asked for a look since, which answers it. A look that was asked for before the question was
   * meant otherwise.
   *
   * @param question what tells it from others
   * @throws PassEndedException with the verdict that asks
   */
  public void requireAnswer(String question, Verdict asking) {
    var asked = StatusDraft.bounded(question);
    boolean answered = isRequested() && asked.equals(draft.question);
    if (!answered) {
      draft.question = asked;
      asks = true;
      throw new PassEndedException(asking);
    }
  }

  /** The token of the last request to look, as far as the status can hold it; null if none. */
  public String requested() {
    var token = Metadata.annotation(resource, Annotations.RECONCILE_AT);
    return StatusDraft.bounded(token);
  }

  /** Whether the spec was changed since the last look. */
  public boolean isEdited() {
    return !Objects.equals(draft.observedGeneration, generation());
  }

  /** Whether a person is waiting for what this pass does. */
  boolean isUrgent() {
    return resource.isMarkedForDeletion()
        || isRequested()
        || isEdited()
        || (isUnderWay() && !Conditions.isTrue(draft.conditions, Conditions.STALLED));
  }

  /** Whether a change is not carried out yet: the person who made it waits for that, too. */
  private boolean isUnderWay() {
    return !isApplied() || Conditions.isTrue(draft.conditions, Conditions.RECONCILING);
  }

  /**
   * Whether all the spec asks for was once in the cloud, so that a difference was made elsewhere.
   */
  public boolean isApplied() {
    return Objects.equals(draft.appliedGeneration, generation());
  }
}
