package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do when a known cloud object is not found: nothing hasty. A wrong key, a broken list or a
 * mistake in the console must not make the operator build the estate anew (design.md 3, "Estate
 * guard").
 */
final class Vanishing<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> {
  private static final Logger LOG = LoggerFactory.getLogger(Vanishing.class);
  private static final int ALWAYS_BELIEVED = 5;
  private static final int BELIEVED_SHARE = 10;

  private final Adapter<R, O, T> adapter;
  private final Platform platform;
  private final Absences absences;

  Vanishing(Adapter<R, O, T> adapter, Platform platform) {
    this.adapter = adapter;
    this.platform = platform;
    this.absences = new Absences(platform);
  }

  /**
   * Confirms that the object is gone and may be made again; the draft then has no id any more.
   *
   * @throws PassEndedException when it may not, or not yet
   */
  void confirm(Pass<R, O> pass) {
    var id = pass.draft.id;
    if (isYoung(pass)) {
      throw ended(
          Verdict.moving(Reason.Creating, "The API does not show " + id + " yet; looking again."));
    }
    absences.confirm(pass, id);
    if (pass.externalId() != null && !pass.externalId().equals(id)) {
      LOG.info("{}: {} is gone; {} is taken over", pass.describe(), id, pass.externalId());
      forget(pass);
      return;
    }
    if (pass.policy().observeOnly() || pass.policy().reportDrift() || pass.externalId() != null) {
      throw ended(
          Verdict.stalled(
              Reason.ExternalMissing,
              id
                  + " is gone from the cloud. Delete this object, or point spec.externalId at"
                  + " another one."));
    }
    var present =
        adapter.list(adapter.scope(pass.resource, pass.inputs), pass.api()).stream()
            .map(remote -> adapter.identity(remote).id())
            .collect(Collectors.toSet());
    if (present.contains(id)) {
      throw ended(Verdict.moving(Reason.Updating, "The API contradicts itself; looking again."));
    }
    if (!pass.isRequested()) {
      guard(pass, present);
    }
    var rest = adapter.leavesBehind(pass.resource, Optional.empty()).map(" "::concat).orElse("");
    LOG.info("{}: {} is gone from the cloud; making it again.{}", pass.describe(), id, rest);
    platform
        .events()
        .warning(
            pass.resource,
            Reason.ExternalMissing.name(),
            id + " is gone; it is made again." + rest);
    forget(pass);
  }

  /** Should it show again, another resource may take it over. */
  private void forget(Pass<R, O> pass) {
    var key = Key.cloud(adapter.type(), pass.connection.teamId(), pass.draft.id);
    platform.estate().release(key, pass.uid());
    pass.draft.forget();
  }

  private void guard(Pass<R, O> pass, Set<String> present) {
    Set<String> known =
        new HashSet<>(
            platform
                .estate()
                .cloudIds(
                    adapter.type(),
                    pass.connection.teamId(),
                    r -> adapter.sameScope(r.getStatus().id(), pass.draft.id)));
    known.add(pass.draft.id);
    int before = known.size();
    known.removeAll(present);
    int gone = known.size();
    boolean allGone = present.isEmpty() && before > 1;
    if (allGone || gone > Math.max(ALWAYS_BELIEVED, before / BELIEVED_SHARE)) {
      throw ended(
          Verdict.stalled(
              Reason.EstateGuard,
              gone
                  + " of "
                  + before
                  + " objects of this kind seem to have vanished at once, "
                  + pass.draft.id
                  + " among them. If they really are gone, set the annotation"
                  + " paperspace.com/reconcile-at to a new value; else restore the key or the"
                  + " objects."));
    }
  }

  /** Whether it was made so lately that the API may not show it yet. */
  boolean isYoung(Pass<R, O> pass) {
    return Intent.of(pass.resource)
        .filter(intent -> Intent.open(pass).isEmpty())
        .map(intent -> platform.memory().dated(pass, intent))
        .map(intent -> intent.isYoung(pass.api().serverNow(), platform.pacing().lag()))
        .orElse(false);
  }

  private static PassEndedException ended(Verdict verdict) {
    return new PassEndedException(verdict);
  }
}
