package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.SecretKeyRef;
import java.time.Instant;
import java.util.Map;

/**
 * All that a resource's spec refers to, resolved, so that comparing stays pure. Prints no value.
 *
 * @see Reference
 */
public interface Inputs {

  /** The cloud id behind a reference by field, for example {@code projectRef}. */
  String id(String field);

  /** Id of the team whose key is used. */
  String teamId();

  /** The value in a Secret. Never to be logged, nor to be put into a status. */
  String secret(SecretKeyRef key);

  /**
   * A keyed hash of a value that may stand in a status; worthless without the account's API key.
   */
  String digest(String value);

  /** What {@link Outcome#marks} said last, by field; never null. */
  Map<String, String> marks();

  /** The operation recorded in the status; null if none. */
  ManagedStatus.Operation operation();

  /** The time now, by the engine's clock. */
  Instant now();
}
