package com.paperspace.operator.reconcile.update;

import static com.paperspace.operator.reconcile.update.Look.has;

import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.util.List;
import java.util.function.Predicate;

/** What to do about a cloud object that was looked at; the first rule that fits decides. */
enum Decision {
  FOLLOW("wait for the end of what moves; later than its deadline is Stalled"),
  SHOW_FAILURE("show the failure once, and put what the work was to change aside"),
  SEND("send the next step for what may be put right"),
  RETRY("send the refused difference whose turn it is"),
  REPORT("show what differs, and leave it"),
  REPLACE("Stalled/ReplaceRequired: only a new object could have the value"),
  NEED_STOP("Stalled/DisruptionRequired: it must be off, and nobody allowed that"),
  REFUSED("Stalled with what the API said last"),
  SETTLE("look again when the change must be visible"),
  LEAVE("take the edit as carried out; show what it left alone"),
  NOT_SENT("show that nothing is sent to what could not be made"),
  NOT_APPLIED("show what the service accepted and did not carry out"),
  REST("say what the object is: Ready, on its way or failed");

  /** In the order in which they are asked. */
  static final List<Rule> RULES =
      List.of(
          new Rule("the object moves and takes no change", it -> it.phase() == Phase.BUSY, FOLLOW),
          new Rule(
              "work asked for has failed, not shown yet, and no look was asked for",
              Look::isFailureNew,
              SHOW_FAILURE),
          new Rule(
              "something may be put right: what a person asked for, or a difference that policy"
                  + " allows to correct",
              it -> !it.todo().isEmpty(),
              SEND),
          new Rule(
              "something refused has its turn, and no change was sent in this pass",
              it -> !it.sent() && !it.policy().observeOnly() && !it.retry().isEmpty(),
              RETRY),
          new Rule(
              "something differs, and it is only shown: ObserveOnly, or Report and changed elsewhere"
                  + " or before the edit",
              it -> !it.drift().isEmpty() && it.isOnlyShown(),
              REPORT),
          new Rule("a difference only a new object ends", has(Remedy.REPLACE), REPLACE),
          new Rule("a difference that needs a stop", has(Remedy.NEEDS_STOP), NEED_STOP),
          new Rule("a difference the API refused", has(Remedy.REFUSED), REFUSED),
          new Rule("a change too new to be visible", has(Remedy.SETTLING), SETTLE),
          new Rule(
              "a difference that stood before an edit, under Report", has(Remedy.CORRECT), LEAVE),
          new Rule("a difference of an object that was never made", has(Remedy.NOT_SENT), NOT_SENT),
          new Rule("a difference the service ignores", has(Remedy.NOT_APPLIED), NOT_APPLIED),
          new Rule("nothing differs", it -> true, REST));

  private final String words;

  Decision(String words) {
    this.words = words;
  }

  /** One row of the table. */
  record Rule(String when, Predicate<Look> fits, Decision then) {}

  /** The decision on a look. Pure. */
  static Decision of(Look look) {
    return RULES.stream()
        .filter(rule -> rule.fits().test(look))
        .findFirst()
        .map(Rule::then)
        .orElseThrow();
  }

  /** What it means, for people. */
  String words() {
    return words;
  }

  /** Whether all the spec asks for was sent, and the cloud has as much of it as it takes. */
  boolean leavesNothingToSend() {
    return switch (this) {
      case LEAVE, NOT_SENT, NOT_APPLIED, REST -> true;
      default -> false;
    };
  }

  /** Whether all that the spec asks for is there, was sent, or was left alone by the last edit. */
  boolean isApplied(Look look) {
    return look.whole() && (leavesNothingToSend() || look.isLeftOver());
  }

  /** Whether all that the object shows was read, and nothing is to be sent any more. */
  boolean isAtEnd() {
    return leavesNothingToSend() || this == REPORT;
  }

  /** Whether what the object gives away goes into its Secret. */
  boolean givesOutputs(Phase phase) {
    // Also while a difference waits for a person: what stood there before may be another's by now.
    return switch (this) {
      case REPLACE, NEED_STOP, REFUSED -> phase == Phase.READY;
      default -> isAtEnd();
    };
  }

  /** Whether what the API said of a refusal still matters. */
  boolean keepsRefusal() {
    return switch (this) {
      case REPORT, REPLACE, NEED_STOP, REFUSED -> true;
      default -> false;
    };
  }
}
