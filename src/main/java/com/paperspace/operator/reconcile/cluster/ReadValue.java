package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * A value as it was read from a Secret or ConfigMap. Prints none.
 *
 * @param version tells the object, its content at that time and the key
 */
public record ReadValue(String text, String version) {

  static ReadValue of(HasMetadata object, String key, String text) {
    var meta = object.getMetadata();
    // One that was made anew may come to the same resourceVersion on another server.
    return new ReadValue(text, meta.getUid() + "/" + meta.getResourceVersion() + "/" + key);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "ReadValue[version=" + version + "]";
  }
}
