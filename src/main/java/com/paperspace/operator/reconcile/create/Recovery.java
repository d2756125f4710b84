package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the object that a create whose answer was lost may have made, by what its intent says it
 * was to make (docs/architecture.md, "Create exactly once", step 4).
 */
public final class Recovery<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Services services;
  private final Ownership<T> ownership;
  private final Absences absences;
  private final CapacityWait capacity;
  private final CreateOnly createOnly;
  private final OpenCreate words;
  private final Candidates<T> candidates;

  public Recovery(
      Services services, Ownership<T> ownership, CreateOnly createOnly, CapacityWait capacity) {
    this.services = services;
    this.ownership = ownership;
    this.createOnly = createOnly;
    this.absences = new Absences(services);
    this.capacity = capacity;
    this.words = new OpenCreate(services.pacing());
    this.candidates = new Candidates<>(services.pacing(), ownership);
  }

  /**
   * The object an announced create may have made; empty when it certainly made none, and the create
   * is then settled. Empty also where the create may be sent again before that is certain, because
   * its natural key leads both to one object.
   *
   * @throws PassEndedException when it is too early to tell, or there are several
   */
  public Optional<T> leftBehind(External<T> external, Intent announced) {
    var pass = external.pass();
    boolean repeats = willRepeat(external, announced);
    if (confirmLookForGood(external, announced)
        || (repeats && confirmLookBeforeRepetition(external, announced))) {
      return Optional.empty();
    }
    var intent = pass.dated(announced);
    var all = candidates.of(external, intent);
    var found = candidates.free(external, all);
    if (!found.isEmpty()) {
      return Optional.of(theOne(external, intent, found));
    }
    if (!external.isOneShot()) {
      // An act is never sent again unasked, and leaves nothing to be deleted.
      alike(external, intent, all).forEach(remote -> requireNotTakenOver(external, remote));
    }
    settleOrWait(external, intent, repeats);
    return Optional.empty();
  }

  /**
   * An object another resource has taken over may be the one this create made: making a second
   * would mean paying for both.
   */
  private void requireNotTakenOver(External<T> external, T remote) {
    var pass = external.pass();
    ownership
        .takenOverBy(external, remote)
        .ifPresent(
            other -> {
              throw new PassEndedException(
                  OpenCreate.takenOver(
                      external.identity(remote).id(),
                      Dependents.named(other, pass.namespace()),
                      pass.resource.isMarkedForDeletion()));
            });
  }

  private T theOne(External<T> external, Intent intent, List<T> found) {
    var alike = alike(external, intent, found);
    if (alike.size() == 1 && candidates.isCertain(external, intent, alike.get(0))) {
      return alike.get(0);
    }
    var ids = Candidates.ids(external, found);
    throw new PassEndedException(
        external.pass().resource.isMarkedForDeletion()
            ? OpenCreate.ambiguousLeft(ids)
            : OpenCreate.ambiguous(ids, external.isNamed(), !alike.isEmpty()));
  }

  /** A spec that was changed since the create was sent tells nothing of the object it made. */
  private List<T> alike(External<T> external, Intent intent, List<T> found) {
    return createOnly.isAsSent(external.pass(), intent)
        ? found.stream().filter(external::isAsMade).toList()
        : found;
  }

  /**
   * Ids of all objects an announced create may have made; empty when it certainly made none.
   *
   * @throws PassEndedException when it is too early to tell
   */
  List<String> suspects(External<T> external, Intent announced) {
    var pass = external.pass();
    if (confirmLookForGood(external, announced)) {
      return List.of();
    }
    var intent = pass.dated(announced);
    var found = candidates.free(external, candidates.of(external, intent));
    var ids = Candidates.ids(external, found);
    if (ids.isEmpty()) {
      settleOrWait(external, intent, false);
    }
    return ids;
  }

  /**
   * Settles a create whose object was looked for in vain, once the check of the session that look
   * waited for has come; false where no such look waits.
   */
  private boolean confirmLookForGood(External<T> external, Intent intent) {
    var pass = external.pass();
    if (!absences.isNoted(pass, Absences.forGood(intent))) {
      return false;
    }
    absences.confirm(pass, Absences.forGood(intent));
    settleAsNothing(external, intent);
    return true;
  }

  /**
   * The same for a look too early to settle the create, after which it may be sent again. After a
   * deletion or an edit, when nothing is sent again, such a look proves nothing.
   */
  private boolean confirmLookBeforeRepetition(External<T> external, Intent intent) {
    var pass = external.pass();
    if (!absences.isNoted(pass, intent.text())) {
      return false;
    }
    absences.confirm(pass, intent.text());
    return true;
  }

  /** Notes that the create made nothing: there is no object an edited spec would not fit. */
  private void settleAsNothing(External<T> external, Intent intent) {
    var pass = external.pass();
    if (external.isOneShot() && !capacity.isOf(pass, intent)) {
      pass.requireAnswer(
          "outcome of " + intent.nonce(),
          OpenCreate.outcomeUnknown(
              "It was sent at " + intent.at() + ", its answer was lost, and nothing shows of it"));
    }
    LOG.info("{}: the create sent at {} made nothing", pass.describe(), intent.at());
    if (!pass.resource.isMarkedForDeletion()) {
      pass.draft.settleInVain(intent);
      ownership.unreserve(external);
    }
  }

  /**
   * Under its natural key, a create that is sent again and one that arrives late make one object.
   */
  private boolean willRepeat(External<T> external, Intent intent) {
    var pass = external.pass();
    return pass.isResolved()
        && intent.target().isKey()
        && external.isRepeatable()
        && !pass.resource.isMarkedForDeletion()
        && intent.target().equals(external.target());
  }

  private void settleOrWait(External<T> external, Intent intent, boolean repeats) {
    var pass = external.pass();
    // After a refusal nothing can arrive late; only the list may not show it yet.
    boolean refused = capacity.isOf(pass, intent);
    boolean isLate =
        refused
            ? capacity.untilLook(pass).isZero()
            : pass.began().isAfter(intent.at().plus(services.pacing().createGrace()));
    if (isLate) {
      absences.confirm(pass, Absences.forGood(intent));
      settleAsNothing(external, intent);
      return;
    }
    if (repeats) {
      absences.confirm(pass, intent.text());
      return;
    }
    if (refused) {
      throw new PassEndedException(capacity.goesOn(pass));
    }
    throw new PassEndedException(words.untilKnown(pass, intent));
  }
}
