package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Machine.Spec;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.client.OsTemplates.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** The operating system a spec names by its label. */
final class OsTemplate {
  /** Field of the spec, and mark: the id that was taken. */
  static final String FIELD = "template";

  private OsTemplate() {}

  /**
   * Id of the template a machine is made of. The one that was taken stays, whatever the catalogue
   * says later; what is wrong with the label of a machine that is there is nobody's concern.
   *
   * @throws InvalidInputException when none can be taken for a machine still to be made
   */
  static Optional<String> id(Machine resource, Inputs inputs, Paperspace api) {
    var taken = inputs.marks().get(FIELD);
    if (taken != null) {
      return Optional.of(taken);
    }
    try {
      return Optional.of(find(resource.getSpec(), api.osTemplates().recent()));
    } catch (InvalidInputException e) {
      if (Metadata.isMade(resource)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Requires of what is to be made that it can be made of its template now, also where {@link #id}
   * lets that pass for the sake of what was there.
   *
   * @throws InvalidInputException when no template can be taken
   * @throws PaperspaceException when there is no room for such a machine now
   */
  static void require(Spec spec, Inputs inputs, Paperspace api) {
    if (spec.template() != null && !inputs.marks().containsKey(FIELD)) {
      var catalogue = api.osTemplates().recent();
      requireAvailable(find(spec, catalogue), spec.machineType(), catalogue);
    }
  }

  /**
   * Id of the template that has the label, exactly or else in other letters.
   *
   * @throws InvalidInputException when none or several have it, or the one that has it does not
   *     offer the machine type
   */
  static String find(Spec spec, List<View> catalogue) {
    var label = spec.template().os();
    var exact = labelled(catalogue, label::equals);
    var found = exact.isEmpty() ? labelled(catalogue, label::equalsIgnoreCase) : exact;
    if (found.size() != 1) {
      throw new InvalidInputException(
          FIELD
              + ".os: "
              + (found.isEmpty()
                  ? "no OS template '" + label + "'; there are: " + labels(catalogue)
                  : "several OS templates are called '"
                      + label
                      + "'; name one in templateId: "
                      + OfferedTypes.some(found.stream().map(View::id)))
              + ".");
    }
    var one = found.get(0);
    OfferedTypes.requireListed(name(one), spec.machineType(), one.availableMachineTypes());
    return one.id();
  }

  /**
   * Nothing is known of a template that is not in the catalogue.
   *
   * @param id the template; null for none of the service's
   * @throws InvalidInputException when it does not offer the machine type
   * @throws PaperspaceException when there is no room for such a machine now
   */
  static void requireAvailable(String id, String type, List<View> catalogue) {
    catalogue.stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .ifPresent(it -> OfferedTypes.requireAvailable(name(it), type, it.availableMachineTypes()));
  }

  private static String name(View template) {
    return "OS template '" + template.operatingSystemLabel() + "'";
  }

  private static List<View> labelled(List<View> catalogue, Predicate<String> label) {
    return catalogue.stream()
        .filter(it -> it.operatingSystemLabel() != null && label.test(it.operatingSystemLabel()))
        .toList();
  }

  private static String labels(List<View> catalogue) {
    return OfferedTypes.some(
        catalogue.stream().map(View::operatingSystemLabel).filter(Objects::nonNull));
  }
}
