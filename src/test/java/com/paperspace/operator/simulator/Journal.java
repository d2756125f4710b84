package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every request the simulator has had, oldest first; never a key, never a secret value. */
public final class Journal {
  private static final Set<String> SECRET =
      Set.of("value", "password", "basicAuthKey", "accessKey", "secretAccessKey", "script");

  private final List<Entry> entries = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  /**
   * One request and how it ended.
   *
   * @param team name of the key's team; empty for a bad key
   * @param route template of the contract; empty when none matches
   * @param status what was or would have been answered; 0 when a fault came before
   * @param fault name of the fault that struck; empty for none
   * @param body as sent, secret values masked
   */
  public record Entry(
      Instant time,
      String team,
      String method,
      String route,
      String path,
      Map<String, String> query,
      int status,
      String fault,
      boolean mutating,
      JsonNode body) {}

  /** A request that broke the contract, whatever the simulator answered. */
  public record Violation(String request, String problem) {}

  public synchronized List<Entry> all() {
    return List.copyOf(entries);
  }

  public synchronized int size() {
    return entries.size();
  }

  /** The calls of one operation, named by its template, such as {@code /machines/{id}}. */
  public synchronized List<Entry> calls(String method, String route) {
    return entries.stream()
        .filter(it -> it.method.equals(method) && it.route.equals(route))
        .toList();
  }

  public synchronized List<Entry> mutating() {
    return entries.stream().filter(Entry::mutating).toList();
  }

  /** The requests after the journal had this size. */
  public synchronized List<Entry> since(int mark) {
    return List.copyOf(entries.subList(Math.min(mark, entries.size()), entries.size()));
  }

  public synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Forgets requests and violations. */
  public synchronized void clear() {
    entries.clear();
    violations.clear();
  }

  synchronized void violation(Request request, String problem) {
    violations.add(new Violation(request.method() + " " + request.path(), problem));
  }

  synchronized void add(Entry entry) {
    entries.add(entry);
  }

  /** A copy whose secret texts are stars; references to secrets stay readable. */
  static JsonNode masked(JsonNode body) {
    var copy = body.<JsonNode>deepCopy();
    mask(copy);
    return copy;
  }

  private static void mask(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              it -> {
                var text = it.getValue();
                if (SECRET.contains(it.getKey())
                    && text.isTextual()
                    && !text.asText().startsWith("secret:")) {
                  it.setValue(TextNode.valueOf("***"));
                }
              });
    }
    if (node instanceof ContainerNode<?> container) {
      container.forEach(Journal::mask);
    }
  }
}
