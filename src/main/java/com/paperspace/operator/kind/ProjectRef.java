package com.paperspace.operator.kind;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;

/** The project a spec names, by reference or by id. */
final class ProjectRef {
  static final String FIELD = "projectRef";

  static Optional<Reference> reference(LocalRef ref) {
    return Optional.ofNullable(ref)
        .map(it -> new Reference.ToResource(FIELD, PaperspaceProject.class, it.name()));
  }

  static String id(LocalRef ref, String id, Inputs inputs) {
    return ref == null ? id : inputs.id(FIELD);
  }

  /** Whether the project, or the secret of one, under a reference is there. */
  static boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    var id = inputs.id(reference.field());
    return reference.kind() == PaperspaceProject.class
        ? api.projects().get(id).isPresent()
        : ProjectSecretRemote.find(id, api).isPresent();
  }

  private ProjectRef() {}
}
