package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.KeyRef;
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

  /** The same, with ids of what was looked up, by field. */
  Inputs with(Map<String, String> found);

  /** Id of the team whose key is used. */
  String teamId();

  /** The value in a Secret. Never to be logged, nor to be put into a status. */
  String secret(SecretKeyRef key);

  /** The value in a ConfigMap. Not to be logged either, nor to be put into a status. */
  String text(ConfigMapKeyRef key);

  /** What stands for a Secret or ConfigMap as it was read: of one version a key has one value. */
  String version(KeyRef key);

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
