package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A mistake in what only a create can set is corrected as people and GitOps tools do it, and a
 * correction that comes too late is told what to do.
 */
@NeedsControlPlane
class CorrectionTest {
  private static final String MACHINES = "/machines";
  private static final String RIGHT = "t0nspur5";
  private static final String OTHER = "tkni3aa4";

  private final ControlPlane plane;

  CorrectionTest(ControlPlane plane) {
    this.plane = plane;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTypoIsCorrectedWhereItStandsAndOnlyThere(boolean serverSide) {
    var here = new Namespace(plane, "e2e-correction-" + serverSide);
    try (var stage = open(here)) {
      apply(here, "ubuntu", serverSide).orFail();
      untilStalled(here, "InvalidSpec");
      assertThat(here.value("psmachine/m", ".status.createdWith")).isEmpty();
      var explained = plane.kubectl("explain", "machines.paperspace.com.spec.templateId").orFail();
      assertThat(explained.stdout().replaceAll("\\s+", " "))
          .contains("immutable once a create may have happened");

      apply(here, RIGHT, serverSide).orFail();
      here.untilReady("psmachine/m");

      var late = apply(here, OTHER, serverSide);
      assertThat(late.exit()).isNotZero();
      assertThat(late.stderr())
          .contains("spec.templateId: Forbidden: templateId is immutable once a create may have")
          .contains("it may only go back to what the cloud object has, see status.createdWith");
      assertThat(here.value("psmachine/m", ".status.createdWith.templateId")).isEqualTo(RIGHT);
      apply(here, RIGHT, serverSide).orFail();
      assertThat(stage.team.machines().all()).hasSize(1);
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  @Test
  void thePlaceholderOfANetworkIsReplacedByARealOne() {
    var here = new Namespace(plane, "e2e-correction-network");
    try (var stage = open(here)) {
      var drive =
          """
          apiVersion: paperspace.com/v1alpha1
          kind: SharedDrive
          metadata: {name: d}
          spec: {size: 50, region: ny2, networkId: %s}
          """;
      here.apply(drive.formatted("nw-put-yours-here"));
      Namespace.until("refused", () -> isStalled(here, "psdrive/d", "InvalidSpec"));

      here.apply(drive.formatted("nw-of-team-a"));
      here.untilReady("psdrive/d");

      var late = here.kubectlFed(drive.formatted("nw-x"), "apply", "--dry-run=server", "-f", "-");
      assertThat(late.stderr())
          .contains("spec.networkId: Forbidden: networkId is immutable once")
          .contains("see status.createdWith and status.observed.networkId");
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  @Test
  void anEditWhileTheCreateIsUnderWayNeedsAnotherMachineAndMayGoBack() {
    var here = new Namespace(plane, "e2e-correction-slipped");
    try (var stage = open(here)) {
      stage
          .cloud
          .faults()
          .next("POST", MACHINES, Fault.INTERNAL_ERROR)
          .when(
              request -> {
                patch(here, OTHER).orFail();
                return false;
              });
      apply(here, RIGHT, true).orFail();

      goesBack(here, stage);
    }
  }

  @Test
  void anEditAfterAProcessDiedBetweenTheCreateAndItsRecordNeedsAnotherMachineAndMayGoBack() {
    var here = new Namespace(plane, "e2e-correction-killed");
    try (var stage = open(here)) {
      stage.stop();
      var cut = new AtomicBoolean();
      stage.start(
          chain -> {
            var url = chain.request().url().encodedPath();
            if (chain.request().method().equals("PUT") && url.endsWith("/machines/m/status")) {
              cut.set(true);
              throw new IOException("this process is dead");
            }
            return chain.proceed(chain.request());
          });
      apply(here, RIGHT, true).orFail();
      Namespace.until("cut off", () -> cut.get() && !stage.team.machines().all().isEmpty());
      stage.stop();
      assertThat(here.value("psmachine/m", ".status.id")).isEmpty();
      patch(here, OTHER).orFail();
      stage.start();

      goesBack(here, stage);
    }
  }

  private static void goesBack(Namespace here, Stage stage) {
    untilStalled(here, "ReplaceRequired");
    assertThat(here.value("psmachine/m", ".status.conditions[?(@.type==\"Stalled\")].message"))
        .contains("templateId (declared " + OTHER + ", actual " + RIGHT + ")");
    assertThat(patch(here, "tpi7gqht").stderr())
        .contains("spec.templateId: Forbidden: templateId is immutable once");
    patch(here, RIGHT).orFail();
    here.untilReady("psmachine/m");
    assertThat(stage.team.machines().all()).hasSize(1);
    assertThat(stage.cloud.violations()).isEmpty();
  }

  /** What the service never showed of it was never held against it. */
  @Test
  void whatWasTakenOverTakesTheTruthAsItBecomesKnown() {
    var here = new Namespace(plane, "e2e-correction-adopted");
    try (var stage = open(here)) {
      var id =
          stage
              .team
              .console(
                  "POST",
                  MACHINES,
                  """
                  {"name": "m", "machineType": "A4000", "templateId": "t0nspur5",
                   "region": "ny2", "diskSize": 100}
                  """)
              .at("/data/id")
              .asText();
      here.apply(machine(OTHER).replace("region: ny2", "region: ca1, externalId: " + id));
      untilStalled(here, "ReplaceRequired");

      patch(here, RIGHT).orFail();
      here.apply(machine(RIGHT).replace("region: ny2", "region: ny2, externalId: " + id));
      here.untilReady("psmachine/m");
      assertThat(here.value("psmachine/m", ".status.origin")).isEqualTo("Adopted");
    }
  }

  private Stage open(Namespace here) {
    var stage = new Stage(plane, here);
    here.apply(QuickStart.account());
    here.untilReady("psaccount/default");
    return stage;
  }

  private static String machine(String template) {
    return """
        apiVersion: paperspace.com/v1alpha1
        kind: Machine
        metadata: {name: m}
        spec: {machineType: A4000, templateId: %s, region: ny2, diskSize: 100}
        """
        .formatted(template);
  }

  private static Result apply(Namespace here, String template, boolean serverSide) {
    return serverSide
        ? here.kubectlFed(
            machine(template), "apply", "--server-side", "--field-manager=git", "-f", "-")
        : here.kubectlFed(machine(template), "apply", "-f", "-");
  }

  private static Result patch(Namespace here, String template) {
    var patch = "{\"spec\": {\"templateId\": \"" + template + "\"}}";
    return here.kubectl("patch", "psmachine/m", "--type=merge", "-p", patch);
  }

  private static void untilStalled(Namespace here, String reason) {
    Namespace.until(reason, () -> isStalled(here, "psmachine/m", reason));
  }

  private static boolean isStalled(Namespace here, String object, String reason) {
    return here.value(object, ".status.conditions[?(@.type==\"Stalled\")].reason").equals(reason);
  }
}
