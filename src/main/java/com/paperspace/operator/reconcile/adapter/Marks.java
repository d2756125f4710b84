package com.paperspace.operator.reconcile.adapter;

import java.util.HashMap;
import java.util.Map;

/** How marks of a status are named (see {@link Outcome#marks}). */
public final class Marks {
  /** Begins the name of a mark about something other than the object; it outlives the object. */
  public static final String ASIDE = "aside.";

  /** Since when putting back has been tried; set by the engine, dropped with the other marks. */
  public static final String WANTED_BACK = ASIDE + "wantedBackAt";

  /** The team of the object that is put aside. */
  public static final String ASIDE_TEAM = ASIDE + "team";

  /**
   * The id of an object that this status names and another resource holds. It is remembered so that
   * a restart of the operator does not hand the object over.
   */
  public static final String REFUSED = "refusedObject";

  /**
   * Set where the step that was to put the object aside was refused: the operator changed nothing.
   */
  public static final String ASIDE_REFUSED = ASIDE + "refused";

  /** Marks that take away those of these names. */
  public static Map<String, String> without(String... names) {
    var marks = new HashMap<String, String>();
    for (var name : names) {
      marks.put(name, null);
    }
    return marks;
  }

  private Marks() {}
}
