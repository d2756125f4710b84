package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Rig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The CRD is newer than the operator: what it cannot read stalls alone. On a server of its own. */
@NeedsControlPlane
class UnreadableObjectTest {
  private static final String STALLED = ".status.conditions[?(@.type==\"Stalled\")]";

  private ControlPlane plane;
  private Rig rig;

  @BeforeEach
  void theCrdIsNewer() {
    plane = ControlPlane.start();
    rig = new Rig(KubeServer.real(plane), Kinds.all());
    var spec = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
    plane
        .kubectl(
            "patch",
            "crd",
            "machines.paperspace.com",
            "--type=json",
            "-p",
            """
            [{"op": "replace", "path": "%s/properties/diskSize",
              "value": {"x-kubernetes-int-or-string": true}},
             {"op": "add", "path": "%s/properties/colour", "value": {"type": "string"}},
             {"op": "remove", "path": "%s/x-kubernetes-validations"},
             {"op": "remove", "path": "%s/x-kubernetes-validations"}]
            """
                .formatted(spec, spec, spec, spec.replace("/properties/spec", "")))
        .orFail();
    rig.startOperator().account();
  }

  @AfterEach
  void stop() {
    rig.close();
    plane.close();
  }

  @Test
  void itAloneStallsThroughWatchAndRestartAndCanBeDeleted() {
    machine("good", "50", "");
    machine("turning", "50", "");
    rig.untilReady(Machine.class, "good");
    rig.untilReady(Machine.class, "turning");

    machine("turning", "50Gi", "");
    machine("unknown-field", "50", "colour: red");
    untilStalled("turning", "Unreadable");
    assertThat(value("turning", STALLED + ".message"))
        .contains("spec.diskSize: expected integer, found string")
        .doesNotContain("50Gi");
    var id = value("turning", ".status.id");
    assertThat(rig.cloud.team("a").machines().get(id)).as("still known").isPresent();
    rig.untilReady(Machine.class, "unknown-field");
    assertThat(value("unknown-field", ".spec.colour")).as("never written away").isEqualTo("red");

    rig.stopOperator();
    machine("bad-from-the-start", "1Ti", "");
    rig.startOperator();
    machine("good-after", "50", "");
    rig.untilReady(Machine.class, "good-after");
    untilStalled("bad-from-the-start", "Unreadable");
    assertThat(rig.cloud.team("a").machines().size()).as("one for each it could read").isEqualTo(4);

    deleteAndWait("turning");
    deleteAndWait("bad-from-the-start");
    assertThat(rig.cloud.team("a").machines().get(id)).isEmpty();
    assertThat(rig.cloud.team("a").machines().size()).isEqualTo(3);
    assertThat(rig.cloud.violations()).isEmpty();
  }

  @Test
  void withAnUnknownPolicyItIsNotDeletedInTheCloud() {
    machine("kept", "50", "");
    var id = rig.untilReady(Machine.class, "kept").getStatus().id();
    plane
        .kubectl(
            "patch",
            "crd",
            "machines.paperspace.com",
            "--type=json",
            "-p",
            """
            [{"op": "add", "value": "Archive", "path":
            "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/policy/properties/deletion/enum/-"}]
            """)
        .orFail();

    machine("kept", "50", "policy: {deletion: Archive}");
    untilStalled("kept", "Unreadable");
    rig.delete(Machine.class, "kept");
    rig.passTimeUntil(
        "deletion stalls",
        () -> value("kept", STALLED + ".message").contains("cannot be told whether"));

    assertThat(value("kept", STALLED + ".message")).contains("spec.policy");
    assertThat(rig.cloud.team("a").machines().get(id)).as("left alone").isPresent();
    machine("kept", "50", "policy: {deletion: Retain}");
    rig.untilGone(Machine.class, "kept");
    assertThat(rig.cloud.team("a").machines().get(id)).as("retained").isPresent();
  }

  private void machine(String name, String diskSize, String more) {
    var yaml =
        """
        apiVersion: paperspace.com/v1alpha1
        kind: Machine
        metadata: {name: %s}
        spec:
          machineType: A4000
          templateId: t0nspur5
          region: ny2
          diskSize: %s
          %s
        """
            .formatted(name, diskSize, more);
    plane.kubectlFed(yaml, "apply", "-n", rig.namespace, "-f", "-").orFail();
  }

  private void untilStalled(String machine, String reason) {
    rig.passTimeUntil(
        machine + " stalls", () -> value(machine, STALLED + ".reason").equals(reason));
  }

  private void deleteAndWait(String machine) {
    rig.delete(Machine.class, machine);
    rig.passTimeUntil(machine + " is gone", () -> value(machine, ".metadata.name").isEmpty());
  }

  private String value(String machine, String path) {
    return plane
        .kubectl(
            "get",
            "psmachine",
            machine,
            "--ignore-not-found",
            "-n",
            rig.namespace,
            "-o",
            "jsonpath={" + path + "}")
        .orFail()
        .stdout();
  }
}
