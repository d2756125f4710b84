package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.FieldDrift;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The status a pass is going to write; lives for one pass. */
public final class StatusDraft<O> {
  /** What the schema takes; people read no more. */
  public static final int DRIFT_LIMIT = 20;

  /** What the schema takes. */
  private static final int VALUE_LIMIT = 256;

  public Long observedGeneration;
  public Long appliedGeneration;
  public String id;
  String origin;
  public Map<String, Object> createdWith;
  public AccountUse account;
  public List<Condition> conditions;
  public List<FieldDrift> drift;
  public Operation operation;
  public String boundIntent;
  public Map<String, String> sent = new HashMap<>();
  public String reconcileAt;
  public O observed;

  public static <O> StatusDraft<O> from(ManagedStatus<O> status, Instant now) {
    var draft = new StatusDraft<O>();
    if (status == null) {
      return draft;
    }
    draft.observedGeneration = status.observedGeneration();
    draft.appliedGeneration = status.appliedGeneration();
    draft.id = status.id();
    draft.origin = status.origin();
    draft.createdWith = status.createdWith();
    draft.account = status.account();
    draft.conditions = status.conditions();
    draft.drift = status.drift();
    draft.operation = timed(status.operation(), now);
    draft.boundIntent = status.boundIntent();
    draft.sent = status.sent() == null ? new HashMap<>() : new HashMap<>(status.sent());
    draft.reconcileAt = status.reconcileAt();
    draft.observed = status.observed();
    return draft;
  }

  /** An operation whose time cannot be read is dropped; one whose time lies ahead begins now. */
  private static Operation timed(Operation operation, Instant now) {
    if (operation == null || Text.time(operation.startedAt()).equals(Instant.EPOCH)) {
      return null;
    }
    return Text.isAhead(Text.time(operation.startedAt()), now)
        ? new Operation(operation.type(), now.toString(), operation.eventId())
        : operation;
  }

  public ManagedStatus<O> build() {
    return new ManagedStatus<>(
        observedGeneration,
        appliedGeneration,
        id,
        hasId() ? origin().name() : null,
        createdWith == null || createdWith.isEmpty() ? null : new TreeMap<>(createdWith),
        account,
        conditions,
        drift == null || drift.isEmpty() ? null : drift,
        operation,
        boundIntent,
        sent.isEmpty() ? null : new TreeMap<>(sent),
        reconcileAt,
        observed);
  }

  public boolean hasId() {
    return id != null && !id.isEmpty();
  }

  /**
   * How it came to its cloud object; adopted unless Created is recorded, so that nothing is deleted
   * in doubt.
   */
  public Origin origin() {
    return Origin.Created.name().equals(origin) ? Origin.Created : Origin.Adopted;
  }

  /** Notes the cloud object and how it came to be this one. */
  public void own(String cloudId, Origin how) {
    id = cloudId;
    origin = how.name();
    if (how == Origin.Adopted) {
      createdWith = null;
    }
  }

  /** Forgets the cloud object, so that another can take its place. */
  public void forget() {
    id = null;
    origin = null;
    createdWith = null;
    observed = null;
    operation = null;
    drift = null;
    appliedGeneration = null;
    sent.clear();
  }

  /** Whether the outcome of an announced create was never recorded. */
  public boolean isOpen(Intent intent) {
    return !intent.text().equals(boundIntent);
  }

  /** Notes that a create which was announced is over and made nothing. */
  public void settleInVain(Intent intent) {
    boundIntent = intent.text();
    forgetCreate();
  }

  /** Forgets what a finished create was sent with, unless it made the cloud object there is. */
  public void forgetCreate() {
    sent.remove(Intent.OPEN);
    if (!hasId()) {
      createdWith = null;
    }
  }

  public void remember(Map<String, String> marks) {
    marks.forEach(
        (field, mark) -> {
          if (mark == null) {
            sent.remove(field);
          } else {
            sent.put(field, mark);
          }
        });
  }

  public void drift(List<Drift> found) {
    drift =
        found.stream()
            .limit(DRIFT_LIMIT)
            .map(
                d -> new FieldDrift(bounded(d.field()), bounded(d.declared()), bounded(d.actual())))
            .toList();
  }

  /** A text cut to what the schema takes. */
  public static String bounded(String value) {
    return Text.cut(value, VALUE_LIMIT);
  }
}
