package com.paperspace.operator.kind;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Drift;
import java.util.Objects;
import java.util.Optional;

/** Comparing a declared field with the cloud's; what is not declared is not managed. */
final class Compare {

  /** The declared cloud name, else the object's own. */
  static String nameOr(String declared, PaperspaceResource<?, ?> resource) {
    return declared == null ? resource.getMetadata().getName() : declared;
  }

  /** A value that can be changed; one the API does not tell is taken as right. */
  static Optional<Drift> values(String field, Object declared, Object actual) {
    return declared == null || actual == null || Objects.equals(declared, actual)
        ? Optional.empty()
        : Optional.of(Drift.correctable(field, declared, actual));
  }

  /** A value that only a new object could have; likewise. */
  static Optional<Drift> fixed(String field, Object declared, Object actual) {
    return declared == null || actual == null || Objects.equals(declared, actual)
        ? Optional.empty()
        : Optional.of(Drift.replace(field, declared, actual));
  }

  private Compare() {}
}
