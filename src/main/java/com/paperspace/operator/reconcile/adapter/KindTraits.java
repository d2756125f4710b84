package com.paperspace.operator.reconcile.adapter;

/** What is special about the objects of a kind; most have nothing of it. */
public interface KindTraits {
  /**
   * Whether {@link Adapter#identity} tells the age. If not, what stands in the scope is listed
   * before a create is announced, and its ids are kept with the intent. Pure.
   */
  default boolean isDated() {
    return true;
  }

  /**
   * Whether objects have a name. If not, {@link Adapter#identity} gives an empty one to those that
   * may be what a lost create has made, and a scope has one create at a time. Pure.
   */
  default boolean isNamed() {
    return true;
  }

  /**
   * Of a kind without names, whether the only free object of a scope is taken over where the policy
   * asks for it by name. Pure.
   */
  default boolean isFoundByScope() {
    return false;
  }

  /** Whether other teams may see an object, so that seeing it does not tell whose it is. Pure. */
  default boolean isSeenByOthers() {
    return false;
  }

  /**
   * Whether a change sent twice does the same as sent once. If not, one whose answer was lost is
   * not sent again before a read must show it. Pure.
   */
  default boolean isRepeatable() {
    return true;
  }

  /**
   * Whether an output that is left out is there no more. If not, an answer may have left it out,
   * and what stands in the Secret of it stays as long as it is of the same object. Pure.
   */
  default boolean showsAllOutputs() {
    return true;
  }

  /**
   * Whether it is an act that must not happen twice: it is not repeated when its outcome is not
   * known, stays what it was when its object is gone, and is not undone. Pure.
   */
  default boolean isOneShot() {
    return false;
  }
}
