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

  /** What a reference stands for, by field: for {@code projectRef} the cloud id of the project. */
  String id(String field);

  /** The value in a Secret. Never to be logged, nor to be put into a status. */
  String secret(SecretKeyRef key);

  /** What stands for a Secret as it was read: of one version a key has one value. */
  String version(SecretKeyRef key);

  /**
   * A keyed hash of a value that may stand in a status; worthless without the account's API key.
   */
  String digest(String value);

  /** What {@link Outcome#marks} said last, by field; never null. */
  Map<String, String> marks();

  /** Whether the cloud object was there before its resource. */
  boolean isAdopted();

  /** The operation recorded in the status; null if none. */
  ManagedStatus.Operation operation();

  /** The time now, by the engine's clock. */
  Instant now();
}
