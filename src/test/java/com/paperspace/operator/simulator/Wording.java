package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** How the service words what is wrong with a body (docs/paperspace-api.md 5, 10.34). */
final class Wording {
  /** The one choice of the bodies here: the versions of a deployment's configuration. */
  private static final String UNION = "/config";

  private Wording() {}

  /** Puts message and issues into an error. */
  static void into(ObjectNode error, Choices choices, List<Contract.Issue> issues) {
    var first = issues.get(0);
    switch (choices.of(Dialects.RefusedBody.class)) {
      case UNION -> {
        error.put("message", "Invalid input");
        union(error.putArray("issues"), issues);
      }
      case FLAT -> {
        error.put("message", first.message());
        flat(error.putArray("issues"), issues);
      }
      case FIELD_IN_MESSAGE -> {
        error.put("message", "Invalid input");
        var list = error.putArray("issues");
        issues.forEach(it -> list.addObject().put("message", dotted(it)));
      }
      case NO_ISSUES -> error.put("message", "Invalid input: " + dotted(first));
    }
  }

  private static void union(ArrayNode list, List<Contract.Issue> issues) {
    var inside = issues.stream().filter(it -> it.path().startsWith(UNION)).toList();
    flat(list, issues.stream().filter(it -> !it.path().startsWith(UNION)).toList());
    if (inside.isEmpty()) {
      return;
    }
    var issue = list.addObject().put("code", "invalid_union").put("message", "Invalid input");
    issue.putArray("path").add("config");
    var branches = issue.putArray("unionErrors");
    flat(branch(branches), inside);
    for (var version : List.of("v0alpha1", "v0alpha0")) {
      var other = new Contract.Issue(UNION + "/apiVersion", "Expected \"" + version + "\"");
      flat(branch(branches), List.of(other));
    }
  }

  private static ArrayNode branch(ArrayNode branches) {
    return branches.addObject().put("name", "ZodError").putArray("issues");
  }

  private static void flat(ArrayNode list, List<Contract.Issue> issues) {
    issues.forEach(
        it -> {
          var issue = list.addObject().put("code", "custom").put("message", it.message());
          var path = issue.putArray("path");
          steps(it).forEach(path::add);
        });
  }

  private static String dotted(Contract.Issue issue) {
    return issue.path().isEmpty()
        ? issue.message()
        : String.join(".", steps(issue)) + " " + issue.message();
  }

  private static List<String> steps(Contract.Issue issue) {
    return Arrays.stream(issue.path().split("/", -1)).filter(it -> !it.isEmpty()).toList();
  }
}
