package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PublicIps.View;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that an address is to be taken away from. It is asked for anew in each pass that may
 * do so: who decides on that machine has to agree, and an older look may name one that has the
 * address no more.
 */
final class AddressUser {
  /** Under which it stands among the inputs; empty where there is none, or none is looked for. */
  static final String FIELD = "assignedMachineId";

  private AddressUser() {}

  /** The machine that has an address, if one has. */
  static Optional<String> of(View remote) {
    return Optional.ofNullable(remote.assignedMachineId()).filter(it -> !it.isEmpty());
  }

  /** The addresses that the list of all shows with a machine. */
  static Stream<String> addressesOf(String machine, Paperspace api) {
    return api.publicIps().list().stream()
        .filter(it -> machine.equals(it.assignedMachineId()))
        .map(View::ip);
  }

  /** Reads where it is, if it was last seen at another machine than the one declared. */
  static Map<String, String> lookUp(PublicIp resource, String declared, Paperspace api) {
    boolean isElsewhere =
        declared != null && seen(resource).filter(it -> !it.equals(declared)).isPresent();
    var user =
        Optional.of(resource)
            .filter(it -> isElsewhere)
            .map(it -> it.getStatus().id())
            .flatMap(api.publicIps()::get)
            .flatMap(AddressUser::of);
    return Map.of(FIELD, user.orElse(""));
  }

  private static Optional<String> seen(PublicIp resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(ManagedStatus::observed)
        .map(PublicIp.Observed::machineId);
  }

  /** As it was looked up in this pass. */
  static Optional<String> known(Inputs inputs) {
    return Optional.of(inputs.id(FIELD)).filter(it -> !it.isEmpty());
  }

  /** Nobody asked yet who decides on the machine that has it: the next pass does. */
  static Step<View> look(View remote, String user) {
    return Step.learn("remember that machine " + user + " has " + remote.ip(), remote, Map.of());
  }
}
