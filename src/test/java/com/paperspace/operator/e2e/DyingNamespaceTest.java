package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Rig;
import org.junit.jupiter.api.Test;

/** A namespace may lose its Secrets some seconds before its resources are marked for deletion. */
class DyingNamespaceTest {

  @Test
  void anOutputSecretThatGoesFirstIsNotMadeAnew() {
    try (var rig = new Rig(KubeServer.mock(), Kinds.all())) {
      rig.startOperator().account();
      rig.apply("kind: PaperspaceProject\nmetadata: {name: home}\nspec: {}\n");
      rig.untilReady(PaperspaceProject.class, "home");
      rig.apply(
          """
          kind: Deployment
          metadata: {name: web}
          spec:
            projectRef: {name: home}
            image: nginx
            resources: {machineType: C4, ports: [80], replicas: 1}
            outputs: {secret: endpoint}
          """);
      rig.untilReady(Deployment.class, "web");
      rig.settle();
      rig.journal.clear();

      var namespaces = rig.kubernetes.client().namespaces().withName(rig.namespace);
      namespaces.edit(
          it -> it.edit().editMetadata().addToFinalizers("test/slow").endMetadata().build());
      namespaces.delete();
      var secrets = rig.kubernetes.client().secrets().inNamespace(rig.namespace);
      secrets.withName("endpoint").delete();

      var seen =
          rig.until(
              Deployment.class,
              "web",
              it -> Rig.condition(it, "Ready").orElseThrow().status().equals("False"));
      assertThat(Rig.condition(seen, "Ready").orElseThrow().reason())
          .isEqualTo(Reason.Deleting.name());
      assertThat(Rig.condition(seen, "Stalled")).as("it is nobody's fault").isEmpty();
      assertThat(rig.journal.writes())
          .as("nothing is made in it")
          .noneMatch(write -> write.method().equals("POST"));
    }
  }
}
