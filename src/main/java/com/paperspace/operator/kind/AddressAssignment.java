package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.PublicIp.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.PublicIps.View;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
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
  private static final String KEEPS_ITS_OWN =
      " A static address of its own stays with the machine, which can have no second one: to have it"
          + " here, set externalId to that address too.";

  private final ResourceRef<Spec> target = MachineRef.of(Spec::machineRef, Spec::machineId);

  Optional<Reference> reference(Spec spec) {
    return target.reference(spec).map(it -> it.unless(AddressAssignment::unfit));
  }

  /** The two would take turns, or the machine would have two addresses. */
  private static Optional<String> unfit(PaperspaceResource<?, ?> resource) {
    return resource instanceof Machine machine && !isOnlyWatched(machine)
        ? AddressOfMachine.declaredType(machine)
            .map(
                type ->
                    "declares publicIpType: "
                        + type
                        + ", and its address is to come from here. Leave publicIpType out of the"
                        + " Machine; this goes on by itself then."
                        + (type.equals(MachineState.STATIC) ? KEEPS_ITS_OWN : ""))
        : Optional.empty();
  }

  /** What it declares is only compared then. */
  private static boolean isOnlyWatched(Machine machine) {
    return machine.getSpec() != null && Policy.of(machine.getSpec().policy()).observeOnly();
  }

  Map<String, String> lookUp(PublicIp resource, Inputs inputs, Paperspace api) {
    return AddressUser.lookUp(resource, declared(resource.getSpec(), inputs), api);
  }

  /** What keeps it from being claimed now, if anything. */
  <O> Optional<Observation<O>> check(Spec spec, Inputs inputs, Paperspace api) {
    return wanted(spec, inputs)
        .flatMap(it -> AddressClaim.check(target.field(spec), spec, it, api));
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
    return wanted(spec, inputs).map(it -> AddressNotes.marks(spec, Set.of(it))).orElse(Map.of());
  }

  Optional<Drift> diff(Spec spec, View remote, Inputs inputs) {
    var declared = declared(spec, inputs);
    var wanted = wanted(spec, inputs);
    var actual = AddressUser.of(remote);
    if (actual.isEmpty() && wanted.isEmpty() && inputs.marks().get(AddressNotes.MARK) != null) {
      // Whoever assigns it from now on, it is not us.
      return Optional.of(new Drift(AddressNotes.MARK, "(none)", "(detached)", Remedy.VERB));
    }
    if (AddressNotes.isEditTakenBack(spec, wanted, actual, inputs.marks())) {
      return Optional.of(new Drift(AddressNotes.MARK, wanted.get(), Drift.NOT_KNOWN, Remedy.VERB));
    }
    return declared == null || wanted.equals(actual)
        ? Optional.empty()
        : Optional.of(
            Drift.correctable(target.field(spec), wanted.orElse(null), actual.orElse(null)));
  }

  Step<View> next(PublicIp resource, View remote, List<Drift> todo, Inputs inputs) {
    var user = AddressUser.of(remote);
    var spec = resource.getSpec();
    if (todo.stream().allMatch(Drift::isMark)) {
      return AddressNotes.renewed(spec, remote, todo);
    }
    if (user.isPresent() && !user.equals(AddressUser.known(inputs))) {
      return AddressUser.look(remote, user.get());
    }
    var wanted = declared(spec, inputs);
    if (wanted.isEmpty()) {
      return Step.change(todo, api -> forgotten(detached(remote, api)));
    }
    return AddressNotes.has(spec, wanted, inputs.marks())
        ? Step.change(todo, api -> assigned(spec, remote, wanted, api))
        : AddressNotes.note(spec, remote, wanted, inputs.marks());
  }

  /**
   * A machine has one address: where another has to go first, this one makes room where it is, for
   * that may be what the other waits for.
   */
  private static Outcome<View> assigned(Spec spec, View remote, String machine, Paperspace api) {
    var other =
        AddressUser.addressesOf(machine, api).filter(it -> !it.equals(remote.ip())).findFirst();
    if (other.isEmpty()) {
      var after = api.publicIps().assign(remote.ip(), machine);
      return new Outcome<>(
          after.orElse(with(remote, machine)), null, AddressNotes.marks(spec, Set.of(machine)));
    }
    if (AddressUser.of(remote).isPresent()) {
      return Outcome.learned(detached(remote, api), AddressNotes.marks(spec, Set.of(machine)));
    }
    throw new PaperspaceException(
        PaperspaceException.Reason.CONFLICT,
        -1,
        "Machine "
            + machine
            + " has the static address "
            + other.get()
            + ", which has to be taken off it first. Where a PublicIp keeps that one, set its"
            + " machineId: \"\"; else take it off in the Paperspace console.");
  }

  private static View detached(View remote, Paperspace api) {
    return api.publicIps().detach(remote.ip()).orElse(with(remote, null));
  }

  /** Whoever assigns it from now on, it is not us. */
  private static Outcome<View> forgotten(View after) {
    return new Outcome<>(after, null, AddressNotes.NONE);
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
    var machine = AddressUser.of(remote);
    if (machine.isEmpty()) {
      return Optional.empty();
    }
    boolean ours = AddressNotes.noted(marks).contains(machine.get());
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
