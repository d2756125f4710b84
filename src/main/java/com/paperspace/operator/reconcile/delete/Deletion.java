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
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.cloud.External;
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
public final class Deletion<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

  /** A delete takes a minute or two; one that was accepted and lost is asked for again by then. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  /** The operation between a refused delete and the next, apart from a stop for other reasons. */
  private static final String CLEARS = "StoppingToDelete";

  private static final String CLEARING =
      "The API deletes %s only while it is off; it is stopped first, then deleted.";

  private final Services services;
  private final Recovery<T> recovery;
  private final Absences absences;

  public Deletion(Services services, Recovery<T> recovery) {
    this.services = services;
    this.recovery = recovery;
    this.absences = new Absences(services);
  }

  /** One step of the deletion; empty when the resource was let go, or is not held by us. */
  public Optional<Verdict> delete(External<T> external) {
    var pass = external.pass();
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
      return letGo(external, "left " + left + " in the cloud" + why);
    }
    if (pass.isPaused()) {
      return waiting(
          Reason.Paused,
          "Deletion waits because of the annotation " + Annotations.PAUSED + "; remove it.");
    }
    var users = users(external);
    if (!users.isEmpty()) {
      return waiting(Reason.InUse, inUse(users));
    }
    return withCloud(external);
  }

  /** What an interrupted create left is ours too, though no id is known yet. */
  private static boolean retains(Reconciliation<?, ?> pass, Policy policy) {
    return policy.retains(!pass.draft.hasId() || pass.draft.origin() == Origin.Created);
  }

  /** Whether this step will call the API; if not, no key is needed either. */
  public boolean needsCloud(External<T> external, boolean openIntent) {
    var pass = external.pass();
    var policy = policy(pass.resource);
    return Metadata.finalizers(pass.resource).contains(Annotations.FINALIZER)
        && policy != null
        && !policy.observeOnly()
        && !retains(pass, policy)
        && !pass.isPaused()
        && users(external).isEmpty()
        && (pass.draft.hasId() || (openIntent && mayLook(pass)));
  }

  /** The intent says what to look for; the account is in the status, or else only in the spec. */
  private static boolean mayLook(Reconciliation<?, ?> pass) {
    return pass.resource.unreadable() == null || pass.draft.account != null;
  }

  private Optional<Verdict> withCloud(External<T> external) {
    var pass = external.pass();
    var draft = pass.draft;
    var intent = pass.openIntent();
    if (!draft.hasId() && intent.isEmpty()) {
      return letGo(external, "nothing was ever made");
    }
    if (!draft.hasId() && !mayLook(pass)) {
      return stalled(
          Reason.Unreadable,
          "It cannot be told what a create that was under way left, because "
              + pass.resource.unreadable().where()
              + ". Correct the spec or upgrade the operator.");
    }
    if (!draft.hasId()) {
      var left = recovery.leftBehind(external, intent.orElseThrow());
      if (left.isEmpty()) {
        return letGo(external, "the create that was under way left nothing");
      }
      draft.own(external.identity(left.get()).id(), Origin.Created);
      draft.completedIntent = intent.orElseThrow().text();
      return Optional.of(deleting("Found " + draft.id + "; deleting it.").atOnce());
    }
    var remote = absences.isNoted(pass, draft.id) ? Optional.<T>empty() : external.get(draft.id);
    if (remote.isEmpty()) {
      absences.confirm(pass, draft.id);
      if (!pass.wasAskedToGo() && absences.isYoung(pass)) {
        return Optional.of(deleting("Making sure that " + draft.id + " is gone."));
      }
      if (!pass.wasAskedToGo()) {
        warnOfRest(external, remote);
      }
      return finish(external, intent, draft.id + " is gone");
    }
    var key = IndexKey.cloud(external.type(), draft.account.teamId(), draft.id);
    if (services.claims().claim(key, pass.resource).isPresent()) {
      return finish(external, intent, "another resource manages " + draft.id);
    }
    return ask(external, remote.get());
  }

  /** With a create still open, somebody has written another id over what it was to leave. */
  private Optional<Verdict> finish(External<T> external, Optional<Intent> open, String why) {
    var pass = external.pass();
    if (open.isEmpty()) {
      return letGo(external, why);
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
  private void warnOfRest(External<T> external, Optional<T> remote) {
    var pass = external.pass();
    external
        .leavesBehind(remote)
        .ifPresent(
            rest -> {
              LOG.warn("{}: {} goes. {}", pass.describe(), pass.draft.id, rest);
              services.events().farewell(pass.resource, "LeftBehind", rest);
            });
  }

  private Verdict going(External<T> external, T remote, String message) {
    var verdict = deleting(message);
    return external.leavesBehind(Optional.of(remote)).map(verdict::adding).orElse(verdict);
  }

  private Optional<Verdict> ask(External<T> external, T remote) {
    var pass = external.pass();
    boolean askedBefore = pass.wasAskedToGo();
    boolean asked =
        askedBefore
            && pass.now.isBefore(Instant.parse(pass.draft.operation.startedAt()).plus(ASK_AGAIN));
    if (asked) {
      return Optional.of(going(external, remote, "Waiting for " + pass.draft.id + " to go."));
    }
    if (isClearing(pass) && clear(external, remote)) {
      return Optional.of(going(external, remote, CLEARING.formatted(pass.draft.id)));
    }
    try {
      external.send(external.deletion(remote));
    } catch (InUseException e) {
      return waiting(Reason.InUse, e.parts().isEmpty() ? e.getMessage() : inUse(external, e));
    } catch (PaperspaceException e) {
      if (isInTheWay(e) && clear(external, remote)) {
        pass.draft.operation = new Operation(CLEARS, pass.now.toString(), null);
        return Optional.of(going(external, remote, CLEARING.formatted(pass.draft.id)));
      }
      if (isInTheWay(e)) {
        return waiting(Reason.InUse, "The API refuses to delete it for now: " + e.getMessage());
      }
      throw e;
    }
    pass.draft.operation = new Operation(Reason.Deleting.name(), pass.now.toString(), null);
    if (!askedBefore) {
      warnOfRest(external, Optional.of(remote));
    }
    return Optional.of(
        going(external, remote, "Asked for the deletion of " + pass.draft.id + ".").atOnce());
  }

  /** Whether what the delete waits for is under way now. */
  private boolean clear(External<T> external, T remote) {
    var step = external.clearForDelete(remote);
    step.ifPresent(external::send);
    return step.isPresent();
  }

  /** A delete that is in use is refused in several ways (docs/paperspace-api.md 10.12). */
  private static boolean isInTheWay(PaperspaceException e) {
    return e.reason() == PaperspaceException.Reason.CONFLICT
        || e.reason() == PaperspaceException.Reason.INVALID;
  }

  private List<PaperspaceResource<?, ?>> users(External<T> external) {
    var pass = external.pass();
    var key =
        IndexKey.resource(external.type(), pass.namespace(), pass.resource.getMetadata().getName());
    return services.index().users(key).stream()
        .filter(user -> !user.getMetadata().getUid().equals(pass.uid()))
        .toList();
  }

  private static String inUse(List<PaperspaceResource<?, ?>> users) {
    return "Still used by "
        + Dependents.named(users)
        + ". Delete those first, or set policy.deletion: Retain.";
  }

  private String inUse(External<T> external, InUseException e) {
    return e.getMessage()
        + " still holds "
        + Dependents.some(e.parts().stream().map(part -> named(external, part)).toList())
        + ". Delete what it holds first, or set policy.deletion: Retain.";
  }

  private String named(External<T> external, InUseException.Part part) {
    var pass = external.pass();
    var key = IndexKey.cloud(part.kind(), pass.draft.account.teamId(), part.id());
    return services.index().users(key).stream()
        .findFirst()
        .map(user -> Dependents.named(user, pass.namespace()))
        .orElse(part.kind().getSimpleName() + " " + part.id() + " (which no resource manages)");
  }

  private Optional<Verdict> letGo(External<T> external, String why) {
    var pass = external.pass();
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
