package com.paperspace.operator.reconcile.cluster;

import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Instant;

/**
 * Something that has happened to an object, and when.
 *
 * @param leaving whether the object is being deleted, and its namespace perhaps with it
 */
record Notice(
    ObjectReference about, String type, String reason, String note, boolean leaving, Instant at) {

  /** What makes two the same: a note cannot be changed, so another note is another event. */
  record Kind(String uid, String type, String reason, String note) {}

  Kind kind() {
    return new Kind(about.getUid(), type, reason, note);
  }
}
