package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.EventReason;
import java.util.List;

/**
 * What is still to be told of a resource. Nothing is before it is written down, and a status whose
 * write failed is what the next pass begins with.
 *
 * @param before the conditions people were told last; null if it had none
 * @param id of the cloud object that was written down last; null if it had none
 * @param observed what was written down last of that object; null if nothing was
 * @param obtained how it came to its cloud object since; null if it did not
 */
public record Untold(List<Condition> before, String id, Object observed, EventReason obtained) {

  /** With how it came to its object in a later pass, by the same conditions as before. */
  Untold and(EventReason later) {
    return later == null ? this : new Untold(before, id, observed, later);
  }
}
