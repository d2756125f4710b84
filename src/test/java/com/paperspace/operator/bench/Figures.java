package com.paperspace.operator.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects measurements round by round, and tells each as it comes. */
final class Figures {
  private final Map<List<String>, List<Double>> rounds = new LinkedHashMap<>();

  /** Notes one measurement of a case. */
  void add(String of, String what, double value) {
    System.out.printf("   %-28s %-44s %10.3f%n", of, what, value);
    rounds.computeIfAbsent(List.of(of, what), it -> new ArrayList<>()).add(value);
  }

  /** Notes how a figure compares with another of the same case, round by round. */
  void ratio(String of, String what, String part, String whole) {
    var parts = rounds.getOrDefault(List.of(of, part), List.of());
    var wholes = rounds.getOrDefault(List.of(of, whole), List.of());
    for (int i = 0; i < Math.min(parts.size(), wholes.size()); i++) {
      add(of, what, parts.get(i) / wholes.get(i));
    }
  }

  /** The median of what was measured so far; zero when nothing was. */
  double soFar(String of, String what) {
    var values = rounds.getOrDefault(List.of(of, what), List.of());
    return values.isEmpty() ? 0 : Figure.median(values);
  }

  List<Figure> all() {
    return rounds.entrySet().stream()
        .map(it -> Figure.of(it.getKey().get(0), it.getKey().get(1), it.getValue()))
        .toList();
  }
}
