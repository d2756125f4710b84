package com.paperspace.operator.api;

/**
 * Every reason an event gives beside those of conditions; closed. {@code docs/reasons.md} has a
 * table of it.
 */
public enum EventReason {
  Created(
      true,
      "The cloud object was made, and how it is. Where it is ready within half a minute, there is no other."),
  Ready(
      true,
      "It became ready: half a minute or more after it was made or taken over, or after a change."),
  Started(true, "The machine or deployment runs, which was off."),
  Stopped(true, "The machine or deployment is off, which ran."),
  Updated(
      true,
      "An edit of the spec was sent to the cloud and accepted: which fields, from what, to what. Where it was not carried out, `NotApplied` follows."),
  Recovered(true, "What an earlier warning told of is over; the reason of that warning is named."),
  Adopted(true, "A cloud object that was there was taken over."),
  IntentRecovered(true, "What an interrupted create had made was found; it is not made again."),
  Traced(true, "The cloud object is in another team than its status said; that is noted now."),
  Accepted(true, "Of an account: its key was accepted."),
  Interrupted(
      true,
      "What runs was stopped for a change, as `allowStop` permits, or restarted, as was asked."),
  Resumed(true, "What was put aside for a change is back."),
  DriftCorrected(true, "What somebody changed in the cloud was put right: which fields."),
  DriftDetected(
      false,
      "The cloud differs from the spec, and `policy.drift` or `policy.management` leaves it so."),
  Deleted(true, "The cloud object is gone, and so is its resource."),
  Released(true, "The resource goes and the cloud object, if there is one, stays; why."),
  LeftBehind(
      false,
      "What outlives the deleted cloud object, or is left by a change of it, and may cost money."),
  LeftAside(false, "What was put aside for a change and could not be put back."),
  RightsTaken(
      false, "Of the RoleBinding: it is being deleted although objects need it; they freeze.");

  private final boolean good;
  private final String when;

  EventReason(boolean good, String when) {
    this.good = good;
    this.when = when;
  }

  /** The type of its events. */
  public String type() {
    return good ? "Normal" : "Warning";
  }

  /** What has happened, in one sentence. */
  public String when() {
    return when;
  }
}
