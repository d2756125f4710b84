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
 * The wait after a create for which there was no capacity: long, and cut in two by the look for
 * what the create may have left, so that the spec can be corrected in the rest of it.
 */
public final class CapacityWait {
  private static final String SORT = PaperspaceException.Reason.OUT_OF_CAPACITY.name();

  private final Services services;

  public CapacityWait(Services services) {
    this.services = services;
  }

  /** Notes that a create was refused; answers what is said of it until its look is due. */
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
   * Notes that what a create had begun to make went for want of room; answers what is said of it
   * until the next create.
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

  /** Whether this create was refused, so that nothing of it can arrive late. */
  boolean isOf(Reconciliation<?, ?> pass, Intent intent) {
    var refused = pass.memo.refused;
    return refused != null && refused.intent().equals(intent.text());
  }

  /** What is said while the look is not due yet. */
  Verdict goesOn(Reconciliation<?, ?> pass) {
    return noCapacity(pass).notAfter(untilLook(pass));
  }

  /**
   * Holds the next create back until it is due; an edit is tried at once.
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

  /** How long a list may still not show what the create that was refused last has half made. */
  Duration untilLook(Reconciliation<?, ?> pass) {
    var rest = Duration.between(pass.steady, pass.memo.refused.at().plus(services.pacing().lag()));
    return rest.compareTo(Duration.ZERO) > 0 ? rest : Duration.ZERO;
  }

  private Verdict noCapacity(Reconciliation<?, ?> pass) {
    var message = "There was no capacity (attempt " + attempts(pass) + ").";
    return Verdict.waiting(Reason.OutOfCapacity, message).countedAs(SORT);
  }

  /** After an edit the one before it still stands, though no other does. */
  private int attempts(Reconciliation<?, ?> pass) {
    return Math.max(pass.memo.failed().of(SORT), 1);
  }
}
