package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Absences;
import com.paperspace.operator.reconcile.pass.CreateNote;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a create left whose answer never came, by what its intent says it was to make
 * (docs/architecture.md, "Create exactly once", step 4).
 */
public final class Recovery<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** An annotation holds as many ids with room to spare; nobody has so many of one name. */
  private static final int MOST_STANDING = 500;

  private final Services services;
  private final Ownership<T> ownership;
  private final Absences absences;
  private final CapacityWait capacity;
  private final OpenCreate words;

  public Recovery(Services services, Ownership<T> ownership, CapacityWait capacity) {
    this.services = services;
    this.ownership = ownership;
    this.absences = new Absences(services);
    this.capacity = capacity;
    this.words = new OpenCreate(services.pacing());
  }

  /**
   * What a create that was announced may have left; empty when it certainly left nothing. It is
   * settled then, unless a repetition under its natural key need not wait for that.
   *
   * @throws PassEndedException when it is too early to tell, or there are several
   */
  public Optional<T> leftBehind(External<T> external, Intent announced) {
    var pass = external.pass();
    if (confirmEarlierLook(external, announced)) {
      return Optional.empty();
    }
    var intent = pass.dated(announced);
    var candidates = candidates(external, intent);
    boolean certain = candidates.stream().allMatch(it -> isCertain(external, intent, it));
    if (candidates.size() > 1 || !certain) {
      throw new PassEndedException(
          pass.resource.isMarkedForDeletion()
              ? OpenCreate.ambiguousLeft(ids(external, candidates))
              : OpenCreate.ambiguous(ids(external, candidates)));
    }
    if (!candidates.isEmpty()) {
      return Optional.of(candidates.get(0));
    }
    settleOrWait(external, intent, willRepeat(external, intent));
    return Optional.empty();
  }

  /**
   * Ids of all that a create which was announced may have left; empty when certainly nothing.
   *
   * @throws PassEndedException when it is too early to tell
   */
  List<String> suspects(External<T> external, Intent announced) {
    var pass = external.pass();
    if (confirmEarlierLook(external, announced)) {
      return List.of();
    }
    var intent = pass.dated(announced);
    var ids = ids(external, candidates(external, intent));
    if (ids.isEmpty()) {
      settleOrWait(external, intent, false);
    }
    return ids;
  }

  /** Ends a look in vain that waited for a check of the session, which it has now; else false. */
  private boolean confirmEarlierLook(External<T> external, Intent intent) {
    var pass = external.pass();
    if (absences.isNoted(pass, forGood(intent))) {
      absences.confirm(pass, forGood(intent));
      settleAsNothing(external, intent);
      return true;
    }
    if (absences.isNoted(pass, intent.text())) {
      absences.confirm(pass, intent.text());
      return true;
    }
    return false;
  }

  /** Of a look after which nothing can turn up any more. */
  private static String forGood(Intent intent) {
    return intent.text() + " for good";
  }

  /** From here on the spec may be corrected: there is nothing it would not fit. */
  private void settleAsNothing(External<T> external, Intent intent) {
    var pass = external.pass();
    if (external.isOneShot() && !capacity.isOf(pass, intent)) {
      pass.requireAnswer(
          "outcome of " + intent.nonce(),
          OpenCreate.outcomeUnknown(
              "It was sent at " + intent.at() + ", its answer was lost, and nothing shows of it"));
    }
    LOG.info("{}: create {} made nothing", pass.describe(), intent.text());
    if (!pass.resource.isMarkedForDeletion()) {
      pass.draft.settleInVain(intent);
      ownership.unreserve(external);
    }
  }

  /** Sent again under its natural key, a create that arrives late still leads to the one object. */
  private boolean willRepeat(External<T> external, Intent intent) {
    var pass = external.pass();
    return intent.target().isKey()
        && external.isRepeatable()
        && !pass.resource.isMarkedForDeletion()
        && intent.target().equals(external.target());
  }

  private void settleOrWait(External<T> external, Intent intent, boolean repeats) {
    var pass = external.pass();
    // After a refusal nothing can arrive late; only the list may not show it yet.
    boolean refused = capacity.isOf(pass, intent);
    var pacing = services.pacing();
    var patience = intent.at().plus(refused ? pacing.lag() : pacing.createGrace());
    if (pass.api().serverNow().isAfter(patience)) {
      absences.confirm(pass, forGood(intent));
      settleAsNothing(external, intent);
      return;
    }
    if (repeats) {
      absences.confirm(pass, intent.text());
      return;
    }
    if (refused) {
      throw new PassEndedException(capacity.goesOn(pass, intent));
    }
    throw new PassEndedException(words.untilKnown(pass, intent));
  }

  private List<T> candidates(External<T> external, Intent intent) {
    var stood = CreateNote.stood(external.pass().resource, intent).orElse(Set.of());
    return find(intent.target(), external).stream()
        .filter(remote -> !stood.contains(external.identity(remote).id()))
        .filter(remote -> ownership.isFree(external, remote))
        .filter(remote -> isOf(external, intent, external.identity(remote).createdAt()))
        .toList();
  }

  /** Before and long after the create others were at work. */
  private boolean isOf(External<T> external, Intent intent, Instant createdAt) {
    return createdAt == null
        || (!createdAt.isBefore(intent.since().minus(Intent.CLOCK_SKEW))
            && !createdAt.isAfter(intent.at().plus(longest(external))));
  }

  /**
   * How long after its intent a create may have had its effect. Where a name tells less of the
   * others apart, no longer than its call may take: as long until the body is sent, and then until
   * it is answered.
   */
  private Duration longest(External<T> external) {
    return external.isNamed()
        ? services.pacing().createGrace()
        : external.pass().api().callTimeout().multipliedBy(2);
  }

  /**
   * Ids of what stands where a create is about to be announced, for a kind whose objects do not
   * tell their age; empty for others.
   *
   * @throws PassEndedException when there are more than can be noted
   */
  Optional<List<String>> standing(External<T> external) {
    var target = external.target();
    if (external.isDated() || target.isKey()) {
      return Optional.empty();
    }
    var ids = ids(external, named(target, external));
    if (ids.size() > MOST_STANDING) {
      throw new PassEndedException(OpenCreate.tooMany(external.name(), ids.size()));
    }
    return Optional.of(ids);
  }

  /**
   * Names of some kinds identify nothing; without its time it may be anybody's. Without the time of
   * the intent, whatever is older than the resource is somebody else's too.
   */
  private boolean isCertain(External<T> external, Intent intent, T remote) {
    var pass = external.pass();
    var createdAt = external.identity(remote).createdAt();
    if (createdAt == null) {
      return intent.target().isKey() || CreateNote.stood(pass.resource, intent).isPresent();
    }
    var declared = Text.time(pass.resource.getMetadata().getCreationTimestamp());
    return intent.isDated() || !createdAt.isBefore(declared.minus(Intent.CLOCK_SKEW));
  }

  private List<T> find(Intent.Target target, External<T> external) {
    try {
      return target.isKey()
          ? external.byKey(target.text()).stream().toList()
          : named(target, external);
    } catch (PaperspaceException e) {
      if (e.reason() == PaperspaceException.Reason.NOT_FOUND) {
        // Its project is gone, and all in it.
        return List.of();
      }
      throw e;
    }
  }

  /** What has the name an intent or a spec gives, in its scope. */
  List<T> named(Intent.Target target, External<T> external) {
    return external.list(target.scope()).stream()
        .filter(remote -> target.name().equals(external.identity(remote).name()))
        .toList();
  }

  private static <T> List<String> ids(External<T> external, List<T> found) {
    return found.stream().map(it -> external.identity(it).id()).toList();
  }
}
