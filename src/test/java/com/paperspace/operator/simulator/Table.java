package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The objects of one collection of one team, each with the versions that lagging reads still show.
 *
 * <p>The public methods are the console: they act behind the back of API clients.
 */
public final class Table {
  private final Team team;
  private final String noun;
  private final Map<String, Deque<Version>> rows = new LinkedHashMap<>();
  private int made;

  /** State since a time; a null node means removed. */
  private record Version(Instant at, ObjectNode node) {}

  /** A row as a reader sees it. */
  record Row(String key, ObjectNode node) {}

  Table(Team team, String noun) {
    this.team = team;
    this.noun = noun;
  }

  /** The objects as they are now, without lag and without the deleted ones, oldest first. */
  public List<ObjectNode> all() {
    return team.turn(() -> live().stream().map(it -> Json.view(it.node())).toList());
  }

  public int size() {
    return team.turn(() -> live().size());
  }

  /** How many objects were ever put in, those that are gone too. */
  public int made() {
    return team.turn(() -> made);
  }

  /** The object as it is now; empty when deleted or never there. */
  public Optional<ObjectNode> get(String key) {
    return team.turn(() -> current(key).filter(Table::alive).map(Json::view));
  }

  /** Changes an object as a person in the console would. */
  public void edit(String key, Consumer<ObjectNode> edit) {
    team.turn(
        () -> {
          if (current(key).isEmpty()) {
            throw new NoSuchElementException(noun + " " + key);
          }
          change(key, edit);
          return key;
        });
  }

  /** Takes an object away at once and without a trace. */
  public void remove(String key) {
    team.turn(
        () -> {
          drop(key);
          return key;
        });
  }

  /** Puts an object in, complete, under the given key. */
  public void add(String key, ObjectNode object) {
    team.turn(
        () -> {
          put(key, object.deepCopy());
          return key;
        });
  }

  void put(String key, ObjectNode node) {
    made += node == null || has(key) || !alive(node) ? 0 : 1;
    var versions = rows.computeIfAbsent(key, it -> new ArrayDeque<>());
    var horizon = horizon();
    versions.addLast(new Version(team.now(), node));
    while (versions.size() > 1 && !second(versions).at().isAfter(horizon)) {
      versions.removeFirst();
    }
  }

  ObjectNode change(String key, Consumer<ObjectNode> edit) {
    var next = current(key).orElseThrow().deepCopy();
    edit.accept(next);
    put(key, next);
    return next;
  }

  void drop(String key) {
    if (rows.containsKey(key)) {
      put(key, null);
    }
  }

  /** Soft delete: {@code dtDeleted} now, out of the lists after a while. */
  ObjectNode bury(String key) {
    return change(
        key, it -> it.put("dtDeleted", Json.time(team.now())).put("_gone", true).remove("_busy"));
  }

  /** The newest state, whatever readers see. */
  Optional<ObjectNode> current(String key) {
    return Optional.ofNullable(rows.get(key)).map(it -> it.getLast().node());
  }

  /** The newest state of an object that a write may act on. */
  ObjectNode require(String key) {
    return current(key).filter(Table::alive).orElseThrow(() -> Refusal.notFound(noun));
  }

  boolean has(String key) {
    return current(key).filter(Table::alive).isPresent();
  }

  List<Row> live() {
    var found = new ArrayList<Row>();
    rows.forEach(
        (key, versions) -> {
          var node = versions.getLast().node();
          if (node != null && alive(node)) {
            found.add(new Row(key, node));
          }
        });
    return found;
  }

  /** Whether so many objects are alive; counts them only when there ever were as many. */
  boolean holds(int count) {
    return rows.size() >= count && live().size() >= count;
  }

  /** What a list shows, oldest first. */
  List<Row> listed() {
    var horizon = horizon();
    var found = new ArrayList<Row>(rows.size());
    rows.forEach(
        (key, versions) -> {
          var node = seen(versions, horizon);
          if (node != null && shown(node)) {
            found.add(new Row(key, node));
          }
        });
    return found;
  }

  /** What a GET answers. */
  JsonNode read(String key) {
    var node = visible(key).orElse(null);
    if (node != null && !node.has("_gone")) {
      return Json.view(node);
    }
    var existed = node != null || (rows.containsKey(key) && current(key).isEmpty());
    return switch (team.world().choices.of(Choices.DeletedOnGet.class)) {
      case NULL_BODY -> existed ? NullNode.getInstance() : missing();
      case ROW -> node != null ? Json.view(node) : missing();
      case NOT_FOUND -> missing();
    };
  }

  /** The state a lagging reader sees, deleted or not. */
  Optional<ObjectNode> visible(String key) {
    return Optional.ofNullable(rows.get(key)).map(it -> seen(it, horizon()));
  }

  private JsonNode missing() {
    throw Refusal.notFound(noun);
  }

  private boolean shown(ObjectNode node) {
    if (alive(node)) {
      return true;
    }
    var until =
        Instant.parse(node.path("dtDeleted").asText())
            .plus(team.world().delay(Delay.DELETED_SHOWN));
    return team.world().choices.is(Choices.DeletedInLists.SHOWN_FOR_A_WHILE)
        && team.now().isBefore(until);
  }

  private Instant horizon() {
    return team.now().minus(team.world().delay(Delay.READ_LAG));
  }

  private static boolean alive(ObjectNode node) {
    return !node.hasNonNull("dtDeleted");
  }

  private static ObjectNode seen(Deque<Version> versions, Instant horizon) {
    ObjectNode seen = null;
    for (var version : versions) {
      if (version.at().isAfter(horizon)) {
        break;
      }
      seen = version.node();
    }
    return seen;
  }

  private static Version second(Deque<Version> versions) {
    var all = versions.iterator();
    all.next();
    return all.next();
  }
}
