package com.paperspace.operator.reconcile.pass;

import java.util.Map;
import java.util.Objects;

/**
 * What of a draft the status has as it is stored. One whose write failed is kept in memory alone,
 * where a crash would lose what a call relies on.
 */
public final class Stored {
  private Stored() {}

  /** Whether the id of the cloud object is. */
  public static boolean hasId(Reconciliation<?, ?> pass) {
    var stored = pass.resource.getStatus();
    return stored != null && Objects.equals(stored.id(), pass.draft.id);
  }

  /** Whether the marks of a kind are. */
  public static boolean hasMarks(Reconciliation<?, ?> pass) {
    var stored = pass.resource.getStatus();
    var marks = stored == null || stored.marks() == null ? Map.of() : stored.marks();
    return marks.equals(pass.draft.marks);
  }

  /** Whether the fields the last edit is to change are. */
  public static boolean hasEdit(Reconciliation<?, ?> pass) {
    var stored = pass.resource.getStatus();
    return Objects.equals(stored == null ? null : stored.edit(), pass.draft.edit);
  }
}
