package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.List;
import java.util.Optional;

/** Where the objects of a {@link KindDescription} are found, and by which id. */
final class SimplePlace<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V> {
  private final KindDescription<R, S, O, C, V> table;

  SimplePlace(KindDescription<R, S, O, C, V> table) {
    this.table = table;
  }

  String name(R resource) {
    return CloudName.of(table.name.apply(resource.getSpec()), resource);
  }

  boolean hasParent() {
    return table.parent != null;
  }

  /** Whether the name is what the API knows it by in its parent. */
  boolean isKeyedByName() {
    return hasParent() && !table.traits.contains(Trait.UNNAMED);
  }

  /** Id of the parent that holds it; empty for what has none. */
  String scope(R resource, Inputs inputs) {
    if (hasParent()) {
      return table.parent.id().apply(resource.getSpec(), inputs);
    }
    return table.traits.contains(Trait.OF_TEAM) ? inputs.teamId() : "";
  }

  C collection(String scope, Paperspace api) {
    return table.collection.apply(api, scope);
  }

  C collection(Remote<V> remote, Paperspace api) {
    return collection(remote.parent(), api);
  }

  /**
   * What holds an object of a scope: a team holds none, or a list and a look would differ by it.
   */
  String parent(String scope) {
    return hasParent() ? scope : "";
  }

  List<Remote<V>> list(String scope, Paperspace api) {
    var parent = parent(scope);
    return table.list.apply(collection(scope, api)).stream()
        .map(view -> Remote.of(parent, view))
        .toList();
  }

  Optional<Remote<V>> get(String id, Paperspace api) {
    var place = hasParent() ? ScopedId.of(id) : new ScopedId("", id);
    return table
        .get
        .apply(collection(place.parent(), api), place.key())
        .map(view -> Remote.of(place.parent(), view));
  }

  /** What the API knows it by in its collection. */
  String key(Remote<V> remote) {
    return table.identity.apply(remote.view()).id();
  }

  Identity identity(Remote<V> remote) {
    var it = table.identity.apply(remote.view());
    return hasParent()
        ? new Identity(new ScopedId(remote.parent(), it.id()).toString(), it.name(), it.createdAt())
        : it;
  }
}
