package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import org.junit.jupiter.api.Test;

/** Namespaces are tenants: what is in one is out of reach of the other. */
@NeedsControlPlane
class TenancyTest {
  private static final String HEAD = "apiVersion: paperspace.com/v1alpha1\nkind: ";

  private final ControlPlane plane;

  TenancyTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void neitherAccountsNorObjectsNorKeysReachIntoAnotherNamespace() {
    var rich = new Namespace(plane, "e2e-tenant-rich");
    var poor = new Namespace(plane, "e2e-tenant-poor");
    try (var stage = new Stage(plane, rich, poor)) {
      rich.quickStart();
      int calls = stage.cloud.journal().mutating().size();

      poor.apply(HEAD + "PaperspaceProject\nmetadata: {name: by-default}\nspec: {}\n");
      poor.apply(
          HEAD
              + "PaperspaceProject\nmetadata: {name: by-name}\nspec: {accountRef: {name: default}}\n");
      poor.apply(
          HEAD
              + "PaperspaceAccount\nmetadata: {name: thief}\nspec: {secretRef: {name: paperspace-key}}\n");
      untilReason(poor, "psproj/by-default", "WaitingForAccount");
      untilReason(poor, "psproj/by-name", "WaitingForAccount");
      untilReason(poor, "psaccount/thief", "WaitingForAccount");

      poor.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: own}
          stringData: {apiKey: %s}
          ---
          """
                  .formatted(QuickStart.KEY)
              + HEAD
              + "PaperspaceAccount\nmetadata: {name: own}\nspec: {secretRef: {name: own}}\n");
      poor.apply(
          HEAD
              + """
              ProjectSecret
              metadata: {name: borrowed}
              spec:
                accountRef: {name: own}
                projectRef: {name: quickstart}
                name: BORROWED
                valueFrom: {secretKeyRef: {name: own, key: apiKey}}
              """);
      untilReason(poor, "pssecret/borrowed", "WaitingForReference");
      assertThat(stage.cloud.journal().mutating()).as("changes in the cloud").hasSize(calls);

      poor.apply(
          HEAD
              + """
              PaperspaceProject
              metadata: {name: claimed}
              spec: {accountRef: {name: own}, externalId: %s}
              """
                  .formatted(rich.value("psproj/quickstart", ".status.id")));
      untilReason(poor, "psproj/claimed", "OwnershipConflict");
      assertThat(poor.value("psproj/claimed", ".status.conditions[0].message"))
          .as("nothing of the other tenant is told")
          .doesNotContain("quickstart", rich.name);
      assertThat(stage.cloud.journal().mutating()).as("changes in the cloud").hasSize(calls);
    }
  }

  @Test
  void noReferenceCanNameAnotherNamespace() {
    plane.installCrds();
    var here = new Namespace(plane, "e2e-tenant-references");
    var refused =
        here.kubectlFed(
            HEAD
                + "PaperspaceProject\nmetadata: {name: x}\nspec: {accountRef: {name: a, namespace: b}}\n",
            "create",
            "-f",
            "-");

    assertThat(refused.exit()).isNotZero();
    assertThat(refused.stderr()).contains("unknown field \"spec.accountRef.namespace\"");
    for (var object : QuickStart.OBJECTS) {
      var kind = object.replaceAll("/.*", "");
      assertThat(here.kubectl("explain", kind + ".spec", "--recursive").orFail().stdout())
          .as(kind)
          .doesNotContain("namespace\t");
    }
  }

  private static void untilReason(Namespace namespace, String object, String reason) {
    Namespace.until(
        object + " says " + reason,
        () ->
            namespace
                .value(object, ".status.conditions[?(@.type==\"Ready\")].reason")
                .equals(reason));
  }
}
