package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Alerts are set on these numbers: what is well must not raise them, what is not well must. */
class CountedTest {

  private static List<String> lines(Stage stage, String metric) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + stage.operator().httpPort() + "/metrics"))
            .build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(metric + "{") && !line.endsWith(" 0.0"))
          .map(line -> line.substring(metric.length(), line.lastIndexOf(' ')))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> errors(Stage stage) {
    return lines(stage, "paperspace_reconcile_errors_total");
  }

  @Test
  void anOrdinaryWaitIsNoError() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("s", "");
      stage.kubeSecret("s").delete();
      stage.machine("m", ", accountRef: {name: nobody}");
      stage.rig.apply(
          "kind: ProjectSecret\nmetadata: {name: r}\nspec: {projectRef: {name: nowhere}, name: r,"
              + " valueFrom: {secretKeyRef: {name: r, key: value}}}\n");
      stage.says(ProjectSecret.class, "s", "Synced", "WaitingForSecret");
      stage.says(ProjectSecret.class, "r", "Synced", "WaitingForReference");
      stage.says(Machine.class, "m", "Synced", "WaitingForAccount");
      stage.pass(Duration.ofMinutes(10));
      assertThat(errors(stage)).isEmpty();
    }
  }

  @Test
  void aRefusedCallAndWhatOnlyAPersonCanMendAreErrors() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/projects", Fault.INTERNAL_ERROR);
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      stage.machine("m", "");
      stage.machineReady("m");
      stage.rig.apply(
          "kind: Machine\nmetadata: {name: m}\nspec: {machineType: A4000, templateId: t0nspur5,"
              + " region: ca1, diskSize: 100}\n");
      stage.says(Machine.class, "m", "Stalled", "ReplaceRequired");
      stage.settle();
      assertThat(errors(stage))
          .containsExactlyInAnyOrder(
              "{kind=\"PaperspaceProject\",reason=\"ProviderUnavailable\"}",
              "{kind=\"Machine\",reason=\"ReplaceRequired\"}");
    }
  }

  @Test
  void driftIsCountedByOurNamesOfTheFieldsHoweverManyThereAre() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.deployment("d", ", env: [{name: A, value: a}]");
      var deployment = stage.ready(Deployment.class, "d");
      var foreign =
          IntStream.range(0, 40)
              .mapToObj(i -> "{\"name\": \"FOREIGN_%d\", \"value\": \"x\"}".formatted(i))
              .collect(Collectors.joining(", "));
      stage
          .team()
          .console(
              "POST",
              "/deployments",
              """
              {"deploymentId": "%s", "projectId": "%s", "config": {"apiVersion": "v1", "name": "d",
               "image": "foreign:1", "env": [%s],
               "resources": {"machineType": "C4", "ports": [80], "replicas": 1}}}
              """
                  .formatted(
                      deployment.getStatus().id(),
                      stage.get(PaperspaceProject.class, "home").getStatus().id(),
                      foreign));
      stage.until(() -> !lines(stage, "paperspace_resource_drift_total").isEmpty());
      assertThat(lines(stage, "paperspace_resource_drift_total"))
          .containsExactlyInAnyOrder(
              "{field=\"env\",kind=\"Deployment\"}", "{field=\"image\",kind=\"Deployment\"}");
    }
  }
}
