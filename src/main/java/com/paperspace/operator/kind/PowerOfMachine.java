package com.paperspace.operator.kind;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.reconcile.adapter.PutAside;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Names the power of a machine as a field that one resource decides on: the Machine, where it
 * declares the power or is to be left alone; else a template may stop the machine, and starts it
 * again.
 */
final class PowerOfMachine {
  private PowerOfMachine() {}

  /** What a resource keeps others from: a stop. */
  static SharedField on(String machine) {
    return new SharedField(Machine.class, machine, "power");
  }

  /** What a resource keeps others from: a start. */
  private static SharedField off(String machine) {
    return new SharedField(Machine.class, machine, "power off");
  }

  /** A machine that is off for something else, and is to be on again unless it is declared off. */
  static PutAside stopped(String machine) {
    return new PutAside(
        off(machine), on(machine), "Machine " + machine + ", which was stopped for it,");
  }

  /** What a Machine decides on. */
  static List<SharedField> declaredBy(Machine machine) {
    var fields = new ArrayList<SharedField>();
    var status = machine.getStatus();
    var spec = machine.getSpec();
    if (status == null || status.id() == null || spec == null) {
      return fields;
    }
    if ("On".equals(spec.powerState()) || Metadata.isPaused(machine)) {
      fields.add(on(status.id()));
    }
    if ("Off".equals(spec.powerState())) {
      fields.add(off(status.id()));
    }
    return fields;
  }

  /** What a Machine that only watches keeps others from, while there is something to stop. */
  static List<SharedField> guardedBy(Machine machine) {
    var status = machine.getStatus();
    return status == null || status.id() == null || machine.getSpec() == null || isOff(machine)
        ? List.of()
        : List.of(on(status.id()));
  }

  /** Why a machine is not stopped for a template, as long as nobody changes its resource. */
  static Optional<String> unfit(CustomTemplate.Spec spec, PaperspaceResource<?, ?> named) {
    return asked(spec, named)
        .flatMap(
            machine -> {
              if ("On".equals(machine.getSpec().powerState())) {
                return Optional.of(
                    "declares powerState: \"On\", so it is not stopped for a template. Declare"
                        + " \"Off\", or leave powerState out; this goes on by itself then.");
              }
              if (isOnlyReported(machine)) {
                return Optional.of(
                    "is declared \"Off\" and is on, which is only reported (policy.drift: Report)."
                        + " Stop it in the Paperspace console; the template is made then.");
              }
              return isLeftAlone(machine) && !isOff(machine)
                  ? Optional.of(
                      "is paused or ObserveOnly, so it is not stopped for a template. Stop it in the"
                          + " Paperspace console and leave allowStop out, or let the Machine be"
                          + " managed again.")
                  : Optional.empty();
            });
  }

  /** What its resource is still to carry out. */
  static Optional<String> unready(CustomTemplate.Spec spec, PaperspaceResource<?, ?> named) {
    return asked(spec, named)
        .filter(machine -> "Off".equals(machine.getSpec().powerState()) && !isOff(machine))
        .map(it -> "is declared \"Off\" and is not off yet; this goes on by itself then.");
  }

  /** Whether what was once applied is not put right any more. */
  private static boolean isOnlyReported(Machine machine) {
    var status = machine.getStatus();
    return "Off".equals(machine.getSpec().powerState())
        && !isOff(machine)
        && Policy.of(machine.getSpec().policy()).reportDrift()
        && status != null
        && Objects.equals(status.appliedGeneration(), machine.getMetadata().getGeneration());
  }

  /** The Machine, where the template would stop it. */
  private static Optional<Machine> asked(CustomTemplate.Spec spec, PaperspaceResource<?, ?> named) {
    return Boolean.TRUE.equals(spec.allowStop())
            && named instanceof Machine machine
            && machine.getSpec() != null
        ? Optional.of(machine)
        : Optional.empty();
  }

  private static boolean isLeftAlone(Machine machine) {
    return Metadata.isPaused(machine) || Policy.of(machine.getSpec().policy()).observeOnly();
  }

  private static boolean isOff(Machine machine) {
    var status = machine.getStatus();
    return status != null
        && status.observed() != null
        && MachineRemote.OFF.equals(status.observed().state());
  }
}
