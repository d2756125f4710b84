package com.paperspace.operator.faults;

import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import java.util.Locale;

/** Where in an operation a process dies. */
enum CrashPoint {
  BEFORE_THE_REQUEST,
  AFTER_ITS_EFFECT,
  AFTER_THE_ANSWER;

  /** What becomes of a call of the cloud whose caller dies there. */
  Fault fault() {
    return switch (this) {
      case BEFORE_THE_REQUEST -> Fault.RESET_BEFORE_EFFECT;
      case AFTER_ITS_EFFECT -> Fault.RESET_AFTER_EFFECT;
      case AFTER_THE_ANSWER -> Fault.delay(Duration.ZERO);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
