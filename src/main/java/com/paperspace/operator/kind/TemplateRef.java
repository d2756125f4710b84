package com.paperspace.operator.kind;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;

/** The custom template a machine is made of; a machine that exists needs it no more. */
final class TemplateRef {
  static final String FIELD = "templateRef";

  private TemplateRef() {}

  static Optional<Reference> reference(Machine resource) {
    var ref = Metadata.isMade(resource) ? null : resource.getSpec().templateRef();
    return Optional.ofNullable(ref)
        .map(it -> new Reference.ToResource(FIELD, CustomTemplate.class, it.name()))
        .map(it -> it.until(TemplateRef::unusable));
  }

  private static Optional<String> unusable(PaperspaceResource<?, ?> resource) {
    var status = resource.getStatus();
    boolean usable =
        status != null
            && status.observed() instanceof CustomTemplate.Observed it
            && Boolean.TRUE.equals(it.usable());
    return usable
        ? Optional.empty()
        : Optional.of("is not usable yet. Its status tells why; this goes on by itself.");
  }

  static boolean exists(Paperspace api, String id) {
    return api.customTemplates().get(id).isPresent();
  }

  /**
   * What keeps a machine from being made of it now, if anything.
   *
   * @throws InvalidInputException when the template is for other machines
   * @throws PaperspaceException when there is no room for such a machine now
   */
  static <O> Optional<Observation<O>> check(Machine resource, Inputs inputs, Paperspace api) {
    var spec = resource.getSpec();
    if (spec.templateRef() == null) {
      return Optional.empty();
    }
    if (Metadata.isMade(resource)) {
      return Optional.of(
          Observation.progressing(
              Reason.Creating, "Its template is looked for again.", null, null));
    }
    // One that is gone the create is refused for, which then tells whose it was.
    api.customTemplates()
        .get(inputs.id(FIELD))
        .ifPresent(
            it -> {
              var what = "CustomTemplate " + spec.templateRef().name();
              if (Regions.differ(spec.region(), it.region())) {
                throw new InvalidInputException(
                    "region: "
                        + what
                        + " is in "
                        + Regions.shown(it.region())
                        + ", and machines can be made of it there alone. Set that region, or name"
                        + " another template.");
              }
              OfferedTypes.requireAvailable(what, spec.machineType(), it.availableMachineTypes());
            });
    return Optional.empty();
  }
}
