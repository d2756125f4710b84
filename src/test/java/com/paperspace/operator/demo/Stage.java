package com.paperspace.operator.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.simulator.Team;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.OperatorUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Everything that runs during the demo: the simulated cloud, a Kubernetes API, the operator. */
final class Stage implements AutoCloseable {
  /** Where the demo's files go; the log of the operator too (demo-logback.xml). */
  static final Path FOLDER = Path.of("target", "demo");

  private static final Duration SYNC_PERIOD = Duration.ofSeconds(5);

  final Narrator narrator;
  final Simulator cloud = Simulator.start();
  final Kube kube;
  final Table table;
  private OperatorUnderTest operator;

  private Stage(Narrator narrator, Kube kube) {
    this.narrator = narrator;
    this.kube = kube;
    this.table = new Table(narrator, kube.client());
  }

  /** Starts the cloud and a Kubernetes API of the wanted sort: auto, real or mock. */
  static Stage open(Narrator narrator, String controlPlane) throws InterruptedException {
    narrator.step("A simulated cloud, a Kubernetes API, the operator between them");
    var stage = new Stage(narrator, kube(narrator, controlPlane));
    try {
      stage.seed();
      narrator.say(
          "Paperspace: %s (the simulator, with a team and its networks)", stage.cloud.url());
      narrator.say("Kubernetes: %s", stage.kube.title());
      stage.kube.prepare();
      stage.startOperator();
      narrator.say("Operator:   in this process; its log is target/demo/operator.log");
      return stage;
    } catch (RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  /** The estate of the team the quickstart's key belongs to. */
  Team team() {
    return cloud.team("demo");
  }

  private static Kube kube(Narrator narrator, String controlPlane) throws InterruptedException {
    if (controlPlane.equals("auto") && !ControlPlane.available()) {
      narrator.say("No control plane in %s; trying to download one ...", Download.home());
      narrator.say("Download %s", Download.attempt());
    }
    boolean wanted =
        switch (controlPlane) {
          case "real" -> true;
          case "auto" -> ControlPlane.available();
          case "mock" -> false;
          default -> throw new DemoFailed("-Dcontrol-plane=auto, real or mock", controlPlane);
        };
    if (!wanted) {
      sayWhatTheMockCannotShow(narrator);
      return new MockKube(narrator);
    }
    if (!ControlPlane.available()) {
      throw new DemoFailed(
          "a control plane in " + Download.home() + "; src/test/kubernetes/install builds it",
          "none");
    }
    return new Kubectl(narrator, ControlPlane.start(folder()));
  }

  private static void sayWhatTheMockCannotShow(Narrator narrator) {
    narrator.say(
        """
        ************************************************************************************
        THIS RUNS ON A MOCK OF KUBERNETES. It cannot show: kubectl and its columns, bad
        manifests being refused (schema and CEL), defaults, RBAC, and garbage collection.
        For the real thing run src/test/kubernetes/install once (needs Go), then mvn -Pdemo.
        ************************************************************************************""");
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Files.createDirectories(FOLDER), "control-plane-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void seed() {
    cloud.delay(Delay.PROVISION, Duration.ofSeconds(3));
    cloud.key(Quickstart.apiKey()).team("demo");
    Quickstart.drives()
        .forEach(it -> network(it.path("networkId").asText(), it.path("region").asText()));
  }

  private void network(String id, String region) {
    var request = "{\"name\":\"%s\",\"region\":\"%s\"}".formatted(id, region);
    var network = team().console("POST", "/private-networks", request).<ObjectNode>deepCopy();
    team().networks().remove(network.path("id").asText());
    team().networks().add(id, network.put("id", id));
  }

  private void startOperator() {
    operator = new OperatorUnderTest(cloud.url(), kube::config, pacing());
    operator.start();
  }

  /**
   * Production looks every five minutes and gives a lost create 90 seconds; nobody watches that.
   */
  private static Pacing pacing() {
    return new Pacing(
        SYNC_PERIOD,
        SYNC_PERIOD.multipliedBy(12),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofMillis(300),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Stops the operator and the cloud, for when the control plane stops by itself. */
  void stopOurs() {
    if (operator != null) {
      operator.close();
    }
    cloud.close();
  }

  @Override
  public void close() {
    stopOurs();
    kube.close();
  }
}
