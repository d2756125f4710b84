package com.paperspace.operator.bench;

/** What a baseline writes in place of the operator: of the same size, always the same. */
final class Sample {
  static final String FINALIZER = "paperspace.com/cloud-object";

  private Sample() {}

  /** The metadata patch that announces a create. */
  static String announcement(String resourceVersion) {
    return """
    {"metadata": {"resourceVersion": "%s", "finalizers": ["%s"], "annotations": {
    "paperspace.com/create-intent": "7d0d4f7a-0d5c-4b3e-9d57-0123456789ab 1a2b3c4d 2026-11-28T20:00:00Z team project",
    "paperspace.com/created-with": "{}"}}}
    """
        .formatted(resourceVersion, FINALIZER);
  }

  /** The metadata patch that lets an object go. */
  static String farewell() {
    return "{\"metadata\": {\"finalizers\": []}}";
  }

  /** The object with a status that is Ready at a generation. */
  static String withStatus(String name, String namespace, String version, long generation) {
    return """
    {"apiVersion": "paperspace.com/v1alpha1", "kind": "PaperspaceProject",
    "metadata": {"name": "%s", "namespace": "%s", "resourceVersion": "%s"},
    "status": {"observedGeneration": %d, "appliedGeneration": %d, "id": "p4fz0kq1", "origin": "Created",
    "account": {"name": "loop", "teamId": "t4fz0kq2"},
    "completedIntent": "7d0d4f7a-0d5c-4b3e-9d57-0123456789ab 1a2b3c4d 2026-11-28T20:00:00Z team project",
    "conditions": [
    {"type": "Synced", "status": "True", "reason": "UpToDate", "message": "The cloud is as declared.",
    "observedGeneration": %d, "lastTransitionTime": "2026-11-28T20:00:00Z"},
    {"type": "Ready", "status": "True", "reason": "Available", "message": "The project exists.",
    "observedGeneration": %d, "lastTransitionTime": "2026-11-28T20:00:00Z"}],
    "observed": {"name": "project", "dtCreated": "2026-11-28T20:00:00Z"}}}
    """
        .formatted(name, namespace, version, generation, generation, generation, generation);
  }
}
