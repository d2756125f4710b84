package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who decides how a machine is reached: a Machine that declares a type which an assigned address
 * would change, else the PublicIp that has given it an address. Any two of them would take turns
 * without end.
 */
final class AddressOfMachine {
  /** Ids of the machines the address may have been assigned to by us, with a blank between. */
  static final String MARK = "assignedTo";

  private AddressOfMachine() {}

  private static SharedField typeOf(String machine) {
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

  static Set<String> noted(Map<String, String> marks) {
    return new LinkedHashSet<>(List.of(marks.getOrDefault(MARK, "").split(" ")));
  }

  /** One that others have moved decides on nothing where it is now. */
  static List<SharedField> heldByAddress(PublicIp address) {
    var spec = address.getSpec();
    var status = address.getStatus();
    boolean declared =
        spec.machineRef() != null || (spec.machineId() != null && !spec.machineId().isEmpty());
    if (!declared || status == null || status.observed() == null) {
      return List.of();
    }
    var machine = status.observed().machineId();
    var marks = status.marks() == null ? Map.<String, String>of() : status.marks();
    return machine != null && noted(marks).contains(machine)
        ? List.of(addressOf(machine))
        : List.of();
  }

  /** What is declared of a machine that is to have an address, if one is. */
  static List<SharedField> neededByAddress(Optional<String> machine) {
    return machine.map(it -> List.of(typeOf(it), addressOf(it))).orElse(List.of());
  }
}
