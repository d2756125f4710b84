package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a resource comes to have a cloud object, exactly one: by taking over the one it names, by
 * finding what an interrupted create left, or by a create that is announced first
 * (docs/architecture.md, "Create exactly once").
 */
public final class Creation<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

  private final Services services;
  private final Ownership<T> ownership;
  private final Recovery<T> recovery;
  private final Candidates<T> candidates;
  private final Adoption<T> adoption;
  private final CreateOnly createOnly;
  private final CapacityWait capacity;
  private final OpenCreate words;
  private final Makeable<T> makeable;
  private final AnnouncedCreate<T> announced;

  public Creation(
      Services services,
      Ownership<T> ownership,
      Recovery<T> recovery,
      CreateOnly createOnly,
      CapacityWait capacity) {
    this.services = services;
    this.ownership = ownership;
    this.recovery = recovery;
    this.candidates = new Candidates<>(services.pacing(), ownership);
    this.adoption = new Adoption<>(services, ownership, candidates);
    this.createOnly = createOnly;
    this.capacity = capacity;
    this.words = new OpenCreate(services.pacing());
    this.makeable = new Makeable<>(services, ownership, candidates);
    this.announced = new AnnouncedCreate<>(services, ownership, createOnly, capacity, words);
  }

  /** The object a create or a take-over led to, and whether it was made just now. */
  public record Found<T>(T remote, boolean made) {}

  /** Whether {@link #obtain} would take over an object, or look for one an earlier create made. */
  public boolean finds(External<T> external) {
    var pass = external.pass();
    return !pass.draft.hasId()
        && (pass.openIntent().isPresent() || adoption.candidate(external).isPresent());
  }

  /**
   * Gets a resource that has no id its cloud object.
   *
   * @throws PassEndedException when it has to wait or cannot have one
   */
  public Found<T> obtain(External<T> external) {
    var pass = external.pass();
    if (pass.externalId() != null) {
      var open = closable(external);
      var remote = adoption.byId(external);
      // Not before: a resource that has to wait for this object still needs its open intent.
      open.ifPresent(it -> close(pass, it));
      return new Found<>(remote, false);
    }
    var left = recover(external);
    if (left.isPresent()) {
      return new Found<>(left.get(), false);
    }
    capacity.requireOver(pass);
    if (!pass.policy().observeOnly()) {
      // Before the look, so that of two resources the second sees what the first has made.
      ownership.reserve(external);
    }
    var existing = existing(external);
    if (existing.isPresent()) {
      return new Found<>(adoption.adopt(external, existing.get()), false);
    }
    if (pass.policy().observeOnly()) {
      throw new PassEndedException(NotThere.toObserve(external));
    }
    return make(external);
  }

  /** Gives the claim on the name back where the look for an object to adopt fails. */
  private Optional<T> existing(External<T> external) {
    try {
      return adoption.candidate(external);
    } catch (PassEndedException | PaperspaceException e) {
      ownership.unreserve(external);
      throw e;
    }
  }

  /**
   * The object an interrupted create made, now this resource's; empty when there was no such
   * create, or it made nothing and another may follow.
   *
   * @throws PassEndedException when that is not known yet, or not the next thing to do
   */
  public Optional<T> recover(External<T> external) {
    var pass = external.pass();
    return pass.draft.hasId() || pass.externalId() != null
        ? Optional.empty()
        : pass.openIntent().flatMap(it -> recovered(external, pass.dated(it)));
  }

  private Optional<T> recovered(External<T> external, Intent intent) {
    var pass = external.pass();
    var left = recovery.leftBehind(external, intent);
    if (left.isPresent()) {
      pass.obtained = EventReason.IntentRecovered;
      services
          .events()
          .tell(
              pass.resource,
              EventReason.IntentRecovered,
              "Found "
                  + external.identity(left.get()).id()
                  + ", which an interrupted create had made.");
      // Somebody may have replaced the object, finalizer and all.
      pass.hold(services.writer(), Annotations.FINALIZER);
      pass.draft.createdWith = createOnly.sentWith(pass, intent);
      var found = bind(external, left.get(), intent);
      LOG.info(
          "{}: the create sent at {} had made {}", pass.describe(), intent.at(), pass.draft.id);
      return Optional.of(found);
    }
    boolean settled = !pass.draft.isOpen(intent);
    if (settled && !pass.isEdited() && !capacity.isOf(pass, intent)) {
      pass.memo.inVain++;
      throw new PassEndedException(words.inVain(pass.memo, intent));
    }
    release(pass, intent);
    return Optional.empty();
  }

  /**
   * Forgets what the create was sent with, so that the spec may be corrected: nothing was made, or
   * the annotation still has the intent, by which an object is looked for as it was sent.
   */
  private static void release(Reconciliation<?, ?> pass, Intent intent) {
    var kept = Metadata.annotation(pass.resource, Annotations.CREATE_INTENT);
    if (!intent.target().isKey() || intent.value().equals(kept)) {
      pass.draft.forgetCreate();
    }
  }

  /**
   * Closes a create that is open although the id of an object is known by now: from the spec, or
   * from a status somebody restored from a backup.
   *
   * @throws PassEndedException when the create has left another object, which would be nobody's
   */
  public void settle(External<T> external) {
    closable(external).ifPresent(it -> close(external.pass(), it));
  }

  private Optional<Intent> closable(External<T> external) {
    var pass = external.pass();
    var intent = pass.openIntent();
    intent.ifPresent(
        it -> {
          var known = pass.draft.hasId() ? pass.draft.id : pass.externalId();
          var left = recovery.suspects(external, it);
          if (!left.isEmpty() && !left.contains(known)) {
            throw new PassEndedException(OpenCreate.second(left, known));
          }
        });
    return intent;
  }

  private static void close(Reconciliation<?, ?> pass, Intent intent) {
    pass.draft.completedIntent = intent.text();
    pass.draft.openIntent = null;
  }

  private Found<T> make(External<T> external) {
    var pass = external.pass();
    var stood = makeable.require(external);
    var target = external.target();
    var intent =
        Intent.of(
            pass.resource,
            pass.api().serverNow(),
            pass.connection.teamId(),
            target,
            pass.openIntent().filter(it -> target.isKey()).map(pass::dated));
    var outcome = announced.send(external, intent, stood);
    if (candidates.mayBeOf(external, pass.resource, intent).test(outcome.remote())) {
      // The answer to its own create is the best proof whose an object is.
      ownership.award(external, outcome.remote());
    }
    var remote = bind(external, outcome.remote(), intent);
    if (outcome.eventId() != null) {
      pass.draft.operation =
          new Operation(Reason.Creating.name(), pass.now.toString(), outcome.eventId());
    }
    pass.obtained = EventReason.Created;
    LOG.info("{}: created {}", pass.describe(), pass.draft.id);
    return new Found<>(remote, true);
  }

  private T bind(External<T> external, T remote, Intent intent) {
    var pass = external.pass();
    ownership.own(external, remote, Origin.Created);
    if (!external.isNamed()) {
      // With its id known, the next create of the scope cannot be taken for this one.
      ownership.unreserve(external);
    }
    pass.draft.completedIntent = intent.text();
    pass.draft.openIntent = null;
    pass.memo.refused = null;
    pass.memo.inVain = 0;
    return remote;
  }
}
