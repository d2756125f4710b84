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
 * Checks that only the service can carry out, such as a login at a registry, each told in a
 * condition of its own. A mark named like the condition says for which state of the object the
 * result holds.
 */
final class Checks<T> {
  /**
   * Begins the mark of a check without a result, which no hash begins with. Behind it stands the
   * reason people were warned of last.
   */
  private static final String NOTHING_YET = "-";

  private final Services services;

  Checks(Services services) {
    this.services = services;
  }

  /**
   * Carries out a check that is due. A pass that has changed something leaves it to the next pass,
   * so that its status need not wait for the check.
   *
   * @return the verdict; with a pass at once after it where the check was left to that
   */
  Verdict after(Verdict verdict, External<T> external, T remote) {
    var pass = external.pass();
    if (pass.policy().observeOnly()) {
      // A check may have side effects, such as a lock after wrong passwords.
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

  /** Leaves the check due; the warning people were given stands until there is a result. */
  private static void leaveOpen(Check check, Reconciliation<?, ?> pass) {
    pass.draft.marks.put(check.condition(), NOTHING_YET + told(check, pass));
  }

  /** The reason of the warning that still stands; empty if none does. */
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
