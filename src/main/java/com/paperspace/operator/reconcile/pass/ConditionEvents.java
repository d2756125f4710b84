package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Says once when a resource or an account starts or stops being in trouble; nothing on steady
 * state.
 */
public final class ConditionEvents {
  /** Troubles of an account that are for the log alone, unless they last. */
  private static final Set<String> PASSING =
      Set.of(Reason.ProviderUnavailable.name(), Reason.RateLimited.name(), Reason.Deleting.name());

  public static void announce(
      Reconciliation<?, ?> pass, Verdict verdict, List<Condition> before, Events events) {
    var was = Conditions.find(before, Conditions.STALLED);
    var is = Conditions.find(pass.draft.conditions, Conditions.STALLED);
    boolean isNews =
        is != null
            && (was == null
                ? !stoodWhileItMoved(pass, verdict, before)
                : !was.reason().equals(is.reason()));
    boolean isWarned = isNews || Turns.differsNow(before, pass.draft.conditions);
    ConditionLog.note(pass.describe(), before, pass.draft.conditions, isWarned);
    new Turns(pass, verdict, before, events).tell();
    if (isNews) {
      if (verdict.shape() == Verdict.Shape.DELETE_STALLED) {
        events.held(pass.resource, Reason.valueOf(is.reason()), is.message());
      } else {
        events.warning(pass.resource, Reason.valueOf(is.reason()), is.message());
      }
    }
  }

  private static boolean stoodWhileItMoved(
      Reconciliation<?, ?> pass, Verdict verdict, List<Condition> before) {
    var warned = pass.memo.warned;
    return verdict.shape() == Verdict.Shape.STALLED
        && Conditions.saysAlready(before, Conditions.SYNCED, Reason.InProgress)
        && warned != null
        && warned.covers(Warned.of(verdict.reason().name(), pass.draft));
  }

  /** Of an account also what it only waits for is trouble: everything that uses it stands still. */
  public static void announce(
      PaperspaceAccount account,
      Verdict verdict,
      List<Condition> before,
      List<Condition> after,
      Events events) {
    var was = trouble(before);
    var is = trouble(after);
    boolean isNews = is != null && (was == null || !was.reason().equals(is.reason()));
    boolean isTrouble =
        (isNews && isForPeople(account, verdict)) || isLongAway(verdict, before, after);
    ConditionLog.note(Metadata.describe(account), before, after, isTrouble);
    // A Secret that goes is told by who knows which one it is, as often as it is another.
    if (isTrouble && verdict.reason() != Reason.SecretDeleted) {
      events.warning(account, Reason.valueOf(is.reason()), is.message());
    }
    if (is == null) {
      tellGood(account, verdict, before, events);
    }
  }

  /** Once for each time that its key was not good, or was new. */
  private static void tellGood(
      PaperspaceAccount account, Verdict verdict, List<Condition> before, Events events) {
    var was = trouble(before);
    if (was != null && (wasTold(was, before) || wasLongAway(account, was))) {
      var note = "No longer " + was.reason() + ". " + verdict.message();
      events.tell(account, EventReason.Recovered, note);
    } else if (!Conditions.isTrue(before, Conditions.READY)) {
      events.tell(account, EventReason.Accepted, verdict.message());
    }
  }

  private static boolean wasTold(Condition was, List<Condition> before) {
    boolean perhapsRejected =
        was.reason().equals(Reason.CredentialsInvalid.name())
            && Conditions.isTrue(before, Conditions.RECONCILING);
    return !perhapsRejected && !PASSING.contains(was.reason());
  }

  /** Whether the API could not be asked for so long that Ready is believed no more. */
  private static boolean isLongAway(
      Verdict verdict, List<Condition> before, List<Condition> after) {
    var was = Conditions.find(before, Conditions.READY);
    var is = Conditions.find(after, Conditions.READY);
    return verdict.shape() == Verdict.Shape.TRANSIENT
        && Conditions.isTrue(before, Conditions.READY)
        && isUnknown(is)
        // After an edit it is Unknown at once.
        && Objects.equals(was.observedGeneration(), is.observedGeneration());
  }

  /** A new account is Unknown at once, and was told of nothing. */
  private static boolean wasLongAway(PaperspaceAccount account, Condition was) {
    boolean wasGood = account.getStatus() != null && account.getStatus().observed() != null;
    return wasGood && was.type().equals(Conditions.READY) && isUnknown(was);
  }

  private static boolean isUnknown(Condition condition) {
    return condition != null && condition.status().equals("Unknown");
  }

  private static boolean isForPeople(PaperspaceAccount account, Verdict verdict) {
    return !account.isMarkedForDeletion()
        && verdict.shape() != Verdict.Shape.TRANSIENT
        && verdict.reason() != Reason.Deleting
        && !isPerhapsRejected(verdict);
  }

  /** A key is turned away for good after some tries; before, it may be a fault that passes. */
  private static boolean isPerhapsRejected(Verdict verdict) {
    return verdict.reason() == Reason.CredentialsInvalid
        && verdict.shape() == Verdict.Shape.WAITING;
  }

  /** The condition that tells what is wrong, or null. */
  private static Condition trouble(List<Condition> conditions) {
    for (var type : List.of(Conditions.READY, Conditions.SYNCED)) {
      var condition = Conditions.find(conditions, type);
      if (condition != null && !condition.status().equals("True")) {
        return condition;
      }
    }
    return null;
  }

  private ConditionEvents() {}
}
