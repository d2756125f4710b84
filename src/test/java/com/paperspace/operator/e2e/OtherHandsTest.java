package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other parties hold our objects too, and hands write where only the operator should. */
@NeedsControlPlane
class OtherHandsTest {
  private static final Duration PERIOD = Duration.ofSeconds(3);
  private static final Duration PERIOD_AND_A_BIT = Duration.ofSeconds(4);

  private final ControlPlane plane;

  OtherHandsTest(ControlPlane plane) {
    this.plane = plane;
  }

  private Stage ready(Namespace here) {
    var stage = new Stage(plane, PERIOD, here);
    here.apply(QuickStart.account());
    here.untilReady("psaccount/default");
    here.apply(
        """
        apiVersion: paperspace.com/v1alpha1
        kind: Machine
        metadata:
          name: m
          finalizers: [resources-finalizer.argocd.argoproj.io, example.com/hold]
        spec: {machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100}
        """);
    here.untilReady("psmachine/m");
    return stage;
  }

  /** The operator lets go of its own; the object stays, and is left in peace. */
  @ParameterizedTest
  @ValueSource(strings = {"background", "foreground"})
  void whatOthersHoldIsLetGoOnceAndNeverMadeAgain(String cascade) {
    var here = new Namespace(plane, "e2e-held-" + cascade);
    try (var stage = ready(here)) {
      here.kubectl("delete", "psmachine/m", "--wait=false", "--cascade=" + cascade).orFail();
      Namespace.until(
          "let go",
          () -> !here.value("psmachine/m", ".metadata.finalizers").contains("paperspace.com"));
      assertThat(stage.team.machines().all()).isEmpty();
      assertThat(here.value("psmachine/m", ".metadata.finalizers"))
          .contains("argocd", "example.com/hold");

      atPeace(stage);
      here.kubectl("annotate", "psmachine/m", "paperspace.com/reconcile-at=now").orFail();
      atPeace(stage);
      stage.stop();
      stage.start();
      atPeace(stage);
      assertThat(stage.cloud.journal().calls("POST", "/machines")).hasSize(1);

      here.kubectl(
              "patch",
              "psmachine/m",
              "--type=merge",
              "-p",
              "{\"metadata\": {\"finalizers\": null}}")
          .orFail();
      Namespace.until("gone", () -> here.value("psmachine/m", ".metadata.name").isEmpty());
    }
  }

  private static void atPeace(Stage stage) {
    int calls = stage.cloud.journal().calls("POST", "/machines").size();
    Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    int writes = stage.journal.writes().size();
    Awaitility.await()
        .atMost(PERIOD_AND_A_BIT.multipliedBy(2))
        .pollDelay(PERIOD_AND_A_BIT)
        .until(() -> true);
    assertThat(stage.journal.writes().stream().skip(writes))
        .filteredOn(it -> it.path().contains("/machines/"))
        .isEmpty();
    assertThat(stage.cloud.journal().calls("POST", "/machines")).hasSize(calls);
  }

  private static Result status(Namespace here, String createdWith) {
    return here.kubectl(
        "patch",
        "psmachine/m",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\": {\"createdWith\": " + createdWith + "}}");
  }

  @Test
  void whatAMachineWasCreatedWithTakesNoDamageByHand() {
    var here = new Namespace(plane, "e2e-created-with");
    try (var stage = ready(here)) {
      for (var damage :
          new String[] {
            "\"x\"",
            "[]",
            "{\"diskSize\": \"many\"}",
            "{\"templateId\": {\"a\": 1}}",
            "{\"diskSize\": 9999999999}",
            "{\"region\": \"" + "x".repeat(600) + "\"}"
          }) {
        assertThat(status(here, damage).exit()).as(damage).isNotZero();
      }
      status(here, "{\"other\": {\"deep\": [1]}}").orFail();
      status(here, "null").orFail();
      assertThat(here.value("psmachine/m", ".status.createdWith.other")).isEmpty();
      here.kubectl("annotate", "psmachine/m", "paperspace.com/reconcile-at=now").orFail();
      Namespace.until(
          "noted again",
          () -> here.value("psmachine/m", ".status.createdWith.templateId").equals("t0nspur5"));
      here.untilReady("psmachine/m");
      assertThat(stage.team.machines().all()).hasSize(1);
    }
  }
}
