package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.CreateNote;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Streaks;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A create that is announced in Kubernetes before it is sent, and what is noted when it fails
 * (docs/architecture.md, "Create exactly once", steps 1, 2 and 7).
 */
final class AnnouncedCreate<T> {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedCreate.class);

  private final Services services;
  private final Ownership<T> ownership;
  private final CreateOnly createOnly;
  private final CapacityWait capacity;
  private final OpenCreate words;

  AnnouncedCreate(
      Services services,
      Ownership<T> ownership,
      CreateOnly createOnly,
      CapacityWait capacity,
      OpenCreate words) {
    this.services = services;
    this.ownership = ownership;
    this.createOnly = createOnly;
    this.capacity = capacity;
    this.words = words;
  }

  /**
   * Announces a create, then sends it.
   *
   * @param stood ids of the objects that are there already, where nothing else tells old from new
   * @throws PassEndedException when its answer was lost, or there was no capacity
   * @throws PaperspaceException when the API refused it, so that it made nothing
   */
  Outcome<T> send(External<T> external, Intent intent, Optional<List<String>> stood) {
    var pass = external.pass();
    var step = step(external);
    var spec = pass.resource.getSpec();
    var sent = createOnly.of(spec);
    var sendBy = SendBy.within(pass.api().callTimeout(), services.steady(), services.clock());
    var note = CreateNote.of(intent, sent, stood);
    announce(external, intent, note);
    pass.draft.createdWith = sent;
    pass.sighted();
    try {
      requireSame(spec, pass.resource.getSpec());
      LivingPlace.requireHeld(services, external);
      return external.send(step, sendBy::check);
    } catch (InvalidInputException e) {
      if (!e.wasSent() && !intent.isRepeated()) {
        settleUnsent(external, intent);
      }
      throw e;
    } catch (LookAgainException | KubernetesClientException e) {
      // Nothing was sent, so nothing has to be looked for; unless this create repeats one that was
      // sent, whose object is still looked for.
      if (!intent.isRepeated()) {
        takeBack(external, intent);
      }
      throw e;
    } catch (PaperspaceException e) {
      close(external, intent, e);
      throw e.mayHaveTakenEffect() ? unknown(external, intent, e) : e;
    }
  }

  private void announce(External<T> external, Intent intent, String note) {
    var pass = external.pass();
    try {
      if (!Intent.isCredible(pass.resource.getStatus(), pass.connection.teamId())) {
        pass.writeStatus(services.writer());
      }
      pass.announce(services.writer(), Annotations.FINALIZER, intent.value(), note);
    } catch (LookAgainException | KubernetesClientException e) {
      // If the write went through all the same, the next pass sees it and claims the place again.
      ownership.unreserve(external);
      throw e;
    }
    if (external.isOneShot()) {
      noteInStatus(external, intent);
    }
  }

  /** In the status too: a replace (PUT) by somebody would take the annotation along. */
  private void noteInStatus(External<T> external, Intent intent) {
    var pass = external.pass();
    pass.draft.openIntent = intent.value();
    try {
      pass.writeStatus(services.writer());
    } catch (KubernetesClientException | LookAgainException | NotLeaderException e) {
      takeBack(external, intent);
      throw e;
    }
  }

  /** A create that cannot be sent is not announced, and its name is free for other resources. */
  private Step<T> step(External<T> external) {
    try {
      return external.creation();
    } catch (PaperspaceException | InvalidInputException e) {
      ownership.unreserve(external);
      throw e;
    }
  }

  private PassEndedException unknown(External<T> external, Intent intent, PaperspaceException e) {
    var pass = external.pass();
    // "No capacity" is an answer; what the create may have made is looked for before the next try.
    if (e.reason() == PaperspaceException.Reason.OUT_OF_CAPACITY) {
      return new PassEndedException(capacity.begin(pass, intent, e));
    }
    LOG.warn(
        "{}: the answer to the create sent at {} was lost: {}; what it made is looked for before another"
            + " is sent",
        pass.describe(),
        intent.at(),
        e.getMessage());
    var failure = Failures.of(e, Streaks.NONE);
    services.telemetry().failed(pass.resource.getKind(), failure.reason().name());
    return lost(intent, e);
  }

  /**
   * The answer to the announcement may have been lost and the spec edited before the write was sent
   * again: what is announced then is not what the spec says.
   */
  private static void requireSame(ManagedSpec announced, ManagedSpec now) {
    if (!announced.equals(now)) {
      throw new LookAgainException("the spec was changed meanwhile");
    }
  }

  private PassEndedException lost(Intent intent, PaperspaceException e) {
    return new PassEndedException(words.unknown(intent).adding(e.getMessage() + "."));
  }

  /** Settles a create that certainly failed; any other stays open. */
  private void close(External<T> external, Intent intent, PaperspaceException e) {
    var pass = external.pass();
    // A repeated create may be refused because of the object the first one made.
    if (!e.mayHaveTakenEffect() && !intent.isRepeated()) {
      // Settled in the status, so that after a restart no object of that name is taken for ours.
      settleUnsent(external, intent);
      return;
    }
    pass.draft.openIntent = intent.value();
  }

  private void settleUnsent(External<T> external, Intent intent) {
    var pass = external.pass();
    pass.draft.settleInVain(intent);
    ownership.unreserve(external);
  }

  /** Settles it where the pass ends without writing a status. */
  private void takeBack(External<T> external, Intent intent) {
    settleUnsent(external, intent);
    var pass = external.pass();
    services.writer().keep(pass.resource, pass.draft.build());
  }
}
