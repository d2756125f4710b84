package com.paperspace.operator.demo;

import com.paperspace.operator.simulator.Journal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Everything goes at once, and the operator finds the order in which the cloud lets it. */
final class Removal {
  private static final List<String> HELD = List.of("paperspace-key", "greeting");

  private final Stage stage;
  private final Narrator narrator;

  Removal(Stage stage) {
    this.stage = stage;
    this.narrator = stage.narrator;
  }

  /** Deletes what the files declare, and watches both sides until nothing is left. */
  void run(Path... files) {
    narrator.step("Deletion, in order");
    int mark = stage.cloud.journal().size();
    stage.kube.delete(files);
    stage.table.follow("nothing is left in Kubernetes", List::isEmpty);
    var deleted =
        stage.cloud.journal().since(mark).stream()
            .filter(call -> call.method().equals("DELETE") && call.status() < 300)
            .map(Journal.Entry::route)
            .toList();
    narrator.say("The cloud was asked for: DELETE %s", String.join(", ", deleted));
    narrator.expect(
        "the project went last of the three, after its deployment and its secret",
        () -> deleted,
        it ->
            it.indexOf("/projects/{id}") > it.indexOf("/deployments/{id}")
                && it.indexOf("/projects/{id}") > it.indexOf("/projects/{id}/secrets/{name}")
                && it.contains("/deployments/{id}")
                && it.contains("/projects/{id}/secrets/{name}"));
    narrator.expect("nothing is left in the cloud", this::cloudObjects, List::isEmpty);
    narrator.expect(
        "the Secrets of the file are gone", this::secrets, names -> !isAny(names, HELD));
    if (stage.kube.collectsGarbage()) {
      narrator.say(
          "Kubernetes' garbage collector may take 30 s to notice kinds as new as ours ...");
      narrator.expect("the Secrets that outputs wrote are gone", this::secrets, List::isEmpty);
    }
  }

  private List<String> secrets() {
    return stage.kube.client().secrets().inNamespace(Kube.NAMESPACE).list().getItems().stream()
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private static boolean isAny(List<String> names, List<String> wanted) {
    return names.stream().anyMatch(wanted::contains);
  }

  private List<String> cloudObjects() {
    var team = stage.team();
    return Stream.of(team.projects(), team.deployments(), team.machines(), team.drives())
        .flatMap(table -> table.all().stream())
        .map(it -> it.path("name").asText())
        .toList();
  }
}
