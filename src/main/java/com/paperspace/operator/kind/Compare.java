package com.paperspace.operator.kind;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.Drift;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Comparing a declared field with the cloud's; what is not declared is not managed. */
final class Compare {

  /** The declared cloud name, else the object's own. */
  static String nameOr(String declared, PaperspaceResource<?, ?> resource) {
    return declared == null ? resource.getMetadata().getName() : declared;
  }

  /** A value that can be changed. */
  static Optional<Drift> values(String field, Object declared, Object actual) {
    return declared == null || Objects.equals(declared, actual)
        ? Optional.empty()
        : Optional.of(Drift.correctable(field, declared, actual));
  }

  /** A value that only a new object could have; one the API does not tell is taken as right. */
  static Optional<Drift> fixed(String field, Object declared, Object actual) {
    return declared == null || actual == null || Objects.equals(declared, actual)
        ? Optional.empty()
        : Optional.of(Drift.replace(field, declared, actual));
  }

  /** A list whose order means nothing; {@code actual} null means it was not read. */
  static Optional<Drift> sets(String field, List<String> declared, List<String> actual) {
    if (declared == null || actual == null || Set.copyOf(declared).equals(Set.copyOf(actual))) {
      return Optional.empty();
    }
    return Optional.of(Drift.correctable(field, new TreeSet<>(declared), new TreeSet<>(actual)));
  }

  private Compare() {}
}
