package com.paperspace.operator.reconcile.update;

import com.paperspace.operator.api.ManagedStatus.Edit;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows, under {@code drift: Report}, what the last edit is to change. An edit may wait for long,
 * refused or for want of consent, and what is changed elsewhere meanwhile is no part of it.
 */
final class EditedFields {
  private EditedFields() {}

  /**
   * The fields whose differences the last edit leaves alone. Fields that differ at the first look
   * after the edit, and were not shown before it, are the ones the edit is to change.
   *
   * @param stood fields whose differences were shown before the edit
   * @param whole whether {@code drift} has all the differences; of more than that the edit's cannot
   *     be remembered, so that all count as the edit's
   */
  static Set<String> leftAlone(
      List<Drift> drift, Set<String> stood, boolean whole, Reconciliation<?, ?> pass) {
    var draft = pass.draft;
    var policy = pass.policy();
    if (policy.observeOnly() || !policy.reportDrift() || pass.isApplied()) {
      draft.edit = null;
      return stood;
    }
    if (draft.edit == null || !Long.valueOf(pass.generation()).equals(draft.edit.generation())) {
      var fields = drift.stream().filter(d -> !stood.contains(d.field())).map(Attempts::key);
      draft.edit = whole ? edit(pass.generation(), fields) : null;
      return stood;
    }
    var edited = Set.copyOf(draft.edit.fields());
    var elsewhere =
        drift.stream()
            .filter(EditedFields::mayBeForeign)
            .filter(d -> !edited.contains(Attempts.key(d)))
            .map(Drift::field);
    return Stream.concat(stood.stream(), elsewhere).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether somebody else may have made a difference: no value sent from here, nor a request. */
  private static boolean mayBeForeign(Drift it) {
    return switch (it.remedy()) {
      case CORRECT, REPLACE, NEEDS_STOP, REFUSED -> true;
      case VERB, NOT_APPLIED, NOT_SENT, SETTLING -> false;
    };
  }

  /**
   * Notes that a step on the way to the edit makes these fields differ, so that putting them back
   * is a part of the edit; answers whether that is new. The status must say so before the step is
   * sent: after a crash nobody would know who made the difference.
   */
  static boolean grow(Set<String> fields, StatusDraft<?> draft) {
    if (draft.edit == null || draft.edit.fields().containsAll(fields)) {
      return false;
    }
    draft.edit =
        edit(draft.edit.generation(), Stream.concat(draft.edit.fields().stream(), fields.stream()));
    return true;
  }

  private static Edit edit(long generation, Stream<String> fields) {
    return new Edit(generation, fields.distinct().sorted().toList());
  }
}
