package com.paperspace.operator.simulator;

/** What becomes of the delete of something that others use (docs/paperspace-api.md 10.12). */
final class InUse {
  private InUse() {}

  /** Refuses the delete where this service does. */
  static void check(Call call, String noun, boolean used) {
    if (used && !call.chose(Choices.DeleteInUse.ALLOWED)) {
      var message = "The " + noun + " is in use";
      throw call.chose(Choices.DeleteInUse.CONFLICT)
          ? Refusal.conflict(message)
          : Refusal.badRequest(message);
    }
  }
}
