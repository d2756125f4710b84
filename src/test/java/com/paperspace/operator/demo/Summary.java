package com.paperspace.operator.demo;

import com.paperspace.operator.simulator.Journal;
import java.util.List;
import java.util.TreeMap;

/** What the whole demo cost the cloud, counted by the simulator. */
final class Summary {
  private final Stage stage;

  Summary(Stage stage) {
    this.stage = stage;
  }

  /** Prints the counts; fails when a request broke the API's contract. */
  void print() {
    var narrator = stage.narrator;
    narrator.step("What that took");
    var calls = stage.cloud.journal().all();
    var groups = new TreeMap<String, int[]>();
    for (var call : calls) {
      var counts = groups.computeIfAbsent(group(call), it -> new int[2]);
      counts[call.mutating() ? 1 : 0]++;
    }
    narrator.say("%-20s %6s %8s", "API CALLS", "READS", "CHANGES");
    groups.forEach((group, counts) -> narrator.say("%-20s %6d %8d", group, counts[0], counts[1]));
    long changes = calls.stream().filter(Journal.Entry::mutating).count();
    narrator.say("%-20s %6d %8d", "total", calls.size() - changes, changes);
    narrator.say(
        "machines: 4 declared, %d create call(s), %d in the cloud now",
        count(calls, "POST", "/machines"), stage.team().machines().size());
    var violations = stage.cloud.violations();
    narrator.say("requests against the API's contract: %d", violations.size());
    if (!violations.isEmpty()) {
      throw new DemoFailed("no request against the API's contract", violations.toString());
    }
  }

  private static String group(Journal.Entry call) {
    var parts = call.route().split("/", 3);
    return parts.length < 2 ? "(unknown)" : "/" + parts[1];
  }

  private static long count(List<Journal.Entry> calls, String method, String route) {
    return calls.stream()
        .filter(it -> it.method().equals(method) && it.route().equals(route))
        .count();
  }
}
