package com.paperspace.operator.reconcile.delete;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;

/** Finds the resources that still use an object that is to be deleted, and names them. */
final class StillUsed {
  private static final String ELSE = ", or set policy.deletion: Retain.";

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
        .filter(user -> !waitsForIt(external, user))
        .toList();
  }

  /** Whether a user waits for this resource: in a circle of resources that all go none may wait. */
  private boolean waitsForIt(External<?> external, PaperspaceResource<?, ?> user) {
    var seen = new HashSet<String>();
    var next = new ArrayDeque<PaperspaceResource<?, ?>>(List.of(user));
    while (!next.isEmpty()) {
      var one = next.remove();
      if (one.getMetadata().getUid().equals(external.pass().uid())) {
        return true;
      }
      if (one.isMarkedForDeletion() && seen.add(one.getMetadata().getUid())) {
        next.addAll(users(one));
      }
    }
    return false;
  }

  private List<PaperspaceResource<?, ?>> users(PaperspaceResource<?, ?> one) {
    var metadata = one.getMetadata();
    return index.users(
        IndexKey.resource(one.getClass(), metadata.getNamespace(), metadata.getName()));
  }

  static String message(List<PaperspaceResource<?, ?>> users) {
    return "Still used by "
        + Dependents.named(users)
        + ". Delete those first (their cloud objects go too, unless their policy says Retain)"
        + ELSE;
  }

  /** The same of what the kind found in the cloud; its own words where it names no parts. */
  String message(External<?> external, InUseException e) {
    return e.parts().isEmpty()
        ? e.getMessage()
        : e.getMessage()
            + " still holds "
            + Dependents.some(e.parts().stream().map(part -> named(external, part)).toList())
            + ". Delete what it holds first"
            + ELSE;
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
