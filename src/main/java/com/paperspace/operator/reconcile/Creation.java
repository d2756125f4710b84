package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.paperspace.Paperspace;
import com.paperspace.operator.paperspace.PaperspaceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a resource comes to have a cloud object, exactly one: by taking over the one it names, by
 * finding what an interrupted create left, or by a create that is announced first (design.md 3,
 * "Create exactly once").
 */
final class Creation<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

  private final Adapter<R, O, T> adapter;
  private final Platform platform;
  private final Claims<R, O, T> claims;

  Creation(Adapter<R, O, T> adapter, Platform platform, Claims<R, O, T> claims) {
    this.adapter = adapter;
    this.platform = platform;
    this.claims = claims;
  }

  /** What a create or a take-over led to: the object, and whether it was made just now. */
  record Found<T>(T remote, boolean made) {}

  /**
   * Gets a resource that has no id its cloud object.
   *
   * @throws PassEndedException when it has to wait or cannot have one
   */
  Found<T> obtain(Pass<R, O> pass) {
    if (pass.externalId() != null) {
      return adoptById(pass);
    }
    var intent = Intent.of(pass.resource).filter(i -> i.isOpen(pass.draft));
    if (intent.isPresent()) {
      var left = leftBehind(pass, intent.get());
      if (left.isPresent()) {
        platform
            .events()
            .normal(pass.resource, "IntentRecovered", "Found what an interrupted create had made.");
        // Somebody may have replaced the object, finalizer and all.
        pass.resource = platform.writer().hold(pass.resource, Verbs.FINALIZER, null);
        return new Found<>(bind(pass, left.get(), intent.get()), false);
      }
    }
    if (!pass.policy().observeOnly()) {
      // Before the look: who came second must not make what the first has made since.
      claims.reserve(pass);
    }
    var existing = existing(pass);
    if (existing.isPresent()) {
      return new Found<>(adopt(pass, existing.get()), false);
    }
    if (pass.policy().observeOnly()) {
      throw ended(
          Verdict.stalled(
              Reason.ExternalMissing,
              "No cloud object named " + adapter.name(pass.resource) + " exists to be observed."));
    }
    return make(pass);
  }

  /**
   * What a create that was announced may have left; empty when it certainly left nothing.
   *
   * @throws PassEndedException when it is too early to tell, or there are several
   */
  Optional<T> leftBehind(Pass<R, O> pass, Intent intent) {
    var candidates = candidates(pass, intent);
    boolean dated = candidates.stream().allMatch(it -> adapter.identity(it).createdAt() != null);
    // Names of such kinds identify nothing; without its time it may be anybody's.
    boolean doubtful = !candidates.isEmpty() && !dated && !intent.target().isKey();
    if (candidates.size() > 1 || doubtful) {
      throw ended(ambiguous(candidates));
    }
    if (!candidates.isEmpty()) {
      return Optional.of(candidates.get(0));
    }
    // A natural key is no shortcut: looked for too early, a late object would count as foreign.
    // After a refusal nothing can arrive late; only the list may not show it yet.
    boolean refused = intent.text().equals(platform.memory().refused().get(pass.uid()));
    var pacing = platform.pacing();
    var patience = intent.at().plus(refused ? pacing.lag() : pacing.createGrace());
    if (pass.api().serverNow().isAfter(patience)) {
      platform
          .connections()
          .requireTeam(pass.connection, pass.draft.account, "an object still to be found");
      return Optional.empty();
    }
    if (refused) {
      throw ended(
          Verdict.moving(
              Reason.OutOfCapacity,
              "There was no capacity; it is tried again after " + patience + "."));
    }
    throw ended(
        Verdict.waiting(
            Reason.Recovering,
            "A create was sent at "
                + intent.at()
                + " and its answer was lost; it is tried again if nothing turns up until "
                + patience
                + "."));
  }

  private List<T> candidates(Pass<R, O> pass, Intent intent) {
    return find(intent.target(), pass).stream()
        .filter(remote -> claims.isFree(pass, remote))
        .filter(remote -> isOf(intent, adapter.identity(remote).createdAt()))
        .toList();
  }

  /** Before and long after the create others were at work. */
  private boolean isOf(Intent intent, Instant createdAt) {
    return createdAt == null
        || (!createdAt.isBefore(intent.at().minus(Intent.CLOCK_SKEW))
            && !createdAt.isAfter(intent.at().plus(platform.pacing().createGrace())));
  }

  private List<T> find(Intent.Target target, Pass<R, O> pass) {
    try {
      return target.isKey()
          ? adapter.findByKey(target.text(), pass.api()).stream().toList()
          : named(target.scope(), target.name(), pass.api());
    } catch (PaperspaceException e) {
      if (e.reason() == PaperspaceException.Reason.NOT_FOUND) {
        // Its project is gone, and all in it.
        return List.of();
      }
      throw e;
    }
  }

  private List<T> named(String scope, String name, Paperspace api) {
    return adapter.list(scope, api).stream()
        .filter(remote -> name.equals(adapter.identity(remote).name()))
        .toList();
  }

  /** What this resource is to be made as. */
  private Intent.Target target(Pass<R, O> pass) {
    return adapter
        .naturalKey(pass.resource, pass.inputs)
        .map(Intent.Target::key)
        .orElseGet(
            () ->
                Intent.Target.named(
                    adapter.scope(pass.resource, pass.inputs), adapter.name(pass.resource)));
  }

  /** The object that stands where ours would, as far as the kind or the policy makes us look. */
  private Optional<T> existing(Pass<R, O> pass) {
    var policy = pass.policy();
    boolean mayTake = policy.adoptByName() || policy.observeOnly();
    var target = target(pass);
    if (target.isKey()) {
      var there = adapter.findByKey(target.text(), pass.api());
      if (there.isPresent() && !mayTake) {
        claims.unreserve(pass);
        throw ended(
            Verdict.stalled(
                Reason.AlreadyExists,
                adapter.name(pass.resource)
                    + " exists in the cloud and was not made by this resource. Choose another name,"
                    + " or set policy.adoption: ByName to take it over."));
      }
      return there;
    }
    if (!mayTake) {
      return Optional.empty();
    }
    var candidates =
        named(target.scope(), target.name(), pass.api()).stream()
            .filter(remote -> claims.isFree(pass, remote))
            .toList();
    if (candidates.size() > 1) {
      throw ended(ambiguous(candidates));
    }
    return candidates.stream().findFirst();
  }

  private Found<T> adoptById(Pass<R, O> pass) {
    var id = pass.externalId();
    var remote = adapter.get(id, pass.api());
    if (remote.isEmpty()) {
      throw ended(
          Verdict.stalled(
              Reason.ExternalMissing,
              "spec.externalId: team "
                  + pass.connection.teamId()
                  + " has no object "
                  + id
                  + ". Correct it, or remove it to have a new object made."));
    }
    return new Found<>(adopt(pass, remote.get()), false);
  }

  private T adopt(Pass<R, O> pass, T remote) {
    own(pass, remote);
    if (!pass.policy().observeOnly()) {
      pass.resource = platform.writer().hold(pass.resource, Verbs.FINALIZER, null);
    }
    // Under Report an adopted object is shown as it is; otherwise it is brought to the spec.
    pass.draft.appliedGeneration = pass.policy().reportDrift() ? pass.generation() : null;
    LOG.info("{}: adopted {}", pass.describe(), pass.draft.id);
    platform.events().normal(pass.resource, "Adopted", "Took over " + pass.draft.id + ".");
    return remote;
  }

  private Found<T> make(Pass<R, O> pass) {
    platform.requireLivingNamespace(pass.namespace());
    var intent = Intent.of(pass.resource, pass.api().serverNow(), target(pass));
    pass.resource = platform.writer().hold(pass.resource, Verbs.FINALIZER, intent.value());
    platform.guard().check();
    Outcome<T> outcome;
    try {
      outcome = adapter.create(pass.resource, pass.inputs, pass.api());
    } catch (PaperspaceException e) {
      close(pass, intent, e);
      throw e;
    }
    platform.memory().lastWrite().put(pass.uid(), pass.now);
    pass.draft.remember(outcome.sent());
    var remote = bind(pass, outcome.remote(), intent);
    if (outcome.eventId() != null) {
      pass.draft.operation =
          new Operation(Reason.Creating.name(), pass.now.toString(), outcome.eventId());
    }
    LOG.info("{}: created {}", pass.describe(), pass.draft.id);
    return new Found<>(remote, true);
  }

  /** What a create that failed leaves behind, so far as the answer tells. */
  private void close(Pass<R, O> pass, Intent intent, PaperspaceException e) {
    if (!e.mayHaveTakenEffect()) {
      // Settled, also for whoever comes after a restart: what stands there is not ours.
      pass.draft.boundIntent = intent.text();
      claims.unreserve(pass);
      return;
    }
    pass.draft.sent.put(Intent.OPEN, intent.value());
    if (e.reason() == PaperspaceException.Reason.OUT_OF_CAPACITY) {
      platform.memory().refused().put(pass.uid(), intent.text());
    }
  }

  private T bind(Pass<R, O> pass, T remote, Intent intent) {
    own(pass, remote);
    pass.draft.boundIntent = intent.text();
    pass.draft.sent.remove(Intent.OPEN);
    platform.memory().refused().remove(pass.uid());
    return remote;
  }

  private void own(Pass<R, O> pass, T remote) {
    var id = adapter.identity(remote).id();
    claims.claim(pass, id);
    pass.draft.id = id;
  }

  private Verdict ambiguous(List<T> candidates) {
    var ids =
        candidates.stream()
            .map(remote -> adapter.identity(remote).id())
            .limit(10)
            .collect(Collectors.joining(", "));
    return Verdict.stalled(
        Reason.AmbiguousExternal,
        "Several cloud objects could be the one meant: "
            + ids
            + ". Set spec.externalId to the right one and delete the others; none was touched.");
  }

  private static PassEndedException ended(Verdict verdict) {
    return new PassEndedException(verdict);
  }
}
