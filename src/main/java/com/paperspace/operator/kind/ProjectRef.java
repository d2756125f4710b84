package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The project a spec names, by reference or by id.
 *
 * @param ref null where it is named by id
 */
record ProjectRef<S>(Function<S, LocalRef> ref, Function<S, String> id) {
  private static final String FIELD = "projectRef";
  private static final String ID = "projectId";

  /** The fields that name it; neither can change. */
  static final Set<String> FIELDS = Set.of(FIELD, ID);

  private ResourceRef<S> target() {
    return new ResourceRef<>(FIELD, ID, PaperspaceProject.class, ref, id);
  }

  Optional<Reference.ToResource> reference(S spec) {
    return target().reference(spec);
  }

  String id(S spec, Inputs inputs) {
    return target().id(spec, inputs);
  }

  /** The field that names it. */
  String field(S spec) {
    return target().field(spec);
  }

  /** Whether the project, or the secret of one, under a reference is there. */
  static boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    var id = inputs.id(reference.field());
    if (reference.kind() == PaperspaceProject.class) {
      return api.projects().get(id).isPresent();
    }
    var secret = ScopedId.of(id);
    return api.projectSecrets().get(secret.parent(), secret.key()).isPresent();
  }
}
