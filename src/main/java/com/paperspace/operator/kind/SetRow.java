package com.paperspace.operator.kind;

import com.paperspace.operator.kind.Members.Member;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A list of a spec whose order means nothing; each member comes and goes by a call of its own.
 *
 * @param declared the members by the id the API knows them by; null where none are declared
 * @param read the members of an object, from what was read of it or by a further call; null: not
 *     known
 */
record SetRow<S, C, V>(
    String field,
    BiFunction<S, Inputs, List<String>> declared,
    BiFunction<C, V, List<String>> read,
    Move<C> add,
    Call<C> remove) {

  /** One member of the object of a key. */
  interface Call<C> {
    void send(C collection, String key, String member);

    /** It is all there is to be done. */
    default Move<C> only() {
      return (collection, key, member) -> {
        send(collection, key, member);
        return true;
      };
    }
  }

  /** The next call on the way of a member into the object of a key. */
  interface Move<C> {
    /** Answers whether it is in by that; if not, something else had to come first. */
    boolean send(C collection, String key, String member);
  }

  /** Adds or takes out, or does what has to come first; answers whether it is done. */
  boolean send(C collection, String key, Member member) {
    if (member.wanted()) {
      return add.send(collection, key, member.name());
    }
    remove.send(collection, key, member.name());
    return true;
  }
}
