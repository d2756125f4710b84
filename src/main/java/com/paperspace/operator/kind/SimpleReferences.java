package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a resource of a {@link SimpleKind} names, as its table says. */
final class SimpleReferences<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V> {
  private final KindDescription<R, S, O, C, V> table;
  private final SimplePlace<R, S, O, C, V> place;

  SimpleReferences(KindDescription<R, S, O, C, V> table, SimplePlace<R, S, O, C, V> place) {
    this.table = table;
    this.place = place;
  }

  /** All of them, in the order they are asked for. */
  List<Reference> of(R resource) {
    var all = new ArrayList<Reference>();
    if (place.hasParent()) {
      table.parent.reference().apply(resource.getSpec()).ifPresent(all::add);
    }
    if (!outlives(resource)) {
      table.references.forEach(
          row ->
              row.target()
                  .reference(resource.getSpec())
                  .map(it -> fitting(resource, it))
                  .ifPresent(all::add));
    }
    table.resources.forEach(set -> set.references(resource.getSpec()).forEach(all::add));
    table.values.forEach(value -> value.reference(resource.getSpec()).ifPresent(all::add));
    return all;
  }

  private Reference fitting(R resource, Reference.ToResource reference) {
    return table.unfit == null || Metadata.isMade(resource)
        ? reference
        : reference
            .unless(named -> table.unfit.why(resource.getSpec(), named))
            .until(named -> table.unready.why(resource.getSpec(), named));
  }

  /** Whether it needs what it was made of no more. */
  boolean outlives(R resource) {
    var status = resource.getStatus();
    return status != null && status.observed() != null && table.outlives.test(status.observed());
  }

  /** Whether the cloud object of one is there. */
  boolean exist(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    var rows =
        table.references.stream()
            .filter(row -> row.field().equals(reference.field()))
            .map(ReferenceRow::exists);
    var sets = table.resources.stream().filter(set -> set.isOf(reference)).map(ResourceSet::exists);
    return Stream.concat(rows, sets)
        .findFirst()
        .orElseGet(() -> table.parent.exists())
        .test(api, inputs.id(reference.field()));
  }

  /** Ids of those that are named by other words, by field. */
  Map<String, String> lookUp(R resource, Inputs inputs, Paperspace api) {
    var found = new HashMap<String, String>();
    table.people.forEach(
        (field, emails) ->
            found.putAll(
                People.of(resource, field, emails.apply(resource.getSpec()), inputs, api)));
    return found;
  }

  /** What {@link #lookUp} lets pass for the sake of what is there is required of a new one. */
  void requireFound(S spec, Inputs inputs, Paperspace api) {
    table.people.forEach(
        (field, emails) -> People.requireAll(field, emails.apply(spec), inputs, api));
  }
}
