package com.paperspace.operator.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.demo.Table.Row;
import com.paperspace.operator.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is shown, in this order. */
final class Steps {
  private static final String ON = "powerState: \"On\"";
  private static final String OFF = "powerState: \"Off\"";
  private static final String MACHINE = "Machine";
  private static final String TRAINER =
      """
      apiVersion: paperspace.com/v1alpha1
      kind: Machine
      metadata:
        name: trainer
      spec: {machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100}
      """;

  private final Stage stage;
  private final Narrator narrator;
  private final Path edited = Stage.FOLDER.resolve("quickstart.yaml");
  private final Path trainer = Stage.FOLDER.resolve("trainer.yaml");

  Steps(Stage stage) {
    this.stage = stage;
    this.narrator = stage.narrator;
  }

  void run() {
    appear();
    putDriftRight();
    stopMachine();
    rotateSecret();
    loseAnswer();
    if (stage.kube instanceof Kubectl kubectl) {
      new Refusals(stage, kubectl).run();
    }
    new Removal(stage).run(edited, trainer);
    new WholeTeam(stage).run();
  }

  private void appear() {
    narrator.step("One of everything: from a file to a cloud");
    stage.kube.apply(Quickstart.FILE);
    stage.table.follow("all six are Ready", rows -> rows.size() == 6 && allReady(rows));
    if (stage.kube instanceof Kubectl kubectl) {
      kubectl.run(
          "-n",
          Kube.NAMESPACE,
          "wait",
          "--for=condition=Ready",
          "--timeout=10s",
          "paperspaceaccounts,machines,deployments.paperspace.com,shareddrives",
          "--all");
    }
    stage.kube.show();
  }

  private void putDriftRight() {
    narrator.step("A field edited behind the operator's back is put right");
    var deployment = only(stage.team().deployments().all());
    var config = deployment.at("/latestSpec/data").<ObjectNode>deepCopy();
    var declared = config.at("/resources/replicas").asInt();
    config.withObjectProperty("resources").put("replicas", 3);
    var request = config.objectNode();
    request.set("deploymentId", deployment.get("id"));
    request.set("projectId", deployment.get("projectId"));
    request.set("config", config);
    stage.team().console("POST", "/deployments", request.toString());
    narrator.say("In the cloud's console somebody set replicas of deployment hello to 3.");
    narrator.expect(
        "replicas in the cloud are " + declared + " again, as declared",
        () -> only(stage.team().deployments().all()).at("/latestSpec/data/resources/replicas"),
        replicas -> replicas.asInt() == declared);
    // Until then the table shows the revision before, which was Ready too.
    narrator.expect(
        "the status tells of the newest revision",
        this::revisionInStatus,
        revision -> newestRevision().equals(revision));
    stage.table.follow("everything is Ready", Steps::allReady);
    stage.kube.showEvents("DriftCorrected");
  }

  private String revisionInStatus() {
    var deployments =
        stage.kube.client().resources(Deployment.class).inNamespace(Kube.NAMESPACE).list();
    return only(deployments.getItems()).getStatus().observed().specId();
  }

  private String newestRevision() {
    return only(stage.team().deployments().all()).at("/latestSpec/id").asText();
  }

  private void stopMachine() {
    narrator.step("A machine is stopped by editing one line");
    Quickstart.edited(edited, ON, OFF);
    narrator.say("  - %s%n  + %s", ON, OFF);
    stage.kube.apply(edited);
    stage.table.follow(
        "the machine is off, and Ready because that is declared",
        rows -> rows.stream().anyMatch(r -> isOff(r) && r.ready()));
    narrator.expect(
        "the cloud says off",
        () -> only(stage.team().machines().all()).path("state").asText(),
        "off"::equals);
  }

  private void rotateSecret() {
    narrator.step("A Secret is rotated");
    stage.kube.rotate("greeting", "text", "hello, rotated");
    var project = only(stage.team().projects().all()).path("id").asText();
    narrator.expect(
        "the cloud's secret GREETING has the new value",
        () -> stage.team().secretValue(project, "GREETING"),
        "hello, rotated"::equals);
    stage.table.follow("everything is Ready", Steps::allReady);
  }

  private void loseAnswer() {
    narrator.step("The answer to a create is lost; one machine, not two");
    int mark = stage.cloud.journal().size();
    stage.cloud.faults().next("POST", "/machines", Fault.RESET_AFTER_EFFECT);
    narrator.say("The next POST /machines is carried out, but the connection breaks before the");
    narrator.say("answer. The API has no idempotency key: asking again would make a second one.");
    write(trainer, TRAINER);
    stage.kube.apply(trainer);
    stage.table.follow("trainer is Ready", rows -> allReady(rows) && has(rows, "trainer"));
    narrator.expect(
        "exactly one machine named trainer in the cloud, from exactly one POST",
        () -> trainers() + " machine(s), " + calls(mark, "POST", "/machines") + " POST(s)",
        "1 machine(s), 1 POST(s)"::equals);
    stage.kube.showEvents("IntentRecovered");
  }

  private long trainers() {
    return stage.team().machines().all().stream()
        .filter(it -> it.path("name").asText().equals("trainer"))
        .count();
  }

  private long calls(int mark, String method, String route) {
    return stage.cloud.journal().since(mark).stream()
        .filter(it -> it.method().equals(method) && it.route().equals(route))
        .count();
  }

  private static boolean allReady(List<Row> rows) {
    return rows.stream().allMatch(Row::ready);
  }

  private static boolean has(List<Row> rows, String machine) {
    return rows.stream().anyMatch(row -> row.is(MACHINE, machine));
  }

  private static boolean isOff(Row row) {
    return row.is(MACHINE, "workstation") && row.state().equals("off");
  }

  private static <T> T only(List<T> objects) {
    if (objects.size() != 1) {
      throw new DemoFailed("exactly one object in the cloud", objects.toString());
    }
    return objects.get(0);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
