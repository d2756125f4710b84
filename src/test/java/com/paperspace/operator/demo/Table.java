package com.paperspace.operator.demo;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The columns of {@code kubectl get paperspace}, live: a line whenever an object's row changes. */
final class Table {
  private static final String FORMAT = "%7s  %-29s %-8s %-20s %-13s %s";

  private final Narrator narrator;
  private final KubernetesClient client;
  private final List<Class<? extends PaperspaceResource<?, ?>>> kinds = new ArrayList<>();
  private final Map<String, List<String>> shown = new LinkedHashMap<>();
  private boolean headed;

  /**
   * One object at one moment.
   *
   * @param ready whether it is Ready at its present generation
   * @param cells what its line shows
   * @param message what the condition Ready says
   */
  record Row(String object, boolean ready, String state, List<String> cells, String message) {
    boolean is(String kind, String name) {
      return object.equals(kind + "/" + name);
    }

    /** For the report of a failure. */
    @Override
    public String toString() {
      return "\n       " + String.join(" ", cells) + ": " + message;
    }
  }

  Table(Narrator narrator, KubernetesClient client) {
    this.narrator = narrator;
    this.client = client;
    kinds.add(PaperspaceAccount.class);
    Kinds.all().stream().map(Table::type).forEach(kinds::add);
  }

  private static Class<? extends PaperspaceResource<?, ?>> type(Adapter<?, ?, ?> adapter) {
    return adapter.type();
  }

  /** All our objects as they are now. */
  List<Row> rows() {
    return kinds.stream().flatMap(this::rows).toList();
  }

  /** Prints what changed since the last look, and goes on until the objects are as expected. */
  void follow(String expected, Predicate<List<Row>> asExpected) {
    double from = narrator.seconds();
    headed = false;
    narrator.expect(
        expected,
        () -> {
          var rows = rows();
          changes(rows, narrator.seconds() - from);
          return rows;
        },
        asExpected);
  }

  private void changes(List<Row> rows, double seconds) {
    var after = "%.1f s".formatted(seconds);
    for (var row : rows) {
      if (!row.cells.equals(shown.put(row.object, row.cells))) {
        print(after, row.cells);
      }
    }
    var there = rows.stream().map(Row::object).toList();
    for (var gone : shown.keySet().stream().filter(it -> !there.contains(it)).toList()) {
      print(after, List.of(gone, "-", "(gone)", "", ""));
      shown.remove(gone);
    }
  }

  private void print(String after, List<String> cells) {
    if (!headed) {
      narrator.say(FORMAT, "AFTER", "OBJECT", "READY", "REASON", "STATE", "ID");
      headed = true;
    }
    narrator.say(FORMAT, Stream.concat(Stream.of(after), cells.stream()).toArray());
  }

  private <R extends PaperspaceResource<?, ?>> Stream<Row> rows(Class<R> kind) {
    return client.resources(kind).inNamespace(Kube.NAMESPACE).list().getItems().stream()
        .map(this::row);
  }

  private Row row(PaperspaceResource<?, ?> resource) {
    var status = resource.getStatus();
    var object = resource.getKind() + "/" + resource.getMetadata().getName();
    var state = status == null || status.observed() == null ? "" : state(status.observed());
    var id = status == null || status.id() == null ? "" : shortened(status.id());
    var ready = Rig.condition(resource, "Ready");
    var reason = ready.map(Condition::reason).orElse("");
    return new Row(
        object,
        Rig.is(resource, "Ready", "True"),
        state,
        List.of(object, ready.map(Condition::status).orElse(""), reason, state, id),
        ready.map(Condition::message).orElse(""));
  }

  private String state(Object observed) {
    var fields = client.getKubernetesSerialization().convertValue(observed, Map.class);
    var state = fields.get("state");
    return state == null ? "" : state.toString();
  }

  private static String shortened(String id) {
    return id.length() > 30 ? id.substring(0, 27) + "..." : id;
  }
}
