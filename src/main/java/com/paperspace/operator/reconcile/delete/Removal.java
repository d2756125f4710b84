package com.paperspace.operator.reconcile.delete;

import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the API to remove a cloud object that is there, and tells what outlives it. */
final class Removal<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

  /**
   * A deletion takes a minute or two, on some hardware 20; after this time it is asked for again,
   * for an accepted one may get lost.
   */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  /** The operation between a refused deletion and the next: a stop for the sake of the deletion. */
  private static final String CLEARS = "StoppingToDelete";

  private final Services services;
  private final StillUsed used;
  private final Absences absences;

  Removal(Services services, StillUsed used) {
    this.services = services;
    this.used = used;
    this.absences = new Absences(services);
  }

  /** Asks for the deletion, unless it was asked for lately. */
  Verdict ask(External<T> external, T remote) {
    var pass = external.pass();
    absences.seen(pass);
    boolean askedBefore = pass.wasAskedToGo();
    if (askedBefore && isRecent(pass)) {
      return going(external, remote, "Waiting for " + pass.draft.id + " to go.");
    }
    var way = isClearing(pass) ? external.clearForDelete(remote) : Optional.<Step<T>>empty();
    if (way.isPresent()) {
      if (!isWrittenLately(pass)) {
        // Refused or not: a deletion accepted before is under way, and may be the reason.
        isAccepted(external, way.get());
      }
      return clearing(external, remote);
    }
    try {
      var first = external.beforeDelete(remote);
      if (first.isPresent()) {
        external.send(first.get());
        return going(external, remote, "Before its deletion: " + first.get() + ".");
      }
      delete(external, remote);
    } catch (InUseException e) {
      return Verdict.of(Shape.DELETE_WAITING, Reason.InUse, used.message(external, e));
    } catch (PaperspaceException e) {
      return refused(external, remote, askedBefore, e);
    }
    absences.deleted(pass);
    begin(pass, Reason.Deleting.name());
    if (!askedBefore) {
      warnOfRest(external, Optional.of(remote));
    }
    return going(external, remote, "Asked for the deletion of " + pass.draft.id + ".").atOnce();
  }

  private void delete(External<T> external, T remote) {
    try {
      external.send(external.deletion(remote));
    } catch (PaperspaceException e) {
      if (e.mayHaveTakenEffect()) {
        absences.deletionLost(external.pass());
      }
      throw e;
    }
  }

  /** Judges a refused deletion; "in use" is said in several ways (docs/paperspace-api.md 10.12). */
  private Verdict refused(
      External<T> external, T remote, boolean askedBefore, PaperspaceException e) {
    var pass = external.pass();
    if (!isInTheWay(e)) {
      throw e;
    }
    var way = external.clearForDelete(remote);
    if (askedBefore && !acts(way)) {
      // A deletion accepted before is under way, and may be why another is refused.
      begin(pass, Reason.Deleting.name());
      var words = ". When asked again, the API said: " + e.getMessage();
      return going(external, remote, "Waiting for " + pass.draft.id + " to go" + words);
    }
    if (way.isPresent() && isAccepted(external, way.get())) {
      begin(pass, CLEARS);
      return clearing(external, remote);
    }
    var message = "The API refuses to delete it for now: " + e.getMessage();
    return Verdict.of(Shape.DELETE_WAITING, Reason.InUse, message);
  }

  private static void begin(Reconciliation<?, ?> pass, String operation) {
    pass.draft.operation = new Operation(operation, pass.now.toString(), null);
  }

  /** Whether the deletion was refused because of a state that is being ended, as by a stop. */
  private static boolean isClearing(Reconciliation<?, ?> pass) {
    var operation = pass.draft.operation;
    // Not for ever: with a stop that never ends, the deletion is asked for again all the same.
    return operation != null && CLEARS.equals(operation.type()) && isRecent(pass);
  }

  private static boolean isRecent(Reconciliation<?, ?> pass) {
    return pass.now.isBefore(Instant.parse(pass.draft.operation.startedAt()).plus(ASK_AGAIN));
  }

  private static boolean acts(Optional<? extends Step<?>> step) {
    return step.filter(it -> it.kind() != Step.Kind.NOTE).isPresent();
  }

  /** Whether a read may still show the state before the last change. */
  private boolean isWrittenLately(Reconciliation<?, ?> pass) {
    var last = pass.memo.lastWrite;
    return last != null && pass.steady.isBefore(last.plus(services.pacing().lag()));
  }

  /**
   * Sends the step the deletion waits for; answers false where the object's state refuses it too.
   */
  private boolean isAccepted(External<T> external, Step<T> step) {
    try {
      external.send(step);
      return true;
    } catch (PaperspaceException e) {
      if (!isInTheWay(e)) {
        throw e;
      }
      LOG.info("{}: refused: {}: {}", external.pass().describe(), step, e.getMessage());
      return false;
    }
  }

  private static boolean isInTheWay(PaperspaceException e) {
    return e.reason() == PaperspaceException.Reason.CONFLICT
        || e.reason() == PaperspaceException.Reason.INVALID;
  }

  private Verdict clearing(External<T> external, T remote) {
    return going(
        external,
        remote,
        "The API deletes "
            + external.pass().draft.id
            + " only while it is off; it is stopped first, then deleted.");
  }

  private Verdict going(External<T> external, T remote, String message) {
    var verdict = Verdict.of(Shape.DELETING, Reason.Deleting, message);
    return external.leavesBehind(Optional.of(remote)).map(verdict::adding).orElse(verdict);
  }

  /** Tells once what outlives the object; by the log too, for a dying namespace takes no event. */
  void warnOfRest(External<T> external, Optional<T> remote) {
    var pass = external.pass();
    external
        .leavesBehind(remote)
        .ifPresent(
            rest -> {
              LOG.warn("{}: {} goes. {}", pass.describe(), pass.draft.id, rest);
              services.events().farewell(pass.resource, EventReason.LeftBehind, rest);
            });
  }
}
