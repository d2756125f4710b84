package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Objects as the rows of the truth table leave them, for those who judge them from outside. */
public final class Rows {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final long GENERATION = 3;

  /** Three sync periods, as the operator has it. */
  private static final Duration STALE = Duration.ofMinutes(15);

  private Rows() {}

  /**
   * Every row of docs/conditions.md by a name, of an object that was never ready before, and beside
   * them what an object is before and after its row: unseen, edited, and without a look for long.
   */
  public static Map<String, PaperspaceProject> all() {
    var rows = new LinkedHashMap<String, PaperspaceProject>();
    rows.put("unseen", unseen());
    for (var shape : Shape.values()) {
      switch (shape) {
        case QUEUED -> {}
        case SHOWN -> {
          for (var phase : Phase.values()) {
            rows.put(name(shape) + "_" + name(phase), resource(draft(shape, phase, null)));
          }
        }
        case DELETING, DELETE_WAITING, DELETE_STALLED ->
            rows.put(name(shape), toGo(draft(shape, null)));
        case SETTLED, MOVING, WAITING, STALLED, FAILED, TRANSIENT, PAUSED ->
            rows.put(name(shape), resource(draft(shape, null)));
      }
    }
    rows.put("transient_stale", resource(stale()));
    rows.put("settled_edited", edited(draft(Shape.SETTLED, null)));
    rows.put("paused_edited", edited(draft(Shape.PAUSED, null)));
    return rows;
  }

  private static String name(Enum<?> of) {
    return of.name().toLowerCase(Locale.ROOT);
  }

  /** The status after a verdict; {@code before} is the one until then, or null. */
  static StatusDraft<PaperspaceProject.Observed> draft(
      Shape shape, StatusDraft<PaperspaceProject.Observed> before) {
    return draft(shape, Phase.READY, before);
  }

  /** The same of a cloud object in some phase. */
  static StatusDraft<PaperspaceProject.Observed> draft(
      Shape shape, Phase phase, StatusDraft<PaperspaceProject.Observed> before) {
    return draft(shape, phase, before, NOW);
  }

  /** One that was ready, and then the API could not be asked for longer than that is believed. */
  static StatusDraft<PaperspaceProject.Observed> stale() {
    var ready = draft(Shape.SETTLED, null);
    var away = draft(Shape.TRANSIENT, Phase.READY, ready, NOW);
    return draft(Shape.TRANSIENT, Phase.READY, away, NOW.plus(STALE).plusSeconds(1));
  }

  private static StatusDraft<PaperspaceProject.Observed> draft(
      Shape shape, Phase phase, StatusDraft<PaperspaceProject.Observed> before, Instant now) {
    var reason =
        switch (phase) {
          case READY -> Reason.Available;
          case PROGRESSING, BUSY -> Reason.Updating;
          case FAILED, UNMADE -> Reason.OperationFailed;
        };
    var seen = new Observation<>(phase, reason, "It is " + name(phase) + ".", null, null);
    var why = shape == Shape.PAUSED ? Reason.Paused : Reason.Available;
    var verdict = new Verdict(shape, why, "why", seen, null, null, "", false);
    var draft = new StatusDraft<PaperspaceProject.Observed>();
    draft.observedGeneration = GENERATION;
    draft.conditions =
        Conditions.of(verdict, before == null ? null : before.conditions, GENERATION, now, STALE);
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

  /** The same, marked for deletion. */
  static PaperspaceProject toGo(StatusDraft<PaperspaceProject.Observed> draft) {
    var resource = resource(draft);
    resource.getMetadata().setDeletionTimestamp(NOW.toString());
    return resource;
  }

  /** The same, with an edit nobody has seen yet. */
  static PaperspaceProject edited(StatusDraft<PaperspaceProject.Observed> draft) {
    var resource = resource(draft);
    resource.getMetadata().setGeneration(GENERATION + 1);
    return resource;
  }

  /** As the API server makes it: the schema's default and nothing else. */
  static PaperspaceProject unseen() {
    var draft = new StatusDraft<PaperspaceProject.Observed>();
    draft.observedGeneration = -1L;
    return resource(draft);
  }
}
