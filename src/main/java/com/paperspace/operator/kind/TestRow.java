package com.paperspace.operator.kind;

import com.paperspace.operator.reconcile.adapter.Check;

/**
 * What only the service can find out about an object.
 *
 * @param condition type of the condition that tells it
 */
record TestRow<C>(String condition, Call<C> call) {

  /** Asks for the object of a key; the value nobody can read back is for taking it out of words. */
  interface Call<C> {
    Check.Outcome send(C collection, String key, String value);
  }
}
