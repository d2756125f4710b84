package com.paperspace.operator.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine types, and what becomes of one in other letters (docs/paperspace-api.md 4, 10.29).
 */
final class Catalogue {
  private static final Map<String, String> TYPES =
      Arrays.stream(
              """
              C1 C2 C3 C4 C5 C6 C7 C8 C9 C10
              GPU+ P4000 P4000x2 P4000x4 P5000 P5000x2 P5000x4 P6000 P6000x2 P6000x4
              RTX4000 RTX4000x2 RTX4000x4 RTX5000 RTX5000x2 RTX5000x4
              V100 V100-32G V100-32Gx2 V100-32Gx4
              A4000 A4000x2 A4000x4 A5000 A5000x2 A5000x4 A6000 A6000x2 A6000x4
              A100 A100x8 A100-80G A100-80Gx8 H100 H100x8
              """
                  .split("\\s+", -1))
          .filter(it -> !it.isEmpty())
          .collect(Collectors.toMap(Catalogue::folded, Function.identity()));

  private Catalogue() {}

  static Stream<String> types() {
    return TYPES.values().stream().sorted();
  }

  static boolean knows(String type) {
    return TYPES.containsKey(folded(type));
  }

  /** The type as it is kept; one the catalogue does not have is kept as it came. */
  static String kept(Choices choices, String type) {
    var known = TYPES.getOrDefault(folded(type), type);
    return switch (choices.of(Dialects.TypeCase.class)) {
      case REFUSED -> {
        if (!known.equals(type)) {
          throw Refusal.badRequest("Invalid machine type " + type);
        }
        yield type;
      }
      case CATALOGUE -> known;
      case LOWER -> TYPES.containsValue(known) ? folded(known) : type;
    };
  }

  static String folded(String type) {
    return type.toLowerCase(Locale.ROOT);
  }
}
