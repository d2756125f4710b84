package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is wrong shows in the plain line of {@code kubectl get}; the wide one adds the message. */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTroubleTest {
  private final ControlPlane plane;
  private Namespace here;
  private Stage stage;

  KubectlTroubleTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeAll
  void quickStart() {
    here = new Namespace(plane, "e2e-kubectl-trouble");
    stage = new Stage(plane, here);
    here.quickStart();
  }

  @AfterAll
  void close() {
    stage.close();
  }

  private void machine(String name) {
    here.apply(
        """
        apiVersion: paperspace.com/v1alpha1
        kind: Machine
        metadata: {name: %s}
        spec:
          {name: %s, machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100,
           policy: {drift: Report}}
        """
            .formatted(name, name));
    here.untilReady("psmachine/" + name);
  }

  private String id(String name) {
    return here.value("psmachine/" + name, ".status.id");
  }

  private String row(String kind, String name, String... more) {
    return here.kubectl("get", kind, name, "--no-headers", more.length == 0 ? "--output=" : more[0])
        .orFail()
        .stdout()
        .strip()
        .replaceAll("\\s+", " ");
  }

  private void untilRow(String kind, String name, String begins) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(row(kind, name)).startsWith(name + " " + begins));
  }

  @Test
  void driftThatIsOnlyReported() {
    machine("drifting");
    untilRow("psmachine", "drifting", "True True Available ready A4000 ");

    stage.team.machines().edit(id("drifting"), it -> it.put("name", "by-hand"));

    untilRow("psmachine", "drifting", "True False DriftReported ready ");
    assertThat(row("psmachine", "drifting", "-o=wide")).contains("by-hand");
  }

  @Test
  void aPause() {
    machine("paused");

    here.kubectl("annotate", "psmachine/paused", "paperspace.com/paused=true").orFail();

    untilRow("psmachine", "paused", "True False Paused ready ");
  }

  @Test
  void aMachineThatIsGoneDoesNotSayReady() {
    machine("gone");

    stage.team.machines().remove(id("gone"));

    untilRow("psmachine", "gone", "False False ExternalMissing ");
    assertThat(row("psmachine", "gone")).doesNotContain(" ready ");
    assertThat(row("psmachine", "gone", "-o=wide")).contains("is gone from the cloud");
  }

  @Test
  void anOutage() {
    stage.cloud.faults().next("GET", "/shared-drives", Fault.UNAVAILABLE).always();
    stage.cloud.faults().next("GET", "/shared-drives/{id}", Fault.UNAVAILABLE).always();
    try {
      untilRow("psdrive", "shared", "True Unknown ProviderUnavailable ");
    } finally {
      stage.cloud.faults().clear();
    }
    untilRow("psdrive", "shared", "True True Available ");
  }

  @Test
  void aDeletionThatIsRefused() {
    here.apply(
        """
        apiVersion: paperspace.com/v1alpha1
        kind: PaperspaceProject
        metadata: {name: kept}
        spec: {}
        """);
    here.untilReady("psproj/kept");
    stage.cloud.faults().next("DELETE", "/projects/{id}", Fault.REFUSED).always();
    try {
      here.kubectl("delete", "psproj/kept", "--wait=false").orFail();
      untilRow("psproj", "kept", "False False InUse ");
      assertThat(row("psproj", "kept", "-o=wide")).contains("Not like this.");
    } finally {
      stage.cloud.faults().clear();
    }
  }

  @Test
  void aDeploymentWithFewerReplicasThanWanted() {
    untilRow("psdeploy", "hello", "True True Available ");
    var deployment = here.value("psdeploy/hello", ".status.id");

    stage.team.crash(deployment, "failed", "out of memory");
    here.kubectl("annotate", "psdeploy/hello", "paperspace.com/reconcile-at=now").orFail();

    var wanted = here.value("psdeploy/hello", ".spec.resources.replicas");
    var type = here.value("psdeploy/hello", ".spec.resources.machineType");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(row("psdeploy", "hello"))
                    .matches("hello False .* " + type + " 0 " + wanted + " .*"));
  }
}
