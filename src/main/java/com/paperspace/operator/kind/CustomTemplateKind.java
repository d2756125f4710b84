package com.paperspace.operator.kind;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.CustomTemplate.Observed;
import com.paperspace.operator.api.CustomTemplate.Spec;
import com.paperspace.operator.client.CustomTemplates;
import com.paperspace.operator.client.CustomTemplates.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.time.Duration;

/** A template made from a machine that is off; only its name can change. */
public final class CustomTemplateKind {
  /** No document says; twice what a change of a machine may take (docs/paperspace-api.md 2.1). */
  private static final Duration LONGEST = Duration.ofHours(2);

  private static final MachineWork<View> WORK =
      new MachineWork<>(
          "template-create", View::parentMachineId, CustomTemplateKind::isDone, LONGEST);

  private static final ResourceRef<Spec> HOST = MachineRef.of(Spec::machineRef, Spec::machineId);

  private CustomTemplateKind() {}

  /** The kind as its table says. */
  public static Adapter<CustomTemplate, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(
                CustomTemplate.class,
                Paperspace::customTemplates,
                CustomTemplates::list,
                CustomTemplates::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .reference(ReferenceRow.atCreate(HOST, View::parentMachineId, MachineRef::exists))
            .holds("the disk of its machine as that is by then")
            .outlives(it -> Boolean.TRUE.equals(it.usable()))
            .stops(
                new MachineStop<>(HOST, Spec::allowStop),
                PowerOfMachine::unfit,
                PowerOfMachine::unready)
            .requires((spec, inputs, api) -> MachineOff.check(HOST, spec, inputs, api))
            .begin(
                WORK,
                it -> new CustomTemplates.Create(it.name(), it.id(MachineRef.FIELD)),
                (all, body) -> Made.of(all.create(body)))
            .change(
                it -> new CustomTemplates.Change(it.changed("name", Spec::name)),
                CustomTemplates::update)
            .delete(CustomTemplates::delete)
            .observed("Machines can be made of the template.", CustomTemplateKind::observed));
  }

  /** Either sign proves it: this one, or the end of the event (docs/paperspace-api.md 10.16). */
  private static boolean isDone(View it) {
    return it.availableMachineTypes() != null
        && it.availableMachineTypes().stream()
            .anyMatch(type -> !Boolean.FALSE.equals(type.isAvailable()));
  }

  private static Observed observed(Remote<View> remote) {
    var it = remote.view();
    return new Observed(
        it.parentMachineId(),
        Regions.shown(it.region()),
        it.operatingSystemLabel(),
        it.defaultSizeGb(),
        WORK.observe(it, remote.event(), it).isEmpty());
  }
}
