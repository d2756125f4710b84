package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.paperspace.Paperspace;
import java.time.Instant;
import java.util.Objects;

/** One look at one resource: what it is decided on, and the status it is going to leave. */
final class Pass<R extends PaperspaceResource<? extends ManagedSpec, O>, O> {
  final StatusDraft<O> draft;
  final Instant now;
  R resource;
  Connection connection;
  Inputs inputs;

  Pass(R resource, ManagedStatus<O> status, Instant now) {
    this.resource = resource;
    this.draft = StatusDraft.from(status, now);
    this.now = now;
  }

  String uid() {
    return resource.getMetadata().getUid();
  }

  String namespace() {
    return resource.getMetadata().getNamespace();
  }

  long generation() {
    var generation = resource.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /** For messages and logs. */
  String describe() {
    return describe(resource);
  }

  /** For messages and logs. */
  static String describe(PaperspaceResource<?, ?> resource) {
    var metadata = resource.getMetadata();
    return resource.getKind() + " " + metadata.getNamespace() + "/" + metadata.getName();
  }

  /** Notes whose key sees the cloud object, or makes it. */
  void sighted() {
    if (connection.userId() != null) {
      draft.account =
          new AccountUse(draft.account.name(), draft.account.teamId(), connection.userId());
    }
  }

  /** Whether the API has accepted its delete. */
  boolean wasAskedToGo() {
    return draft.operation != null && Reason.Deleting.name().equals(draft.operation.type());
  }

  Paperspace api() {
    return connection.api();
  }

  Policy policy() {
    var policy = resource.getSpec().policy();
    return policy == null ? Policy.DEFAULT : policy;
  }

  /** What becomes of the cloud object when this object is deleted: a clause for advice. */
  String fate() {
    if (!draft.hasId()) {
      return "it has no cloud object";
    }
    boolean kept = policy().observeOnly() || policy().retains(draft.origin() == Origin.Created);
    return kept
        ? draft.id + " stays in the cloud then"
        : draft.id + " is deleted with it, unless policy.deletion is set to Retain before";
  }

  /** The id the spec wants taken over, or null. */
  String externalId() {
    var id = resource.getSpec().externalId();
    return id == null || id.isEmpty() ? null : id;
  }

  /** In an emergency nobody looks up the spelling: whatever does not say "false" pauses. */
  boolean isPaused() {
    var value = Writer.annotation(resource, Verbs.PAUSED);
    return value != null && !value.strip().equalsIgnoreCase("false");
  }

  /** Whether a person asked for a look since the last one. */
  boolean isRequested() {
    var token = requested();
    return token != null && !token.equals(draft.reconcileAt);
  }

  /**
   * Whether a person asked for a look since the status put a question about what is gone, so that
   * this is the answer. What was asked for before was meant otherwise.
   *
   * @param words of the question
   */
  boolean isAnswered(String words) {
    var shown = Conditions.find(draft.conditions, Conditions.STALLED);
    return isRequested()
        && Conditions.saysAlready(draft.conditions, Conditions.STALLED, Reason.EstateGuard)
        && shown.message().contains(words);
  }

  /** The token of the last request to look, as far as the status can hold it; null if none. */
  String requested() {
    var token = Writer.annotation(resource, Verbs.RECONCILE_AT);
    return StatusDraft.bounded(token);
  }

  /** Whether the spec was changed since the last look. */
  boolean isEdited() {
    return !Objects.equals(draft.observedGeneration, generation());
  }

  /** Whether a person is waiting for what this pass does. */
  boolean isUrgent() {
    return resource.isMarkedForDeletion()
        || isRequested()
        || isEdited()
        || (!isApplied() && !Conditions.isTrue(draft.conditions, Conditions.STALLED));
  }

  /**
   * Whether all the spec asks for was once in the cloud, so that a difference was made elsewhere.
   */
  boolean isApplied() {
    return Objects.equals(draft.appliedGeneration, generation());
  }
}
