package com.paperspace.operator.demo;

import java.util.List;

/** Bad manifests, each refused by the API server with a message that says what is allowed. */
final class Refusals {
  private static final String TYPO =
      """
      apiVersion: paperspace.com/v1alpha1
      kind: Machine
      metadata: {name: typo}
      spec: {machineTyp: C5, machineType: C5, templateId: t0nspur5, region: ny2, diskSize: 50}
      """;
  private static final String TWO_PROJECTS =
      """
      apiVersion: paperspace.com/v1alpha1
      kind: Deployment
      metadata: {name: torn}
      spec:
        projectRef: {name: quickstart}
        projectId: p123
        image: nginx
        resources: {machineType: C4, ports: [80]}
      """;

  private final Stage stage;
  private final Kubectl kubectl;

  Refusals(Stage stage, Kubectl kubectl) {
    this.stage = stage;
    this.kubectl = kubectl;
  }

  void run() {
    stage.narrator.step("Bad manifests are refused, and told why");
    int mark = stage.cloud.journal().size();
    patch("{\"spec\":{\"region\":\"ams1\"}}", "region is immutable");
    patch("{\"spec\":{\"diskSize\":25}}", "diskSize may only grow");
    patch("{\"spec\":{\"powerState\":true}}", "must be of type string");
    kubectl.run("explain", "machine.spec.powerState");
    apply(TYPO, "unknown field \"spec.machineTyp\"");
    apply(TWO_PROJECTS, "set exactly one of projectRef and projectId");
    stage.narrator.expect(
        "nothing of all that reached the cloud",
        () -> stage.cloud.journal().since(mark).stream().filter(it -> it.mutating()).toList(),
        List::isEmpty);
  }

  private void patch(String patch, String says) {
    refused(says, "", "-n", "demo", "patch", "machine", "workstation", "--type=merge", "-p", patch);
  }

  private void apply(String manifest, String says) {
    refused(says, manifest, "-n", "demo", "apply", "-f", "-");
  }

  private void refused(String says, String input, String... arguments) {
    var result = kubectl.attempt(input, arguments);
    if (result.exit() == 0 || !result.stderr().contains(says)) {
      throw new DemoFailed(
          "a refusal that says: " + says, "exit " + result.exit() + ", " + result.stderr());
    }
    stage.narrator.say("ok: refused");
  }
}
