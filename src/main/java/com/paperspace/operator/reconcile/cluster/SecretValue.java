package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.api.model.Secret;

/**
 * A value as it was read from a Secret. Prints none.
 *
 * @param version tells the Secret, its content at that time and the key
 */
public record SecretValue(String text, String version) {

  static SecretValue of(Secret secret, String key, String text) {
    var meta = secret.getMetadata();
    // A Secret that was made anew may come to the same resourceVersion on another server.
    return new SecretValue(text, meta.getUid() + "/" + meta.getResourceVersion() + "/" + key);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "SecretValue[version=" + version + "]";
  }
}
