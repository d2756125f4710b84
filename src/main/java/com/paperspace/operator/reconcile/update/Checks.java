package com.paperspace.operator.reconcile.update;

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
import java.util.Objects;

/**
 * What only the service can find out about an object, told in a condition of its own. A mark of the
 * name of that condition says for which state of the object it was found out.
 */
final class Checks<T> {
  /** What the mark is until something was found out; no hash. */
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
      pass.draft.marks.put(due.get().condition(), NOTHING_YET);
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
      var outcome = external.ask(check);
      pass.draft.marks.put(check.condition(), Attempts.hash(check.subject()));
      tell(check, outcome.passed() ? "True" : "False", outcome.reason(), outcome.message(), pass);
    } catch (PaperspaceException e) {
      pass.draft.marks.put(check.condition(), NOTHING_YET);
      var why = Failures.of(e, Streaks.NONE).reason();
      var message = "The service gave no answer to that: " + why.meaning() + " It is asked again.";
      tell(check, "Unknown", why, message, pass);
    }
  }

  private void tell(
      Check check, String status, Reason reason, String message, Reconciliation<?, ?> pass) {
    var before = Conditions.find(pass.draft.conditions, check.condition());
    boolean isNews = before == null || !Objects.equals(status, before.status());
    pass.draft.conditions =
        Conditions.with(
            check.condition(),
            status,
            reason,
            message,
            pass.draft.conditions,
            pass.generation(),
            pass.now);
    if (isNews && status.equals("False")) {
      services.events().warning(pass.resource, reason, message);
    }
  }
}
