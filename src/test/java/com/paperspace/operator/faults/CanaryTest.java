package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Secret values leave the operator towards the API and the output Secret, and nowhere else. */
class CanaryTest {

  @Test
  void noSecretValueIsEverShownOrLogged() throws IOException, InterruptedException {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      network(stage);
      stage.home();
      for (var fault :
          List.of(
              Fault.INTERNAL_ERROR,
              Fault.TRUNCATED_BODY,
              Fault.RESET_AFTER_EFFECT,
              Fault.BLOCKED_AT_EDGE,
              Fault.EMPTY_BODY)) {
        stage.cloud.faults().next("POST", "*", fault);
        stage.cloud.faults().next("PATCH", "*", fault);
      }
      stage.secret("S", "");
      stage.rig.apply(
          "kind: SharedDrive\nmetadata: {name: drive}\nspec: {size: 100, region: ny2,"
              + " networkId: nw-1, outputs: {secret: mount}}\n");
      stage.ready(ProjectSecret.class, "S");
      stage.ready(SharedDrive.class, "drive");
      stage.deployment(
          "d", ", basicAuth: {projectSecretRef: {name: S}}, outputs: {secret: endpoint}");
      stage.machine("m", ", outputs: {secret: desktop}");
      stage.ready(Deployment.class, "d");
      var vnc = "vnc-password-" + stage.machineReady("m").getStatus().id();
      stage.rig.secret("S", "value", "value-rotated-canary");
      var home = stage.get(PaperspaceProject.class, "home").getStatus().id();
      stage.until(() -> "value-rotated-canary".equals(stage.team().secretValue(home, "S")));
      stage.cloud.key(Rig.KEY).revoke();
      stage.pass(Duration.ofMinutes(10));
      var password = stage.team().drives().all().get(0).path("password").asText();
      assertThat(output(stage, "mount")).containsEntry("password", base64(password));
      assertThat(output(stage, "desktop")).containsEntry("password", base64(vnc));
      assertThat(output(stage, "endpoint")).containsEntry("basicAuthKey", base64("value of S"));

      var secrets = List.of(Rig.KEY, "value of S", "value-rotated-canary", password, vnc);
      var shown = new CopyOnWriteArrayList<String>(logged.all());
      stage.allEvents().forEach(e -> shown.add(Serialization.asJson(e)));
      shown.add(Serialization.asJson(stage.get(ProjectSecret.class, "S")));
      shown.add(Serialization.asJson(stage.get(SharedDrive.class, "drive")));
      shown.add(Serialization.asJson(stage.get(PaperspaceProject.class, "home")));
      shown.add(Serialization.asJson(stage.get(Deployment.class, "d")));
      shown.add(Serialization.asJson(stage.get(Machine.class, "m")));
      shown.add(metrics(stage));
      assertThat(shown).as("something was looked at").hasSizeGreaterThan(10);
      for (var secret : secrets) {
        assertThat(shown).noneMatch(text -> text.contains(secret));
        assertThat(shown).noneMatch(text -> text.contains(base64(secret)));
      }
    }
  }

  /** Where secret values belong. */
  private static Map<String, String> output(Stage stage, String name) {
    return stage.kubeSecret(name).get().getData();
  }

  private static String metrics(Stage stage) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + stage.operator().httpPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void network(Stage stage) {
    var body = "{\"name\": \"net\", \"region\": \"ny2\"}";
    var made = (ObjectNode) stage.team().console("POST", "/private-networks", body);
    stage.team().networks().add("nw-1", made.deepCopy());
  }
}
