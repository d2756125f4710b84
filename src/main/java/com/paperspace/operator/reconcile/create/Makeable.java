package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.update.OutputSecret;
import java.util.List;
import java.util.Optional;

/** What has to be so before a create is announced. */
final class Makeable<T> {
  private final Services services;
  private final Ownership<T> ownership;
  private final Candidates<T> candidates;
  private final OutputSecret<T> outputs;
  private final FieldClaims fields;

  Makeable(Services services, Ownership<T> ownership, Candidates<T> candidates) {
    this.services = services;
    this.ownership = ownership;
    this.candidates = candidates;
    this.outputs = new OutputSecret<>(services);
    this.fields = new FieldClaims(services);
  }

  /**
   * Ids of what stands where it is to be made, as {@link Candidates#standing} has them. Where
   * something is in the way, the place is free for others, and all it was going to decide on.
   *
   * @throws PassEndedException when something is, with what it waits for
   * @throws InvalidInputException when the spec asks for what there is not
   * @throws PaperspaceException when that cannot be found out
   */
  Optional<List<String>> require(External<T> external) {
    try {
      LivingPlace.require(services, external.pass());
      outputs.requireFree(external);
      requireNothingFirst(external);
      return candidates.standing(external);
    } catch (PassEndedException | InvalidInputException | PaperspaceException e) {
      ownership.unreserve(external);
      fields.release(external);
      throw e;
    }
  }

  /** What is announced must not wait for days, so what it waits for comes first. */
  private void requireNothingFirst(External<T> external) {
    external
        .beforeCreate()
        .ifPresent(
            seen -> {
              throw new PassEndedException(
                  seen.phase().isMoving()
                      ? Verdict.waiting(seen.reason(), seen.message())
                      : Verdict.stalled(seen.reason(), seen.message()));
            });
  }
}
