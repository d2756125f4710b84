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

  /** Twice the time a template may take ({@link CustomTemplateKind}), the longest work there is. */
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

  /** Whether work that began at a time and has not ended is taken for hung. */
  static boolean isHung(Instant began, Instant now) {
    return !now.isBefore(began.plus(HUNG));
  }

  /**
   * Whether the work failed and its aim was not reached otherwise: a failed start of a machine that
   * is on is history, and an error without a reason is no verdict (docs/paperspace-api.md 2.2,
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
   * Whether a create failed for good. Only a person tries it again (docs/paperspace-api.md 10.15),
   * and may delete what is left; so the service must have given a reason (10.27).
   */
  static boolean isFailedCreate(MachineEvents.View event, String machineState) {
    return isSaidFailure(event)
        && "create".equals(event.name())
        && isFailure(event, machineState, true);
  }

  /** Whether work failed and a reason was given, or it was called off. */
  static boolean isSaidFailure(MachineEvents.View event) {
    return of(event) == FAILED && isSaid(event);
  }

  /** Whether the service gave a reason, or somebody called the work off. */
  private static boolean isSaid(MachineEvents.View event) {
    return "cancelled".equals(event.state()) || !words(event.error(), "").isEmpty();
  }

  /** Whether a failed create left a machine without a state it could be in. */
  private static boolean isUnknown(String machineState) {
    return machineState == null || "error".equals(machineState);
  }

  /** A sentence that says what failed, with the event's own words, cut to a bound. */
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

  /** Foreign text made fit for a message; {@code otherwise} where there is none. */
  static String words(String text, String otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    return ForeignText.line(text, WORDS);
  }
}
