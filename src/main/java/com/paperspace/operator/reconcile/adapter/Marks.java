package com.paperspace.operator.reconcile.adapter;

import java.util.HashMap;
import java.util.Map;

/** How marks of a status are named (see {@link Outcome#marks}). */
public final class Marks {
  /** Begins the name of a mark about something else than the object: it outlives the object. */
  public static final String ASIDE = "aside.";

  /** Since when what is put aside is wanted back; of the engine, and gone with the rest. */
  public static final String WANTED_BACK = ASIDE + "wantedBackAt";

  /** The team of what is put aside. */
  public static final String ASIDE_TEAM = ASIDE + "team";

  /**
   * The id of an object that this status names and another resource holds. It is remembered so that
   * a restart of the operator does not hand the object over.
   */
  public static final String REFUSED = "refusedObject";

  /** That the step which was to interrupt it was refused: nothing of it is put aside by us. */
  public static final String ASIDE_REFUSED = ASIDE + "refused";

  /** What takes some marks away. */
  public static Map<String, String> without(String... names) {
    var marks = new HashMap<String, String>();
    for (var name : names) {
      marks.put(name, null);
    }
    return marks;
  }

  private Marks() {}
}
