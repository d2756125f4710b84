package com.paperspace.operator.reconcile.status;

import java.time.Duration;

/** Told what the engine does, for metrics; must not block. */
public interface Telemetry {

  /** Hears nothing. */
  Telemetry NONE =
      new Telemetry() {
        @Override
        public void drift(String kind, String field) {}

        @Override
        public void failed(String kind, String reason) {}

        @Override
        public void ready(String kind, Duration sinceCreation) {}
      };

  /** A look found a field changed by somebody else; fields are few enough to label a metric. */
  void drift(String kind, String field);

  /** A pass failed, or ended where only a person can help; an ordinary wait is neither. */
  void failed(String kind, String reason);

  /** A resource became ready for the first time, so long after it was created. */
  void ready(String kind, Duration sinceCreation);

  /** An event was written, or dropped because there were too many or it was refused. */
  default void event(boolean written) {}

  /**
   * How many resources are in which condition.
   *
   * @param type the condition's type, for example Ready
   * @param status True, False or Unknown
   */
  record Group(String kind, String type, String status, String reason) {}
}
