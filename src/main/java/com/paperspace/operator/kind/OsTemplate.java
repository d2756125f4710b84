package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Machine.Spec;
import com.paperspace.operator.client.AvailableMachineType;
import com.paperspace.operator.client.OsTemplates.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The operating system a spec names by its label. */
final class OsTemplate {
  /** Field of the spec, and mark: the id that was taken. */
  static final String FIELD = "template";

  /** Of a catalogue people read so many at a glance. */
  private static final int NAMED = 10;

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
      boolean isMade = resource.getStatus() != null && resource.getStatus().id() != null;
      if (isMade) {
        return Optional.empty();
      }
      throw e;
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
                      + some(found.stream().map(View::id)))
              + ".");
    }
    requireOffered(spec.machineType(), found.get(0));
    return found.get(0).id();
  }

  private static List<View> labelled(List<View> catalogue, Predicate<String> label) {
    return catalogue.stream()
        .filter(it -> it.operatingSystemLabel() != null && label.test(it.operatingSystemLabel()))
        .toList();
  }

  /** What a template does not offer would be refused; one that names no types offers any. */
  private static void requireOffered(String type, View template) {
    var types = template.availableMachineTypes();
    if (types == null || types.isEmpty()) {
      return;
    }
    if (offered(types).noneMatch(type::equalsIgnoreCase)) {
      throw new InvalidInputException(
          "machineType: OS template '"
              + template.operatingSystemLabel()
              + "' does not offer "
              + type
              + "; it offers: "
              + some(offered(types))
              + ".");
    }
  }

  private static Stream<String> offered(List<AvailableMachineType> types) {
    return types.stream()
        .filter(it -> !Boolean.FALSE.equals(it.isAvailable()))
        .map(AvailableMachineType::machineTypeLabel)
        .filter(Objects::nonNull);
  }

  private static String labels(List<View> catalogue) {
    return some(catalogue.stream().map(View::operatingSystemLabel).filter(Objects::nonNull));
  }

  private static String some(Stream<String> names) {
    return Text.some(NAMED, names.distinct().sorted().toList());
  }
}
