package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;

/** Objects as the rows of the truth table leave them, for those who judge them from outside. */
final class Rows {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final long GENERATION = 3;

  private Rows() {}

  /** The status after a verdict; {@code before} is the one until then, or null. */
  static StatusDraft<PaperspaceProject.Observed> draft(
      Shape shape, StatusDraft<PaperspaceProject.Observed> before) {
    var seen = Observation.ready(Reason.Available, "It is there.", null);
    var reason = shape == Shape.PAUSED ? Reason.Paused : Reason.Available;
    var verdict = new Verdict(shape, reason, "why", seen, null, null, "");
    var draft = new StatusDraft<PaperspaceProject.Observed>();
    draft.observedGeneration = GENERATION;
    draft.conditions =
        Conditions.of(
            verdict,
            before == null ? null : before.conditions,
            GENERATION,
            NOW,
            Duration.ofMinutes(15));
    return draft;
  }

  static PaperspaceProject resource(StatusDraft<PaperspaceProject.Observed> draft) {
    var resource = new PaperspaceProject();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName("p")
            .withNamespace("n")
            .withGeneration(GENERATION)
            .build());
    resource.setStatus(draft.build());
    return resource;
  }

  /** As the API server makes it: the schema's default and nothing else. */
  static PaperspaceProject unseen() {
    var draft = new StatusDraft<PaperspaceProject.Observed>();
    draft.observedGeneration = -1L;
    return resource(draft);
  }
}
