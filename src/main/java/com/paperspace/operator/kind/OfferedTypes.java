package com.paperspace.operator.kind;

import com.paperspace.operator.client.AvailableMachineType;
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
   * What a template does not offer would be refused; one that names no types offers any.
   *
   * @param template what people call it
   * @throws InvalidInputException when it is not among them, with what is
   */
  static void require(String template, String type, List<AvailableMachineType> types) {
    if (types == null || types.isEmpty()) {
      return;
    }
    if (offered(types).noneMatch(type::equalsIgnoreCase)) {
      throw new InvalidInputException(
          "machineType: "
              + template
              + " does not offer "
              + type
              + (offered(types).findAny().isEmpty()
                  ? "; none of its types is available now."
                  : "; it offers: " + some(offered(types)) + "."));
    }
  }

  private static Stream<String> offered(List<AvailableMachineType> types) {
    return types.stream()
        .filter(it -> !Boolean.FALSE.equals(it.isAvailable()))
        .map(AvailableMachineType::machineTypeLabel)
        .filter(Objects::nonNull);
  }

  /** The first few of several names, in order. */
  static String some(Stream<String> names) {
    return Text.some(NAMED, names.distinct().sorted().toList());
  }
}
