package com.paperspace.operator.client;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.time.Duration;

/** Told once about every call, for metrics and budgets; what it throws is dropped. */
@FunctionalInterface
public interface Listener {
  /** Hears nothing. */
  Listener NONE = call -> {};

  void called(Call call);

  /**
   * One finished call, without its bodies.
   *
   * @param path where a change went, ids and all, for people; null when nothing was to change
   * @param route the contract's path template, such as {@code /machines/{id}}
   * @param status HTTP status, or -1 when there was no answer
   * @param reason why it failed; null when it did not
   * @param retryAfter the wait the service asked for, 1 s to 1 h; null when it asked for none
   * @param mutating whether the call was meant to change something
   * @param unsure whether it failed and may have changed it all the same
   */
  record Call(
      String method,
      String path,
      String route,
      int status,
      Duration duration,
      Reason reason,
      Duration retryAfter,
      boolean mutating,
      boolean unsure) {}
}
