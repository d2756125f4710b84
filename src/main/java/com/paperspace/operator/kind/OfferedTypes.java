package com.paperspace.operator.kind;

import com.paperspace.operator.client.AvailableMachineType;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The machine types that a template can be used with. */
final class OfferedTypes {
  /** Of a catalogue people read so many at a glance. */
  private static final int NAMED = 10;

  private OfferedTypes() {}

  /**
   * What a template does not list would be refused; one that lists no types takes any.
   *
   * @param template what people call it
   * @throws InvalidInputException when the type is not listed, with what is
   */
  static void requireListed(String template, String type, List<AvailableMachineType> types) {
    if (types != null && !types.isEmpty() && of(type, types).isEmpty()) {
      throw new InvalidInputException(
          "machineType: %s does not offer %s; it offers: %s."
              .formatted(template, type, all(types)));
    }
  }

  /**
   * The same, and that there is room for such a machine now.
   *
   * @throws InvalidInputException when the type is not listed
   * @throws PaperspaceException {@code OUT_OF_CAPACITY} when it is, as not available for now
   */
  static void requireAvailable(String template, String type, List<AvailableMachineType> types) {
    requireListed(template, type, types);
    var listed = types == null ? List.<AvailableMachineType>of() : of(type, types);
    if (!listed.isEmpty()
        && listed.stream().allMatch(it -> Boolean.FALSE.equals(it.isAvailable()))) {
      throw new PaperspaceException(
          Reason.OUT_OF_CAPACITY,
          -1,
          "The service's catalogue says that " + type + " is not available now with " + template);
    }
  }

  private static List<AvailableMachineType> of(String type, List<AvailableMachineType> types) {
    return types.stream().filter(it -> type.equalsIgnoreCase(it.machineTypeLabel())).toList();
  }

  private static String all(List<AvailableMachineType> types) {
    return some(
        types.stream().map(AvailableMachineType::machineTypeLabel).filter(Objects::nonNull));
  }

  /** The first few of several names, in order. */
  static String some(Stream<String> names) {
    return Text.some(NAMED, names.distinct().sorted().toList());
  }
}
