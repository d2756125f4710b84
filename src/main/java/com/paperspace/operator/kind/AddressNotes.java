package com.paperspace.operator.kind;

import com.paperspace.operator.api.PublicIp.Spec;
import com.paperspace.operator.client.PublicIps.View;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of the machines an address was given from here, before it is given: who
 * assigned it decides whether it may be taken off again.
 */
final class AddressNotes {
  /** Ids of the machines the address may have been assigned to by us, with a blank between. */
  static final String MARK = "assignedTo";

  /** Name of the Machine that the last of them is, where the spec names it by reference. */
  static final String REF_MARK = "assignedToRef";

  static final Map<String, String> NONE =
      Collections.unmodifiableMap(Marks.without(MARK, REF_MARK));

  private AddressNotes() {}

  static Set<String> noted(Map<String, String> marks) {
    return new LinkedHashSet<>(List.of(marks.getOrDefault(MARK, "").split(" ")));
  }

  /** What is to be remembered before an address is given to a machine, the last of these. */
  static Map<String, String> marks(Spec spec, Set<String> machines) {
    var marks = new HashMap<String, String>();
    marks.put(MARK, String.join(" ", machines));
    marks.put(REF_MARK, ref(spec));
    return marks;
  }

  /** Null where the spec names its machine by id, or names none. */
  private static String ref(Spec spec) {
    return spec.machineRef() == null ? null : spec.machineRef().name();
  }

  /** Whether it is the machine that the address was given to last, as the spec still names it. */
  static boolean isLast(Spec spec, String machine, Map<String, String> marks) {
    var ref = ref(spec);
    return (" " + marks.get(MARK)).endsWith(" " + machine)
        && Objects.equals(ref, marks.getOrDefault(REF_MARK, ref));
  }

  /** It has the machine from us, and another was noted since that it did not go to. */
  static boolean isEditTakenBack(
      Spec spec, Optional<String> wanted, Optional<String> actual, Map<String, String> marks) {
    return wanted.isPresent()
        && wanted.equals(actual)
        && noted(marks).contains(wanted.get())
        && !isLast(spec, wanted.get(), marks);
  }

  /** Whether that is remembered already. */
  static boolean has(Spec spec, String wanted, Map<String, String> marks) {
    return noted(marks).contains(wanted) && Objects.equals(ref(spec), marks.get(REF_MARK));
  }

  /** The machine that has it from us stays ours until the other has it. */
  static Step<View> note(Spec spec, View remote, String wanted, Map<String, String> marks) {
    var noted = noted(marks);
    var ours = new LinkedHashSet<String>();
    AddressUser.of(remote).filter(noted::contains).ifPresent(ours::add);
    ours.add(wanted);
    return Step.learn(
        "remember that " + remote.ip() + " is to be assigned to " + wanted,
        remote,
        marks(spec, ours));
  }

  /** Once no machine is to be given it any more: what holds of where it is. */
  static Step<View> renewed(Spec spec, View remote, List<Drift> todo) {
    return AddressUser.of(remote)
        .map(
            it ->
                Step.note(
                    "remember that " + remote.ip() + " stays with " + it,
                    todo,
                    remote,
                    marks(spec, Set.of(it))))
        .orElseGet(() -> Step.note("forget which machine had " + remote.ip(), todo, remote, NONE));
  }
}
