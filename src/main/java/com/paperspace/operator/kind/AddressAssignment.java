package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PublicIp.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PublicIps.View;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which machine has an address, and whether it has it from us: the machine is noted before it is
 * given the address, so that a lost answer or a crash leaves no doubt.
 */
final class AddressAssignment {
  private final ResourceRef<Spec> target = MachineRef.of(Spec::machineRef, Spec::machineId);

  /** The machine that has an address, if one has. */
  static Optional<String> machine(View remote) {
    return Optional.ofNullable(remote.assignedMachineId()).filter(it -> !it.isEmpty());
  }

  Optional<Reference> reference(Spec spec) {
    return target.reference(spec).map(it -> it.unless(AddressAssignment::unfit));
  }

  /** The two would take turns, or the machine would have two addresses. */
  private static Optional<String> unfit(PaperspaceResource<?, ?> resource) {
    return resource instanceof Machine machine
        ? AddressOfMachine.declaredType(machine)
            .map(
                type ->
                    "declares publicIpType: "
                        + type
                        + ", and its address is to come from here. Leave publicIpType out of the"
                        + " Machine; this goes on by itself then.")
        : Optional.empty();
  }

  /** What the spec says: null where it says nothing, empty for no machine. */
  private String declared(Spec spec, Inputs inputs) {
    return target.id(spec, inputs);
  }

  /** The machine that is to have it, if one is. */
  Optional<String> wanted(Spec spec, Inputs inputs) {
    return Optional.ofNullable(declared(spec, inputs)).filter(it -> !it.isEmpty());
  }

  Map<String, String> marksAtClaim(Spec spec, Inputs inputs) {
    return wanted(spec, inputs).map(it -> Map.of(AddressOfMachine.MARK, it)).orElse(Map.of());
  }

  Optional<Drift> diff(Spec spec, View remote, Inputs inputs) {
    var declared = declared(spec, inputs);
    var wanted = wanted(spec, inputs);
    var actual = machine(remote);
    return declared == null || wanted.equals(actual)
        ? Optional.empty()
        : Optional.of(
            Drift.correctable(target.field(spec), wanted.orElse(null), actual.orElse(null)));
  }

  Step<View> next(Spec spec, View remote, List<Drift> todo, Inputs inputs) {
    var wanted = declared(spec, inputs);
    if (wanted.isEmpty()) {
      return Step.change(todo, api -> forgotten(detached(remote, api)));
    }
    var noted = AddressOfMachine.noted(inputs.marks());
    return noted.contains(wanted)
        ? Step.change(todo, api -> assigned(remote, wanted, api))
        : note(remote, wanted, noted);
  }

  /** The machine that has it from us stays ours until the other has it. */
  private static Step<View> note(View remote, String wanted, Set<String> noted) {
    var ours = new LinkedHashSet<String>();
    machine(remote).filter(noted::contains).ifPresent(ours::add);
    ours.add(wanted);
    var marks = Map.of(AddressOfMachine.MARK, String.join(" ", ours));
    return new Step<>(
        Step.Kind.NOTE,
        "remember that " + remote.ip() + " is to be assigned to " + wanted,
        List.of(),
        false,
        api -> Outcome.learned(remote, marks));
  }

  private static Outcome<View> assigned(View remote, String machine, Paperspace api) {
    var after = api.publicIps().assign(remote.ip(), machine);
    return new Outcome<>(
        after.orElse(with(remote, machine)), null, Map.of(AddressOfMachine.MARK, machine));
  }

  private static View detached(View remote, Paperspace api) {
    return api.publicIps().detach(remote.ip()).orElse(with(remote, null));
  }

  /** Whoever assigns it from now on, it is not us. */
  private static Outcome<View> forgotten(View after) {
    return new Outcome<>(after, null, Marks.without(AddressOfMachine.MARK));
  }

  private static View with(View remote, String machine) {
    return new View(remote.ip(), remote.region(), machine, remote.dtCreated());
  }

  /**
   * Takes it off the machine that has it, before it is released.
   *
   * @throws InUseException when somebody else assigned it, and nobody said that it may go
   */
  Optional<Step<View>> undo(Spec spec, View remote, Map<String, String> marks) {
    var machine = machine(remote);
    if (machine.isEmpty()) {
      return Optional.empty();
    }
    boolean ours = AddressOfMachine.noted(marks).contains(machine.get());
    if (!ours && (spec == null || !Objects.equals(spec.releaseAssigned(), true))) {
      throw new InUseException(
          "Address "
              + remote.ip()
              + " is assigned to machine "
              + machine.get()
              + ", and not by this object. Take it off the machine, set spec.releaseAssigned: true to"
              + " have it released all the same, or set policy.deletion: Retain to keep it.");
    }
    return Optional.of(
        new Step<>(
            Step.Kind.DETOUR,
            "take " + remote.ip() + " off machine " + machine.get(),
            List.of(),
            false,
            api -> Outcome.of(detached(remote, api))));
  }
}
