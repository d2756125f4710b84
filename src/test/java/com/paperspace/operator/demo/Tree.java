package com.paperspace.operator.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who uses whom, by the references that stand in the manifests. */
final class Tree {
  private static final String ACCOUNT = "accountRef";

  private final Map<String, Set<String>> uses = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final Set<String> told = new HashSet<>();

  /** Takes our objects; all of them use an account, which is left out. */
  Tree(List<JsonNode> manifests) {
    manifests.forEach(it -> uses.put(object(it), new TreeSet<>()));
    manifests.forEach(it -> collect(it.path("spec"), uses.get(object(it))));
  }

  private static String object(JsonNode manifest) {
    return manifest.path("kind").asText() + "/" + manifest.at("/metadata/name").asText();
  }

  private void collect(JsonNode node, Set<String> found) {
    node.properties()
        .forEach(
            field -> {
              var name = field.getKey();
              if (name.endsWith("Ref") && !name.equals(ACCOUNT)) {
                named(name, field.getValue()).ifPresent(found::add);
              } else if (name.endsWith("Refs")) {
                field.getValue().forEach(it -> named(name, it).ifPresent(found::add));
              } else {
                collect(field.getValue(), found);
              }
            });
    if (node.isArray()) {
      node.forEach(it -> collect(it, found));
    }
  }

  /** The object a reference means: the field has the name of its kind, or the end of it. */
  private Optional<String> named(String field, JsonNode reference) {
    var kind = field.replaceFirst("Refs?$", "").toLowerCase(Locale.ROOT);
    var end = "/" + reference.path("name").asText();
    var candidates =
        uses.keySet().stream()
            .filter(it -> it.endsWith(end))
            .filter(it -> kindOf(it).endsWith(kind))
            .toList();
    return candidates.stream()
        .filter(it -> kindOf(it).equals(kind))
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  private static String kindOf(String object) {
    return object.substring(0, object.indexOf('/')).toLowerCase(Locale.ROOT);
  }

  /** A line for every object, under each that uses it; what an object uses is told once. */
  List<String> lines() {
    var used = new HashSet<String>();
    uses.values().forEach(used::addAll);
    uses.keySet().stream().filter(it -> !used.contains(it)).sorted().forEach(it -> tell(it, ""));
    return lines;
  }

  private void tell(String object, String indent) {
    boolean again = !told.add(object) && !uses.get(object).isEmpty();
    lines.add(indent + object + (again ? " (see above)" : ""));
    if (!again) {
      uses.get(object).forEach(it -> tell(it, indent + "  "));
    }
  }
}
