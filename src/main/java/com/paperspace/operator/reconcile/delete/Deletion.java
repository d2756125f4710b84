package com.paperspace.operator.reconcile.delete;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.create.Recovery;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a resource goes: by what its status recorded, never by references of its spec; the finalizer
 * goes only after the cloud object is seen gone (docs/architecture.md, "Delete safely").
 */
public final class Deletion<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

  /** A delete takes a minute or two; one that was accepted and lost is asked for again by then. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  /** The operation between a refused delete and the next, apart from a stop for other reasons. */
  private static final String CLEARS = "StoppingToDelete";

  private static final String CLEARING =
      "The API deletes %s only while it is off; it is stopped first, then deleted.";

  private final Adapter<R, O, T> adapter;
  private final Services services;
  private final Recovery<R, O, T> recovery;
  private final Absences absences;

  public Deletion(Adapter<R, O, T> adapter, Services services, Recovery<R, O, T> recovery) {
    this.adapter = adapter;
    this.services = services;
    this.recovery = recovery;
    this.absences = new Absences(services);
  }

  /** One step of the deletion; empty when the resource was let go, or is not held by us. */
  public Optional<Verdict> delete(Reconciliation<R, O> pass) {
    if (!Metadata.finalizers(pass.resource).contains(Annotations.FINALIZER)) {
      return Optional.empty();
    }
    var policy = policy(pass.resource);
    if (policy == null) {
      return stalled(
          Reason.Unreadable,
          "It cannot be told whether the cloud object is to be kept, because "
              + pass.resource.unreadable().where()
              + ". Correct the spec or upgrade the operator.");
    }
    if (policy.observeOnly() || retains(pass, policy)) {
      var left = pass.draft.hasId() ? pass.draft.id : "whatever there is";
      var why =
          policy.deletion() == null && !policy.observeOnly()
              ? ": it was taken over, and policy.deletion does not say Delete"
              : ", as its policy says";
      return letGo(pass, "left " + left + " in the cloud" + why);
    }
    if (pass.isPaused()) {
      return waiting(
          Reason.Paused,
          "Deletion waits because of the annotation " + Annotations.PAUSED + "; remove it.");
    }
    var users = users(pass);
    if (!users.isEmpty()) {
      return waiting(Reason.InUse, inUse(users));
    }
    return withCloud(pass);
  }

  /** What an interrupted create left is ours too, though no id is known yet. */
  private static boolean retains(Reconciliation<?, ?> pass, Policy policy) {
    return policy.retains(!pass.draft.hasId() || pass.draft.origin() == Origin.Created);
  }

  /** Whether this step will call the API; if not, no key is needed either. */
  public boolean needsCloud(Reconciliation<R, O> pass, boolean openIntent) {
    var policy = policy(pass.resource);
    return Metadata.finalizers(pass.resource).contains(Annotations.FINALIZER)
        && policy != null
        && !policy.observeOnly()
        && !retains(pass, policy)
        && !pass.isPaused()
        && users(pass).isEmpty()
        && (pass.draft.hasId() || (openIntent && mayLook(pass)));
  }

  /** The intent says what to look for; the account is in the status, or else only in the spec. */
  private static boolean mayLook(Reconciliation<?, ?> pass) {
    return pass.resource.unreadable() == null || pass.draft.account != null;
  }

  private Optional<Verdict> withCloud(Reconciliation<R, O> pass) {
    var draft = pass.draft;
    var intent = pass.openIntent();
    if (!draft.hasId() && intent.isEmpty()) {
      return letGo(pass, "nothing was ever made");
    }
    if (!draft.hasId() && !mayLook(pass)) {
      return stalled(
          Reason.Unreadable,
          "It cannot be told what a create that was under way left, because "
              + pass.resource.unreadable().where()
              + ". Correct the spec or upgrade the operator.");
    }
    if (!draft.hasId()) {
      var left = recovery.leftBehind(pass, intent.orElseThrow());
      if (left.isEmpty()) {
        return letGo(pass, "the create that was under way left nothing");
      }
      draft.own(adapter.identity(left.get()).id(), Origin.Created);
      draft.completedIntent = intent.orElseThrow().text();
      return Optional.of(deleting("Found " + draft.id + "; deleting it.").atOnce());
    }
    var remote =
        absences.isNoted(pass, draft.id) ? Optional.<T>empty() : adapter.get(draft.id, pass.api());
    if (remote.isEmpty()) {
      absences.confirm(pass, draft.id);
      if (!pass.wasAskedToGo() && absences.isYoung(pass)) {
        return Optional.of(deleting("Making sure that " + draft.id + " is gone."));
      }
      if (!pass.wasAskedToGo()) {
        warnOfRest(pass, remote);
      }
      return finish(pass, intent, draft.id + " is gone");
    }
    var key = IndexKey.cloud(adapter.type(), draft.account.teamId(), draft.id);
    if (services.index().claim(key, pass.resource).isPresent()) {
      return finish(pass, intent, "another resource manages " + draft.id);
    }
    return ask(pass, remote.get());
  }

  /** With a create still open, somebody has written another id over what it was to leave. */
  private Optional<Verdict> finish(Reconciliation<R, O> pass, Optional<Intent> open, String why) {
    if (open.isEmpty()) {
      return letGo(pass, why);
    }
    pass.draft.id = null;
    pass.draft.operation = null;
    return Optional.of(
        deleting("Now " + why + "; looking for what an interrupted create left.").atOnce());
  }

  /** Its delete was refused because of the state it is in, and that state is on its way to end. */
  private static boolean isClearing(Reconciliation<?, ?> pass) {
    var operation = pass.draft.operation;
    // A stop that does not end must not end the asking.
    return operation != null
        && CLEARS.equals(operation.type())
        && pass.now.isBefore(Instant.parse(operation.startedAt()).plus(ASK_AGAIN));
  }

  /** Said once, for the status goes with the object; a namespace on its way takes no event. */
  private void warnOfRest(Reconciliation<R, O> pass, Optional<T> remote) {
    adapter
        .leavesBehind(pass.resource, remote)
        .ifPresent(
            rest -> {
              LOG.warn("{}: {} goes. {}", pass.describe(), pass.draft.id, rest);
              services.events().farewell(pass.resource, "LeftBehind", rest);
            });
  }

  private Verdict going(Reconciliation<R, O> pass, T remote, String message) {
    var verdict = deleting(message);
    return adapter
        .leavesBehind(pass.resource, Optional.of(remote))
        .map(verdict::adding)
        .orElse(verdict);
  }

  private Optional<Verdict> ask(Reconciliation<R, O> pass, T remote) {
    boolean askedBefore = pass.wasAskedToGo();
    boolean asked =
        askedBefore
            && pass.now.isBefore(Instant.parse(pass.draft.operation.startedAt()).plus(ASK_AGAIN));
    if (asked) {
      return Optional.of(going(pass, remote, "Waiting for " + pass.draft.id + " to go."));
    }
    if (isClearing(pass) && adapter.clearForDelete(remote, pass.api())) {
      return Optional.of(going(pass, remote, CLEARING.formatted(pass.draft.id)));
    }
    try {
      adapter.delete(remote, pass.api());
    } catch (InUseException e) {
      return waiting(Reason.InUse, e.parts().isEmpty() ? e.getMessage() : inUse(pass, e));
    } catch (PaperspaceException e) {
      if (isInTheWay(e) && adapter.clearForDelete(remote, pass.api())) {
        pass.draft.operation = new Operation(CLEARS, pass.now.toString(), null);
        return Optional.of(going(pass, remote, CLEARING.formatted(pass.draft.id)));
      }
      if (isInTheWay(e)) {
        return waiting(Reason.InUse, "The API refuses to delete it for now: " + e.getMessage());
      }
      throw e;
    }
    LOG.info("{}: deleting {}", pass.describe(), pass.draft.id);
    pass.draft.operation = new Operation(Reason.Deleting.name(), pass.now.toString(), null);
    if (!askedBefore) {
      warnOfRest(pass, Optional.of(remote));
    }
    return Optional.of(
        going(pass, remote, "Asked for the deletion of " + pass.draft.id + ".").atOnce());
  }

  /** A delete that is in use is refused in several ways (docs/paperspace-api.md 10.12). */
  private static boolean isInTheWay(PaperspaceException e) {
    return e.reason() == PaperspaceException.Reason.CONFLICT
        || e.reason() == PaperspaceException.Reason.INVALID;
  }

  private List<PaperspaceResource<?, ?>> users(Reconciliation<R, O> pass) {
    var key =
        IndexKey.resource(adapter.type(), pass.namespace(), pass.resource.getMetadata().getName());
    return services.index().users(key).stream()
        .filter(user -> !user.getMetadata().getUid().equals(pass.uid()))
        .toList();
  }

  private static String inUse(List<PaperspaceResource<?, ?>> users) {
    return "Still used by "
        + Dependents.named(users)
        + ". Delete those first, or set policy.deletion: Retain.";
  }

  private String inUse(Reconciliation<R, O> pass, InUseException e) {
    return e.getMessage()
        + " still holds "
        + Dependents.some(e.parts().stream().map(part -> named(pass, part)).toList())
        + ". Delete what it holds first, or set policy.deletion: Retain.";
  }

  private String named(Reconciliation<R, O> pass, InUseException.Part part) {
    var key = IndexKey.cloud(part.kind(), pass.draft.account.teamId(), part.id());
    return services.index().users(key).stream()
        .findFirst()
        .map(user -> Dependents.named(user, pass.namespace()))
        .orElse(part.kind().getSimpleName() + " " + part.id() + " (which no resource manages)");
  }

  private Optional<Verdict> letGo(Reconciliation<R, O> pass, String why) {
    services.writer().letGo(pass.resource, Annotations.FINALIZER);
    LOG.info("{}: let go, {}", pass.describe(), why);
    return Optional.empty();
  }

  private static Policy policy(PaperspaceResource<? extends ManagedSpec, ?> resource) {
    if (resource.unreadable() != null) {
      return resource.unreadable().policy();
    }
    var policy = resource.getSpec().policy();
    return policy == null ? Policy.DEFAULT : policy;
  }

  private static Verdict deleting(String message) {
    return Verdict.of(Shape.DELETING, Reason.Deleting, message);
  }

  private static Optional<Verdict> waiting(Reason reason, String message) {
    return Optional.of(Verdict.of(Shape.DELETE_WAITING, reason, message));
  }

  private static Optional<Verdict> stalled(Reason reason, String message) {
    return Optional.of(Verdict.of(Shape.DELETE_STALLED, reason, message));
  }
}
