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
    Call<C> add,
    Call<C> remove) {

  /** One member of the object of a key. */
  interface Call<C> {
    void send(C collection, String key, String member);
  }

  /** Adds or takes out. */
  void send(C collection, String key, Member member) {
    (member.wanted() ? add : remove).send(collection, key, member.name());
  }
}
