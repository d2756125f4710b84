package com.paperspace.operator.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.demo.Table.Row;
import com.paperspace.operator.support.Manifests;
import java.nio.file.Path;
import java.util.List;

/** A team's whole estate out of one file, and away again. */
final class WholeTeam {
  private static final Path FILE = Path.of("examples", "team.yaml");

  private final Stage stage;
  private final Narrator narrator;

  WholeTeam(Stage stage) {
    this.stage = stage;
    this.narrator = stage.narrator;
  }

  void run() {
    var objects =
        Manifests.in(FILE).stream()
            .filter(it -> it.path("apiVersion").asText().startsWith("paperspace.com/"))
            .toList();
    narrator.step("A whole team by names alone, in no order");
    stage.team().addUser("ann");
    var before = stage.team().sizes();
    stage.kube.apply(FILE);
    stage.table.follow(
        "all " + objects.size() + " are Ready", rows -> isComplete(rows, objects.size()));
    narrator.say("Who uses whom:");
    narrator.say("");
    new Tree(withoutAccount(objects)).lines().forEach(it -> narrator.say("  %s", it));
    narrator.say("");
    narrator.say("All at once is deleted; each waits for those that use it.");
    stage.kube.delete(FILE);
    stage.table.follow("nothing is left in Kubernetes", List::isEmpty);
    narrator.expect(
        "nothing of it is left in the cloud", () -> stage.team().sizes(), before::equals);
  }

  private static boolean isComplete(List<Row> rows, int objects) {
    return rows.size() == objects && rows.stream().allMatch(Row::ready);
  }

  private static List<JsonNode> withoutAccount(List<JsonNode> objects) {
    return objects.stream()
        .filter(it -> !it.path("kind").asText().equals("PaperspaceAccount"))
        .toList();
  }
}
