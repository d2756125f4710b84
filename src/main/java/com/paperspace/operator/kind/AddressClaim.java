package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PublicIp.Spec;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.util.Optional;

/** Whether a machine could have the address that is to be claimed for it: it is billed at once. */
final class AddressClaim {
  private AddressClaim() {}

  /**
   * What keeps an address from being claimed for a machine now, if anything.
   *
   * @param field what names the machine
   * @throws InvalidInputException when that machine can never have it
   */
  static <O> Optional<Observation<O>> check(
      String field, Spec spec, String machine, Paperspace api) {
    var found = api.machines().get(machine);
    if (found.isPresent()) {
      requireRegion(field, spec, found.get());
      return of(found.get(), api).map(it -> taken(field, machine, it));
    }
    if (spec.machineRef() == null) {
      throw new InvalidInputException(
          field
              + (Sight.isWhole(api)
                  ? ": there is no machine " + machine + ", so no address was claimed."
                  : ": the key, which is that of a plain member of the team, does not show machine "
                      + machine
                      + ", so no address was claimed.")
              + " Name one that is there.");
    }
    return Optional.of(
        Observation.progressing(Reason.Creating, "Its machine is looked for again.", null, null));
  }

  private static void requireRegion(String field, Spec spec, Machines.View machine) {
    if (Regions.differ(spec.region(), machine.region())) {
      throw new InvalidInputException(
          field
              + ": machine "
              + machine.id()
              + " is in "
              + Regions.shown(machine.region())
              + ", and can have an address of that region alone; none was claimed in "
              + spec.region()
              + ". Name a machine of that region, or apply the PublicIp anew with the machine's.");
    }
  }

  /**
   * The static address a machine has by the list of all. One that the machine alone shows was taken
   * off it or released a moment ago.
   */
  private static Optional<String> of(Machines.View machine, Paperspace api) {
    return MachineState.STATIC.equals(machine.publicIpType())
        ? AddressUser.addressesOf(machine.id(), api).findFirst()
        : Optional.empty();
  }

  private static <O> Observation<O> taken(String field, String machine, String address) {
    return Observation.failed(
        Reason.InvalidSpec,
        field
            + ": machine "
            + machine
            + " has the static address "
            + address
            + " and can have no second one; none was claimed. To have that one here, set externalId: "
            + address
            + ". Else take it off the machine: by machineId: \"\" in the PublicIp that keeps it, or in"
            + " the Paperspace console; this goes on by itself then, half an hour later at most, or"
            + " at once with a new value of the annotation "
            + Annotations.RECONCILE_AT
            + ".",
        null);
  }
}
