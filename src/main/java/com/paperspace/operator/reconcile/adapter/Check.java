package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;

/**
 * Something about an object that no look shows and only the service can find out, such as a login
 * elsewhere. That may have side effects: it is asked for once for each state of the object, and
 * when a person asks.
 *
 * @param condition type of the condition that tells what came out
 * @param subject what stands for the state of the object; never secret
 * @param call asks the service
 */
public record Check(String condition, String subject, Call call) {

  /** The call itself. */
  @FunctionalInterface
  public interface Call {
    /**
     * Asks the service.
     *
     * @throws com.paperspace.operator.client.PaperspaceException when it does not answer that
     */
    Outcome send(Paperspace api);
  }

  /**
   * What came out.
   *
   * @param message for people; never secret
   */
  public record Outcome(boolean passed, Reason reason, String message) {}
}
