package com.paperspace.operator.reconcile.delete;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.create.Aside;
import com.paperspace.operator.reconcile.create.Recovery;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.pass.Stored;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the cloud object of a resource that is going, by what its status recorded, never by
 * references of its spec; the finalizer goes only after the object is seen gone
 * (docs/architecture.md, "Delete safely").
 */
public final class Deletion<T> {
  private static final String NOTHING = "nothing was ever made";

  private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

  private final Services services;
  private final Recovery<T> recovery;
  private final Absences absences;
  private final StillUsed used;
  private final Removal<T> removal;
  private final Aside<T> aside;

  public Deletion(Services services, Recovery<T> recovery) {
    this.services = services;
    this.recovery = recovery;
    this.absences = new Absences(services);
    this.used = new StillUsed(services.index());
    this.aside = new Aside<>(services);
    this.removal = new Removal<>(services, used);
  }

  /**
   * One step of the deletion; empty when the resource was let go, or is not held by us.
   *
   * @param connect connects the pass, and answers why it has to wait; asked only where the API is
   *     needed, so that nothing else needs a key
   */
  public Optional<Verdict> delete(External<T> external, Supplier<Optional<Verdict>> connect) {
    var pass = external.pass();
    if (!Metadata.finalizers(pass.resource).contains(Annotations.FINALIZER)) {
      return Optional.empty();
    }
    if (external.isOneShot()) {
      return release(external, "what was done is not undone");
    }
    var policy = pass.readPolicy();
    if (policy == null) {
      return unreadable(pass, "whether the cloud object is to be kept");
    }
    if (external.isAside()) {
      return pass.isPaused() ? paused() : undo(external, policy, connect);
    }
    if (pass.keeps(policy)) {
      return release(external, kept(pass, policy));
    }
    if (pass.isPaused()) {
      return paused();
    }
    var users = used.users(external);
    if (!users.isEmpty()) {
      return waiting(Reason.InUse, StillUsed.message(users));
    }
    if (madeNothing(pass)) {
      return release(external, NOTHING);
    }
    if (!pass.draft.hasId() && !mayLook(pass)) {
      return unreadable(pass, "what a create that was under way left");
    }
    var queued = connect.get();
    return queued.isPresent() ? queued : withCloud(external);
  }

  /**
   * Puts back what was set aside. A resource that keeps its object in the cloud needs a key for
   * that alone, and waits for a key until putting back is overdue.
   */
  private Optional<Verdict> undo(
      External<T> external, Policy policy, Supplier<Optional<Verdict>> connect) {
    var pass = external.pass();
    Optional<Verdict> queued;
    try {
      queued = connect.get();
    } catch (PassEndedException e) {
      boolean isKept = pass.keeps(policy);
      if (!aside.isOverdue(external) || !(isKept || madeNothing(pass))) {
        throw e;
      }
      aside.tellLeft(external);
      return release(external, isKept ? kept(pass, policy) : NOTHING);
    }
    return Optional.of(queued.orElseGet(() -> aside.undo(external)));
  }

  private static boolean madeNothing(Reconciliation<?, ?> pass) {
    return !pass.draft.hasId() && pass.openIntent().isEmpty();
  }

  private String kept(Reconciliation<?, ?> pass, Policy policy) {
    if (pass.wasAskedToGo()) {
      return pass.draft.id
          + " is going: its deletion was asked for before its policy said to keep it";
    }
    if (absences.mayBeDeleted(pass)) {
      return pass.draft.id
          + " may be going: the answer to its deletion was lost before its policy said to keep it";
    }
    boolean byDefault = policy.deletion() == null && !policy.observeOnly();
    return "left "
        + (pass.draft.hasId() ? pass.draft.id : "whatever there is")
        + " in the cloud"
        + (byDefault
            ? ": it was taken over, and policy.deletion does not say Delete"
            : ", as its policy says");
  }

  /** Whether there is an account to look with: in the status, or in a spec that can be read. */
  private static boolean mayLook(Reconciliation<?, ?> pass) {
    return pass.resource.unreadable() == null || pass.draft.account != null;
  }

  private Optional<Verdict> withCloud(External<T> external) {
    var pass = external.pass();
    var draft = pass.draft;
    var intent = pass.openIntent();
    if (!draft.hasId()) {
      var left = recovery.leftBehind(external, intent.orElseThrow());
      if (left.isEmpty()) {
        return release(external, "the create that was under way left nothing");
      }
      draft.own(external.identity(left.get()).id(), Origin.Created);
      draft.completedIntent = intent.orElseThrow().text();
      return Optional.of(deleting("Found " + draft.id + "; deleting it.").atOnce());
    }
    var remote = absences.isNoted(pass, draft.id) ? Optional.<T>empty() : external.get(draft.id);
    if (remote.isEmpty()) {
      // Before the check: an object too young to show at the look proves nothing, however late.
      if (!pass.wasAskedToGo() && absences.isYoung(pass)) {
        return Optional.of(deleting("Making sure that " + draft.id + " is gone."));
      }
      absences.confirm(pass, draft.id);
      if (!pass.wasAskedToGo()) {
        removal.warnOfRest(external, remote);
      }
      return finish(external, intent, EventReason.Deleted, draft.id + " is gone");
    }
    var key = IndexKey.cloud(external.type(), draft.account.teamId(), draft.id);
    if (services.claims().claim(key, pass.resource).isPresent()) {
      return finish(external, intent, EventReason.Released, "another resource manages " + draft.id);
    }
    if (services.writer().isUnsaved(pass.resource) && !Stored.hasId(pass)) {
      return noting(pass);
    }
    return Optional.of(removal.ask(external, remote.get()));
  }

  /** Waits for the status: after a crash the create could be taken to have made another object. */
  private Optional<Verdict> noting(Reconciliation<?, ?> pass) {
    var words =
        "Kubernetes did not take the status that names "
            + pass.draft.id
            + "; it is deleted once that stands there. The operator's log says why the write failed.";
    services.events().held(pass.resource, Reason.Deleting, words);
    return Optional.of(deleting(words).atOnce());
  }

  /** Lets go, unless a create is open: then the recorded id was not the object of that create. */
  private Optional<Verdict> finish(
      External<T> external, Optional<Intent> open, EventReason what, String why) {
    var pass = external.pass();
    if (open.isEmpty()) {
      return letGo(external, what, why);
    }
    pass.draft.id = null;
    pass.draft.operation = null;
    return Optional.of(
        deleting("Now " + why + "; looking for what an interrupted create left.").gone().atOnce());
  }

  private Optional<Verdict> release(External<T> external, String why) {
    return letGo(external, EventReason.Released, why);
  }

  private Optional<Verdict> letGo(External<T> external, EventReason what, String why) {
    var pass = external.pass();
    services.writer().letGo(pass.resource, Annotations.FINALIZER);
    LOG.info("{}: let go, {}", pass.describe(), why);
    services.events().farewell(pass.resource, what, "Let go: " + why + ".");
    return Optional.empty();
  }

  private static Verdict deleting(String message) {
    return Verdict.of(Shape.DELETING, Reason.Deleting, message);
  }

  private static Optional<Verdict> waiting(Reason reason, String message) {
    return Optional.of(Verdict.of(Shape.DELETE_WAITING, reason, message));
  }

  private static Optional<Verdict> paused() {
    return waiting(
        Reason.Paused,
        "Deletion waits because of the annotation " + Annotations.PAUSED + "; remove it.");
  }

  private static Optional<Verdict> unreadable(Reconciliation<?, ?> pass, String unknown) {
    return Optional.of(
        Verdict.of(
            Shape.DELETE_STALLED,
            Reason.Unreadable,
            "It cannot be told "
                + unknown
                + ", because "
                + pass.resource.unreadable().where()
                + ". Correct the spec or upgrade the operator."));
  }
}
