package com.paperspace.operator.reconcile.adapter;

/** How marks of a status are named (see {@link Outcome#marks}). */
public final class Marks {
  /** Begins the name of a mark about something else than the object: it outlives the object. */
  public static final String ASIDE = "aside.";

  private Marks() {}
}
