package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.net.HttpURLConnection;
import java.time.Duration;

/**
 * The wait after a create for which there was no capacity. The look for what the create may have
 * made all the same cuts it in two, and in the second part the spec can be corrected.
 */
public final class CapacityWait {
  private static final String SORT = PaperspaceException.Reason.OUT_OF_CAPACITY.name();

  private final Services services;

  public CapacityWait(Services services) {
    this.services = services;
  }

  /** Notes that a create was refused; answers the verdict until the look for its object is due. */
  Verdict begin(Reconciliation<?, ?> pass, Intent intent, PaperspaceException refusal) {
    pass.memo.refused = new Memo.Refused(intent.text(), pass.called());
    var failure = Failures.of(refusal, pass.memo.failed());
    services.telemetry().failed(pass.resource.getKind(), failure.reason().name());
    pass.memo.count(failure);
    var lag = services.pacing().lag();
    var due = intent.at().plus(pace(pass));
    var shown = pass.api().serverNow().plus(lag);
    pass.nextTry = due.isAfter(shown) ? due : shown;
    return failure.notAfter(lag);
  }

  /**
   * Notes that an object whose making had begun is gone for want of room; answers the verdict until
   * the next create.
   *
   * @param words how the service told it
   */
  Verdict went(Reconciliation<?, ?> pass, String words) {
    var refusal =
        new PaperspaceException(
            PaperspaceException.Reason.OUT_OF_CAPACITY, HttpURLConnection.HTTP_OK, words);
    return Intent.of(pass.resource)
        .filter(intent -> !isOf(pass, intent))
        .map(intent -> begin(pass, pass.dated(intent), refusal))
        .orElseGet(() -> noCapacity(pass).atOnce());
  }

  /** Whether this create was refused, so that nothing of it is still on its way. */
  boolean isOf(Reconciliation<?, ?> pass, Intent intent) {
    var refused = pass.memo.refused;
    return refused != null && refused.intent().equals(intent.text());
  }

  /** The verdict while the look is not due yet. */
  Verdict goesOn(Reconciliation<?, ?> pass) {
    return noCapacity(pass).notAfter(untilLook(pass));
  }

  /**
   * Holds the next create back until it is due; after an edit, or on request, it is due at once.
   *
   * @throws PassEndedException when it is not due
   */
  void requireOver(Reconciliation<?, ?> pass) {
    if (pass.isEdited() || pass.isRequested()) {
      return;
    }
    Intent.of(pass.resource)
        .filter(intent -> isOf(pass, intent))
        .map(intent -> pass.dated(intent))
        .map(intent -> rest(pass, intent))
        .filter(rest -> rest.compareTo(Duration.ZERO) > 0)
        .ifPresent(
            rest -> {
              throw new PassEndedException(noCapacity(pass).notAfter(rest));
            });
  }

  private Duration rest(Reconciliation<?, ?> pass, Intent intent) {
    return Duration.between(pass.api().serverNow(), intent.at().plus(pace(pass)));
  }

  private Duration pace(Reconciliation<?, ?> pass) {
    return services.pacing().after(noCapacity(pass), attempts(pass), Duration.ZERO);
  }

  /** How long a list may still lack the object that the create refused last has begun to make. */
  Duration untilLook(Reconciliation<?, ?> pass) {
    var rest = Duration.between(pass.steady, pass.memo.refused.at().plus(services.pacing().lag()));
    return rest.compareTo(Duration.ZERO) > 0 ? rest : Duration.ZERO;
  }

  private Verdict noCapacity(Reconciliation<?, ?> pass) {
    var message = "There was no capacity (attempt " + attempts(pass) + ").";
    return Verdict.waiting(Reason.OutOfCapacity, message).countedAs(SORT);
  }

  /** At least 1: after an edit the count begins anew, yet there was a refusal. */
  private int attempts(Reconciliation<?, ?> pass) {
    return Math.max(pass.memo.failed().of(SORT), 1);
  }
}
