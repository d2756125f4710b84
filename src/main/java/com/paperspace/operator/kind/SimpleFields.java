package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.kind.Row.When;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the fields that a spec declares with those of its cloud object. */
final class SimpleFields<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O, C, V> {
  private static final Row<String, String> NAME = Row.shown("name").fixed();

  private final KindDescription<R, S, O, C, V> table;
  private final SimplePlace<R, S, O, C, V> place;

  SimpleFields(KindDescription<R, S, O, C, V> table, SimplePlace<R, S, O, C, V> place) {
    this.table = table;
    this.place = place;
  }

  /** The fields of the spec that only a create can set. */
  Set<String> createOnly() {
    var key =
        Stream.concat(
            place.hasParent() ? table.parent.fields().stream() : Stream.empty(),
            place.isKeyedByName() ? Stream.of(NAME.field()) : Stream.empty());
    var rows = table.rows.stream().filter(row -> row.when() == When.NEVER).map(Row::field);
    var references =
        table.references.stream()
            .filter(ReferenceRow::fixed)
            .flatMap(row -> row.target().fields().stream());
    return Stream.of(key, rows, references)
        .flatMap(it -> it)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What differs. */
  List<Drift> diff(R resource, Remote<V> remote, Inputs inputs) {
    var spec = resource.getSpec();
    var view = remote.view();
    var found = new ArrayList<Drift>();
    if (place.hasParent()) {
      Row.shown(table.parent.noun())
          .fixed()
          .diff(place.scope(resource, inputs), remote.parent(), inputs)
          .ifPresent(found::add);
    }
    if (place.isKeyedByName()) {
      var name = table.identity.apply(view).name();
      NAME.diff(place.name(resource), name, inputs).ifPresent(found::add);
    }
    table.rows.forEach(row -> row.diff(spec, view, inputs).ifPresent(found::add));
    table.references.forEach(row -> row.diff(spec, view, inputs).ifPresent(found::add));
    table.values.forEach(value -> found.addAll(value.diff(spec, view, inputs)));
    table.people.forEach(
        (field, emails) -> found.addAll(People.missing(field, emails.apply(spec), inputs)));
    for (var set : table.sets) {
      var members = remote.sets().get(set.field());
      found.addAll(Members.diff(set.field(), set.declared().apply(spec, inputs), members));
    }
    return found;
  }

  /** Whether it shows what a create leaves. */
  boolean isAsMade(R resource, Remote<V> remote, Optional<Inputs> inputs) {
    var spec = resource.getSpec();
    var view = remote.view();
    boolean isNamed = !table.traits.contains(Trait.UNNAMED);
    return table.rows.stream()
            .allMatch(row -> isNamed ? !row.isAnother(spec, view) : row.isAsMade(spec, view))
        && table.references.stream()
            .filter(ReferenceRow::fixed)
            .noneMatch(row -> inputs.filter(it -> row.isAnother(spec, view, it)).isPresent());
  }

  /**
   * What a test of the object speaks of: what may be declared, and the value last sent. When it was
   * last written is left out, for the test itself may count as a write.
   */
  String tested(Remote<V> remote, Inputs inputs) {
    var shown = table.rows.stream().map(row -> row.actual().apply(remote.view())).toList();
    return place.identity(remote).id() + " " + shown + " " + ValueMarks.last(inputs);
  }

  /** Whether it declares what only reads of their own show. */
  boolean hasSets(S spec, Inputs inputs) {
    return table.sets.stream().anyMatch(set -> set.declared().apply(spec, inputs) != null);
  }

  /** Reads what a look at the object alone does not show. */
  Remote<V> complete(R resource, Remote<V> remote, Inputs inputs, Paperspace api) {
    var read = new HashMap<String, List<String>>();
    for (var set : table.sets) {
      if (set.declared().apply(resource.getSpec(), inputs) != null) {
        read.put(set.field(), set.read().apply(place.collection(remote, api), remote.view()));
      }
    }
    return new Remote<>(remote.parent(), remote.view(), read, event(resource, remote, inputs, api));
  }

  private MachineEvents.View event(R resource, Remote<V> remote, Inputs inputs, Paperspace api) {
    var status = resource.getStatus();
    boolean isNew = status == null || status.observed() == null;
    return table.work == null ? null : table.work.event(remote.view(), isNew, inputs, api);
  }
}
