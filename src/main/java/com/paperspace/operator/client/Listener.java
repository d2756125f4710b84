package com.paperspace.operator.client;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.time.Duration;

/** Told about every call, for metrics and budgets; what it throws is dropped. */
@FunctionalInterface
public interface Listener {
  /** Hears nothing. */
  Listener NONE = call -> {};

  void called(Call call);

  /** Told before each call, which may yet be stopped before anything was sent. */
  default void calling() {}

  /**
   * One finished call, without its bodies.
   *
   * @param path where a change went, ids and all, for people; null when nothing was to change
   * @param route the contract's path template, such as {@code /machines/{id}}
   * @param status HTTP status, or -1 when there was no answer
   * @param reason why it failed; null when it did not
   * @param retryAfter the wait the service asked for, 1 s to 1 h; null when it asked for none
   * @param mayHaveTakenEffect of a change that failed: whether it may have been carried out
   */
  record Call(
      String method,
      String path,
      String route,
      int status,
      Duration duration,
      Reason reason,
      Duration retryAfter,
      boolean mayHaveTakenEffect) {

    /** Whether it was meant to change something. */
    public boolean mutating() {
      return path != null;
    }
  }
}
