package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the address of a machine as a field that one resource decides on: a Machine that declares a
 * type which an assigned address would change, else the PublicIp that has given it an address. Any
 * two of them would take turns without end.
 */
final class AddressOfMachine {
  private AddressOfMachine() {}

  /** What no Machine may declare while an address is given to it, or taken off it. */
  static SharedField typeOf(String machine) {
    return new SharedField(Machine.class, machine, "publicIpType");
  }

  private static SharedField addressOf(String machine) {
    return new SharedField(Machine.class, machine, "static address");
  }

  /**
   * The type a Machine declares, if it declares one: what an address makes of it is put back, and a
   * static one comes with an address of its own (docs/paperspace-api.md 2.3).
   */
  static Optional<String> declaredType(Machine machine) {
    return Optional.ofNullable(machine.getSpec()).map(Machine.Spec::publicIpType);
  }

  static List<SharedField> declaredByMachine(Machine machine) {
    var status = machine.getStatus();
    return status == null || status.id() == null || declaredType(machine).isEmpty()
        ? List.of()
        : List.of(typeOf(status.id()));
  }

  /**
   * One that others have moved decides on nothing where it is now, and one that is to go elsewhere
   * keeps no other from there.
   */
  static List<SharedField> heldByAddress(PublicIp address) {
    var status = address.getStatus();
    if (status == null || status.observed() == null) {
      return List.of();
    }
    var machine = status.observed().machineId();
    var marks = status.marks() == null ? Map.<String, String>of() : status.marks();
    return machine != null && isNamed(machine, address.getSpec(), marks)
        ? List.of(addressOf(machine))
        : List.of();
  }

  /**
   * Whether the spec names the machine, so far as is known without any look-up; by a reference only
   * one that was given the address from here.
   */
  private static boolean isNamed(String machine, PublicIp.Spec spec, Map<String, String> marks) {
    if (spec.machineRef() == null) {
      return machine.equals(spec.machineId());
    }
    if (!AddressNotes.noted(marks).contains(machine)) {
      return false;
    }
    return AddressNotes.isLast(spec, machine, marks);
  }

  /** What to do about an address whose machine goes. */
  static String leftBehind(String address) {
    return "Its static address "
        + address
        + " stays in the account and is billed until it is released: delete the PublicIp that keeps"
        + " it, under policy.deletion: Delete; or, without one, apply one with externalId: "
        + address
        + " and that policy and delete it, or release it in the Paperspace console.";
  }

  /** The one address of the machine that is to have it, if one is. */
  static List<SharedField> takenByAddress(Optional<String> machine) {
    return machine.map(AddressOfMachine::addressOf).stream().toList();
  }
}
