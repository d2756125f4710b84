package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentPart.list;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fields of a configuration that an upsert sends as the cloud has them, whatever is declared, seen
 * from inside a part.
 *
 * @param fields as differences are named
 * @param place the part, as it stands before the names of its fields
 */
record KeptFields(Set<String> fields, String place) {
  /** What is declared is sent. */
  static final KeptFields NONE = of(Set.of());

  static KeptFields of(Set<String> fields) {
    return new KeptFields(fields, "");
  }

  /** The same fields, seen from inside a part. */
  KeptFields at(String inner) {
    return new KeptFields(fields, place + inner);
  }

  boolean has(String field) {
    return fields.contains(DeploymentDrift.bounded(place + field));
  }

  /** What is sent for a field: what is declared if anything is, and it is not kept. */
  <V> V or(String field, V declared, V current) {
    return declared == null || has(field) ? current : declared;
  }

  /** Likewise for what people named: each name by itself, in the order declared. */
  <E> List<E> named(String field, List<E> declared, List<E> current, Function<E, String> name) {
    if (declared == null || fields.isEmpty()) {
      return DeploymentPart.or(declared, current);
    }
    Map<String, List<E>> kept =
        list(current).stream()
            .filter(it -> has(DeploymentDrift.member(field, name.apply(it))))
            .collect(
                Collectors.groupingBy(
                    it -> Objects.toString(name.apply(it)),
                    LinkedHashMap::new,
                    Collectors.toList()));
    var wanted =
        declared.stream()
            .flatMap(
                it ->
                    has(DeploymentDrift.member(field, name.apply(it)))
                        ? list(kept.remove(name.apply(it))).stream()
                        : Stream.of(it))
            .toList();
    return Stream.concat(wanted.stream(), kept.values().stream().flatMap(List::stream)).toList();
  }
}
