package com.paperspace.operator.reconcile.adapter;

/** What sets the objects of a kind apart; most kinds keep all defaults. */
public interface KindTraits {
  /**
   * Whether {@link Adapter#identity} tells the age. If not, the objects of the scope are listed
   * before a create is announced, and their ids are kept with the intent. Pure.
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
   * Whether a change sent twice does the same as sent once. If not, a change whose answer was lost
   * is not sent again before a read would show it. Pure.
   */
  default boolean isRepeatable() {
    return true;
  }

  /**
   * Whether an output that an answer lacks does not exist any more. If not, its value in the Secret
   * stays for as long as that is of the same object. Pure.
   */
  default boolean showsAllOutputs() {
    return true;
  }

  /**
   * Whether a resource is an act that must not happen twice, such as a restore: it is not repeated
   * when its outcome is not known, keeps its result when its object is gone, and is not undone.
   * Pure.
   */
  default boolean isOneShot() {
    return false;
  }
}
