package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The problems an error body lists, as zod writes them; of a choice only those of the branch that
 * was meant (docs/paperspace-api.md 5).
 */
final class Issues {
  /** The fields that tell the branches of the API's choices apart. */
  private static final Set<String> DISCRIMINATORS = Set.of("apiVersion", "type", "metric");

  private static final Comparator<Branch> MOST_LIKELY =
      Comparator.comparing(Branch::meant)
          .thenComparing(Branch::depth)
          .thenComparing(it -> -it.issues().size());

  private record Branch(List<Issue> issues, boolean meant) {
    int depth() {
      return issues.stream().mapToInt(it -> it.path().size()).max().orElse(0);
    }
  }

  private Issues() {}

  /** Every problem of a list; none of what is no list. */
  static List<Issue> in(JsonNode list) {
    return list.isArray() ? list.valueStream().flatMap(Issues::of).toList() : List.of();
  }

  private static Stream<Issue> of(JsonNode node) {
    if (!node.isObject()) {
      return Stream.of(new Issue(List.of(), Json.text(node)));
    }
    var path = path(node);
    return branches(node)
        .map(branch -> branch(branch, path.size()))
        .filter(it -> !it.issues().isEmpty())
        .reduce((one, other) -> MOST_LIKELY.compare(one, other) >= 0 ? one : other)
        .map(it -> it.issues().stream())
        .orElseGet(() -> Stream.of(new Issue(path, Json.text(node.path("message")))));
  }

  /** One list of issues for each branch of a choice, in the form of zod 3 or of zod 4. */
  private static Stream<JsonNode> branches(JsonNode node) {
    return Stream.concat(
        node.path("unionErrors").valueStream().map(it -> it.path("issues")),
        node.path("errors").valueStream());
  }

  private static Branch branch(JsonNode issues, int depth) {
    boolean meant = issues.valueStream().noneMatch(it -> isOtherKind(path(it), depth));
    return new Branch(in(issues), meant);
  }

  /** Only a complaint right below the choice speaks of the choice itself. */
  private static boolean isOtherKind(List<String> path, int depth) {
    return (path.size() == depth + 1 || depth == 0)
        && !path.isEmpty()
        && DISCRIMINATORS.contains(path.get(path.size() - 1));
  }

  private static List<String> path(JsonNode node) {
    var path = node.has("path") ? node.path("path") : node.path("field");
    if (path.isArray()) {
      return path.valueStream().map(JsonNode::asText).toList();
    }
    var text = Json.text(path);
    return text == null ? List.of() : Issue.steps(text);
  }
}
