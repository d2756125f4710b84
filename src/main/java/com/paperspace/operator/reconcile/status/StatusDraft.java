package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.ManagedStatus.Edit;
import com.paperspace.operator.api.ManagedStatus.FieldDrift;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.ManagedStatus.Refusal;
import com.paperspace.operator.api.ManagedStatus.Report;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The status a pass is going to write; lives for one pass. */
public final class StatusDraft<O> {
  /** What the schema takes; people read no more. */
  private static final int DRIFT_LIMIT = 20;

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
  public String openIntent;
  public String completedIntent;

  /** Differences that were sent, by their bounded field. */
  public Map<String, Attempt> attempts = new HashMap<>();

  public Refusal refusal;

  /** Differences that were shown, by their bounded field. */
  public Map<String, Report> reported = new TreeMap<>();

  /**
   * What the last edit is to change; null under a policy that changes all, and once it is there.
   */
  public Edit edit;

  public String question;
  public Map<String, String> marks = new HashMap<>();
  public String lastHandledReconcileAt;
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
    draft.openIntent = status.openIntent();
    draft.completedIntent = status.completedIntent();
    if (status.attempts() != null) {
      status.attempts().stream()
          .filter(it -> it != null && it.field() != null)
          .forEach(it -> draft.attempts.put(it.field(), it));
    }
    draft.refusal = status.refusal();
    if (status.reported() != null) {
      status.reported().stream()
          .filter(it -> it != null && it.field() != null)
          .forEach(it -> draft.reported.put(it.field(), it));
    }
    draft.edit = status.edit();
    draft.question = status.question();
    draft.marks = status.marks() == null ? new HashMap<>() : new HashMap<>(status.marks());
    draft.lastHandledReconcileAt = status.lastHandledReconcileAt();
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
        openIntent,
        completedIntent,
        attempts.isEmpty() ? null : List.copyOf(new TreeMap<>(attempts).values()),
        refusal,
        reported.isEmpty() ? null : List.copyOf(reported.values()),
        edit,
        question,
        marks.isEmpty() ? null : new TreeMap<>(marks),
        lastHandledReconcileAt,
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
    openIntent = null;
    attempts.clear();
    refusal = null;
    reported.clear();
    edit = null;
    question = null;
    marks.keySet().removeIf(it -> !it.startsWith(Marks.ASIDE));
  }

  /**
   * Whether the outcome of an announced create was never recorded. An origin without an id is
   * written by nobody here: the id was lost, and what the create has made is looked for again.
   */
  public boolean isOpen(Intent intent) {
    boolean isLost = !hasId() && origin != null;
    return isLost || !intent.text().equals(completedIntent);
  }

  /** Notes that a create which was announced is over and made nothing. */
  public void settleInVain(Intent intent) {
    completedIntent = intent.text();
    origin = hasId() ? origin : null;
    forgetCreate();
  }

  /** Forgets what a finished create was sent with, unless it made the cloud object there is. */
  public void forgetCreate() {
    openIntent = null;
    if (!hasId()) {
      createdWith = null;
    }
  }

  /** Keeps the marks of a kind; null in place of one removes it. */
  public void remember(Map<String, String> changed) {
    changed.forEach((field, mark) -> marks.compute(field, (same, before) -> mark));
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
