package com.paperspace.operator.reconcile.delete;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import java.util.List;

/** Who still uses what is to go, by the names people know. */
final class StillUsed {
  private static final String NEXT = " first, or set policy.deletion: Retain.";

  private final ResourceIndex index;

  StillUsed(ResourceIndex index) {
    this.index = index;
  }

  /** Other resources of the namespace whose specs name this one. */
  List<PaperspaceResource<?, ?>> users(External<?> external) {
    var pass = external.pass();
    var name = pass.resource.getMetadata().getName();
    return index.users(IndexKey.resource(external.type(), pass.namespace(), name)).stream()
        .filter(user -> !user.getMetadata().getUid().equals(pass.uid()))
        .filter(user -> !(user.isMarkedForDeletion() && isNamedBy(external, user)))
        .toList();
  }

  /** Of two that name each other and both go, neither waits for the other. */
  private static boolean isNamedBy(External<?> external, PaperspaceResource<?, ?> user) {
    return external.pass().resource.getSpec() != null
        && external.references().stream()
            .anyMatch(
                it ->
                    it instanceof Reference.ToResource to
                        && to.kind().isInstance(user)
                        && to.name().equals(user.getMetadata().getName()));
  }

  static String message(List<PaperspaceResource<?, ?>> users) {
    return "Still used by " + Dependents.named(users) + ". Delete those" + NEXT;
  }

  /** The same of what the kind found in the cloud; its own words where it names no parts. */
  String message(External<?> external, InUseException e) {
    return e.parts().isEmpty()
        ? e.getMessage()
        : e.getMessage()
            + " still holds "
            + Dependents.some(e.parts().stream().map(part -> named(external, part)).toList())
            + ". Delete what it holds"
            + NEXT;
  }

  private String named(External<?> external, InUseException.Part part) {
    var pass = external.pass();
    var key = IndexKey.cloud(part.kind(), pass.draft.account.teamId(), part.id());
    return index.users(key).stream()
        .findFirst()
        .map(user -> Dependents.named(user, pass.namespace()))
        .orElse(part.kind().getSimpleName() + " " + part.id() + " (which no resource manages)");
  }
}
