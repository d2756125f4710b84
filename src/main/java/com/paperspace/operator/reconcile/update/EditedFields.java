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
   * The fields whose differences the edit leaves alone. What differs at the first look after it,
   * and did not stand before, is what it is to change.
   *
   * @param stood fields whose differences were shown before the edit
   * @param whole whether these are all the differences there are; of more it cannot be remembered
   *     which are the edit's, so that all of them are
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

  /** What was sent from here, or asked for by a person, was not changed elsewhere. */
  private static boolean mayBeForeign(Drift it) {
    return switch (it.remedy()) {
      case CORRECT, REPLACE, NEEDS_STOP, REFUSED -> true;
      case VERB, NOT_APPLIED, NOT_SENT, SETTLING -> false;
    };
  }

  /**
   * Notes that a step on the way to the edit makes these fields differ, so that putting them back
   * is a part of it; answers whether that was not known yet. It must stand in the status before the
   * step is sent: after a crash nobody would know who made the difference.
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
