package com.paperspace.operator.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Other suites trust the control plane; here is why they may. */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneTest {

  private final ControlPlane plane;

  ControlPlaneTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void clientAndKubectlSeeTheSameCluster() {
    plane
        .client()
        .configMaps()
        .inNamespace("default")
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("seen-by-both")
                .endMetadata()
                .addToData("key", "value")
                .build())
        .create();

    Result result = plane.kubectl("get", "configmap", "seen-by-both", "-o", "jsonpath={.data.key}");

    assertThat(result).isEqualTo(new Result(0, "value", ""));
  }

  @Test
  void kubectlReadsItsInputAndReportsFailure() {
    assertThat(plane.kubectlFed("kind: Nonsense", "apply", "-f", "-").exit()).isNotZero();
  }

  @Test
  void deletingANamespaceEmptiesItAndOwnedObjectsAreCollected() {
    Binaries.orSkip("kube-controller-manager");
    plane
        .client()
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName("doomed").endMetadata().build())
        .create();
    Secret owner = secret("owner").build();
    owner = plane.client().resource(owner).inNamespace("doomed").create();
    Secret owned =
        secret("owned")
            .editMetadata()
            .addNewOwnerReference()
            .withApiVersion("v1")
            .withKind("Secret")
            .withName("owner")
            .withUid(owner.getMetadata().getUid())
            .endOwnerReference()
            .endMetadata()
            .build();
    plane.client().resource(owned).inNamespace("doomed").create();

    plane.client().resource(owner).delete();
    plane
        .client()
        .secrets()
        .inNamespace("doomed")
        .withName("owned")
        .waitUntilCondition(secret -> secret == null, 30, TimeUnit.SECONDS);
    plane.client().namespaces().withName("doomed").delete();
    plane
        .client()
        .namespaces()
        .withName("doomed")
        .waitUntilCondition(namespace -> namespace == null, 30, TimeUnit.SECONDS);
  }

  @Test
  void helmReachesTheCluster() {
    Binaries.orSkip("helm");

    assertThat(plane.helm("list", "--all-namespaces").orFail().stdout()).contains("NAMESPACE");
  }

  private static SecretBuilder secret(String name) {
    return new SecretBuilder().withNewMetadata().withName(name).endMetadata();
  }
}
