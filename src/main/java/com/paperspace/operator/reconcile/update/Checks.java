package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Streaks;
import com.paperspace.operator.reconcile.status.Verdict;

/**
 * What only the service can find out about an object, told in a condition of its own. A mark of the
 * name of that condition says for which state of the object it was found out.
 */
final class Checks<T> {
  /**
   * Begins a mark without a result, as no hash does; the reason that people were warned of last
   * follows.
   */
  private static final String NOTHING_YET = "-";

  private final Services services;

  Checks(Services services) {
    this.services = services;
  }

  /**
   * Finds out what is not known of the object as it is, in a pass that has changed nothing: the
   * status of one that has must not wait for it.
   *
   * @return the verdict, to be followed at once where that is left to the next pass
   */
  Verdict after(Verdict verdict, External<T> external, T remote) {
    var pass = external.pass();
    if (pass.policy().observeOnly()) {
      // It may have side effects, such as a lock after wrong passwords.
      return verdict;
    }
    var due = external.check(remote).filter(check -> isDue(check, pass));
    if (due.isEmpty()) {
      return verdict;
    }
    if (pass.sent) {
      leaveOpen(due.get(), pass);
      return verdict.atOnce();
    }
    find(due.get(), external);
    return verdict;
  }

  private static boolean isDue(Check check, Reconciliation<?, ?> pass) {
    return pass.isRequested()
        || !Attempts.hash(check.subject()).equals(pass.draft.marks.get(check.condition()));
  }

  private void find(Check check, External<T> external) {
    var pass = external.pass();
    try {
      found(check, external.ask(check), pass);
    } catch (PaperspaceException e) {
      leaveOpen(check, pass);
      var why = Failures.of(e, Streaks.NONE).reason();
      var message = "The service gave no answer to that: " + why.meaning() + " It is asked again.";
      show(check, "Unknown", why, message, pass);
    }
  }

  private void found(Check check, Check.Outcome outcome, Reconciliation<?, ?> pass) {
    var reason = outcome.reason();
    var message = outcome.message();
    var told = told(check, pass);
    pass.draft.marks.put(check.condition(), Attempts.hash(check.subject()));
    show(check, outcome.passed() ? "True" : "False", reason, message, pass);
    if (!outcome.passed() && told.isEmpty()) {
      services.events().warning(pass.resource, reason, message);
    } else if (outcome.passed() && !told.isEmpty()) {
      var note = "No longer " + told + ". " + message;
      services.events().tell(pass.resource, EventReason.Recovered, note);
    }
  }

  /** Has it found out later; what people were warned of is not over by that. */
  private static void leaveOpen(Check check, Reconciliation<?, ?> pass) {
    pass.draft.marks.put(check.condition(), NOTHING_YET + told(check, pass));
  }

  /** The reason of the warning that stands; empty if none does. */
  private static String told(Check check, Reconciliation<?, ?> pass) {
    var shown = Conditions.find(pass.draft.conditions, check.condition());
    if (shown != null && shown.status().equals("False")) {
      return shown.reason();
    }
    var mark = pass.draft.marks.getOrDefault(check.condition(), "");
    return mark.startsWith(NOTHING_YET) ? mark.substring(NOTHING_YET.length()) : "";
  }

  private static void show(
      Check check, String status, Reason reason, String message, Reconciliation<?, ?> pass) {
    pass.draft.conditions =
        Conditions.with(
            check.condition(),
            status,
            reason,
            message,
            pass.draft.conditions,
            pass.generation(),
            pass.now);
  }
}
