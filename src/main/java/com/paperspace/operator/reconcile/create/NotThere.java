package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.IdForm;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.status.Verdict;

/** What is said where nothing is there to be taken over or looked at, and what can be done. */
final class NotThere {

  /** Of an id that leads nowhere. */
  static Verdict underId(External<?> external) {
    var pass = external.pass();
    return missing(
        "spec.externalId: team "
            + pass.connection.teamId()
            + " has no "
            + kind(external)
            + " "
            + pass.externalId()
            + "."
            + form(external)
            + " "
            + (pass.policy().observeOnly() ? lookElsewhere(external) : make(external)));
  }

  /** Of something to be observed that no id is given of. */
  static Verdict toObserve(External<?> external) {
    var kind = kind(external);
    if (external.isOneShot()) {
      return missing(
          "Only spec.externalId tells which "
              + kind
              + " is to be observed. Under policy.management: Full it would be carried out now, and"
              + " that cannot be undone.");
    }
    if (external.isNamed()) {
      return missing(
          "No cloud object named "
              + external.name()
              + " exists to be observed. Make it, name its id in spec.externalId, or set"
              + " policy.management: Full to have it made; it is looked for now and then.");
    }
    return missing(
        (external.isFoundByScope()
                ? "No " + kind + " is there to be observed that no other resource has."
                : "What is to be observed has no name to be found by.")
            + " Name its id in spec.externalId, or set policy.management: Full to have one made.");
  }

  private static String lookElsewhere(External<?> external) {
    if (external.isOneShot()) {
      return "Correct it: nothing else tells which " + kind(external) + " is meant.";
    }
    if (external.isNamed()) {
      return "Correct it, or remove it to have the one named " + external.name() + " observed.";
    }
    return external.isFoundByScope()
        ? "Correct it, or remove it to have the only one observed that stands beside it and no"
            + " resource manages."
        : "Correct it: without a name it can be found by nothing else.";
  }

  private static String make(External<?> external) {
    return external.isOneShot()
        ? "Correct it. Without it the "
            + kind(external)
            + " would be carried out now, and that cannot be undone."
        : "Correct it, or remove it to have a new one made.";
  }

  private static String form(External<?> external) {
    var form = external.type().getAnnotation(IdForm.class);
    return form == null ? "" : " It is " + form.value() + ".";
  }

  private static String kind(External<?> external) {
    return external.type().getSimpleName();
  }

  private static Verdict missing(String message) {
    return Verdict.stalled(Reason.ExternalMissing, message).gone();
  }

  private NotThere() {}
}
