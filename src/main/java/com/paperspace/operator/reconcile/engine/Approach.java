package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.cloud.Bound;
import com.paperspace.operator.reconcile.create.Creation;
import com.paperspace.operator.reconcile.create.FieldClaims;
import com.paperspace.operator.reconcile.create.Ownership;
import com.paperspace.operator.reconcile.pass.Connect;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a pass to all it decides on: key and turn, references, look-ups, claims. Where it ends
 * early, the resource keeps what is its own and nobody else from theirs.
 */
final class Approach<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private final Services services;
  private final Connect<R, O> connect;
  private final Ownership<T> ownership;
  private final FieldClaims fields;
  private final Creation<T> creation;

  Approach(Services services, Connect<R, O> connect, Ownership<T> ownership, Creation<T> creation) {
    this.services = services;
    this.connect = connect;
    this.ownership = ownership;
    this.fields = new FieldClaims(services);
    this.creation = creation;
  }

  /**
   * Opens the way to the cloud.
   *
   * @return why the pass has to wait, or empty when it may call the API
   * @throws PassEndedException when there is no usable key
   */
  Optional<Verdict> open(Bound<R, O, T> external) {
    try {
      return connect.open(external.pass());
    } catch (PassEndedException e) {
      stepBack(external);
      throw e;
    }
  }

  /**
   * Gives the claims on a name and on fields back where the pass cannot go on and no create is
   * open, so that other resources can take them.
   */
  void stepBack(Bound<R, O, T> external) {
    if (!external.pass().draft.hasId() && external.pass().openIntent().isEmpty()) {
      ownership.unreserve(external);
      fields.release(external);
    }
  }

  /**
   * Asks the service for what the spec names by other words, and claims its object and what it
   * alone decides on.
   *
   * @throws InvalidInputException when a word leads nowhere
   * @throws PassEndedException when another resource has the object or decides on it
   */
  void lookUp(Bound<R, O, T> external) {
    claimObject(external);
    try {
      external.lookUp();
      fields.claim(external);
    } catch (InvalidInputException | PassEndedException e) {
      keep(external);
      throw e;
    }
  }

  /** Two resources may have come to name one object while two operators ran. */
  private void claimObject(Bound<R, O, T> external) {
    var id = external.pass().draft.id;
    if (!external.pass().draft.hasId()) {
      return;
    }
    try {
      ownership.claim(external, id);
      external.pass().draft.marks.remove(Marks.REFUSED);
    } catch (PassEndedException e) {
      external.pass().draft.remember(Map.of(Marks.REFUSED, id));
      fields.release(external);
      throw e;
    }
  }

  /** What may be there is this resource's whatever its spec has come to ask for. */
  void keep(Bound<R, O, T> external) {
    fields.narrow(external);
    creation.recover(external);
    stepBack(external);
  }

  /**
   * Holds a resource that has something in the cloud, or may have. A replace (PUT) by somebody may
   * have dropped its finalizer, and then deletion would leak that.
   */
  void hold(Bound<R, O, T> external) {
    var pass = external.pass();
    boolean owns = pass.draft.hasId() || pass.openIntent().isPresent();
    var policy = pass.readPolicy();
    boolean mayAct = policy != null && !policy.observeOnly();
    if (external.isAside() || (owns && mayAct)) {
      pass.hold(services.writer(), Annotations.FINALIZER);
    }
  }
}
