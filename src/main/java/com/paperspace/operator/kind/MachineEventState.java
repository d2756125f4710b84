package com.paperspace.operator.kind;

import com.paperspace.operator.client.ForeignText;
import com.paperspace.operator.client.MachineEvents;
import java.time.Duration;
import java.time.Instant;

/** How far the event of the last call has come (docs/paperspace-api.md 2.2). */
enum MachineEventState {
  /** No event, or none that can still be read: the machine's state alone counts. */
  NONE,
  UNDER_WAY,
  /** A word this version does not know: taken as moving (docs/paperspace-api.md 8.10). */
  UNKNOWN,
  DONE,
  FAILED;

  private static final int WORDS = 300;

  /** Twice what a template may take ({@link CustomTemplateKind}), the longest work there is. */
  private static final Duration HUNG = Duration.ofHours(4);

  static MachineEventState of(MachineEvents.View event) {
    if (event == null) {
      return NONE;
    }
    return switch (String.valueOf(event.state())) {
      case "new", "in progress" -> UNDER_WAY;
      case "done" -> DONE;
      case "error", "cancelled" -> FAILED;
      default -> UNKNOWN;
    };
  }

  /** Whether nothing may be sent to the machine before the event ends. */
  boolean isMoving() {
    return this == UNDER_WAY || this == UNKNOWN;
  }

  /** Whether work that began then and has not ended is not going to end any more. */
  static boolean isHung(Instant began, Instant now) {
    return !now.isBefore(began.plus(HUNG));
  }

  /**
   * Whether the work failed, and its aim was not reached all the same: a failed start of a machine
   * that is on is history, and an error without a word is no verdict (docs/paperspace-api.md 2.2,
   * 10.27).
   *
   * @param asDeclared whether type and size are what the spec declares
   */
  static boolean isFailure(MachineEvents.View event, String machineState, boolean asDeclared) {
    if (of(event) != FAILED) {
      return false;
    }
    return switch (String.valueOf(event.name())) {
      case "create" -> isSaid(event) ? !"ready".equals(machineState) : isUnknown(machineState);
      case "start" -> !"ready".equals(machineState);
      case "restart" -> isSaid(event) || !"ready".equals(machineState);
      case "stop", "vm-shutdown-force" -> !"off".equals(machineState);
      default -> isSaid(event) || !asDeclared;
    };
  }

  /**
   * A failed create is tried again by nobody but a person (docs/paperspace-api.md 10.15), who may
   * well delete what is left: only a word of the service justifies that (10.27).
   */
  static boolean isFailedCreate(MachineEvents.View event, String machineState) {
    return isSaidFailure(event)
        && "create".equals(event.name())
        && isFailure(event, machineState, true);
  }

  /** Whether work ended without its aim, and somebody says so. */
  static boolean isSaidFailure(MachineEvents.View event) {
    return of(event) == FAILED && isSaid(event);
  }

  /** Whether the service gave a reason, or somebody called the work off. */
  private static boolean isSaid(MachineEvents.View event) {
    return "cancelled".equals(event.state()) || !words(event.error(), "").isEmpty();
  }

  /** Neither at rest nor on its way: what the create left answers to no name of a state. */
  private static boolean isUnknown(String machineState) {
    return machineState == null || "error".equals(machineState);
  }

  /** What failed, with the event's own words, bounded. */
  static String failure(MachineEvents.View event) {
    var what = "The machine's " + words(event.name(), "last operation");
    if ("cancelled".equals(event.state())) {
      return what + " was cancelled" + because(event.error(), ".");
    }
    return what + " failed" + because(event.error(), "; the service gave no reason.");
  }

  private static String because(String error, String otherwise) {
    var said = words(error, "");
    return said.isEmpty() ? otherwise : ": " + said + (said.matches(".*[.!?…]") ? "" : ".");
  }

  /** Foreign text made fit for a message. */
  static String words(String text, String otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    return ForeignText.line(text, WORDS);
  }
}
