package com.paperspace.operator.lifecycle;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The life-cycle script in one of three named namespaces with the chart's rights alone; the others
 * are looked after all the same, also by the operator that starts afterwards.
 */
@NeedsControlPlane
class LifecycleInNamespacesTest {
  /** The name the script leaves out of its counts. */
  private static final String BYSTANDER = "home";

  private static final String THEIR_KEY = "key-of-the-others";

  private final ControlPlane plane;

  LifecycleInNamespacesTest(ControlPlane plane) {
    this.plane = plane;
  }

  static List<KindScript> kinds() {
    return KindScript.all();
  }

  @BeforeEach
  void chartsCanBeInstalled() {
    Binaries.orSkip("kube-controller-manager");
    Binaries.orSkip("helm");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void livesItsLife(KindScript kind) throws InterruptedException {
    var kubernetes = KubeServer.real(plane);
    try (var rig = new Rig(kubernetes, Kinds.all()).bound(ChartRights.on(plane))) {
      rig.cloud.key(THEIR_KEY).team(KindScript.TEAM);
      var others = rig.watched().stream().filter(it -> !it.equals(rig.namespace)).toList();
      others.forEach(it -> bystander(rig, it));
      rig.startOperator();
      untilSeen(rig, others, 1);
      rig.settle();
      rig.stopOperator();

      new Lifecycle(rig, kind).run();

      others.forEach(it -> edit(rig, it, "one"));
      untilSeen(rig, others, 2);
      rig.stopOperator();
      others.forEach(it -> edit(rig, it, "two"));
      rig.startOperator();
      untilSeen(rig, others, 3);
    }
  }

  private static void bystander(Rig rig, String namespace) {
    var client = rig.kubernetes.client();
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("paperspace")
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(Map.of("apiKey", THEIR_KEY))
                .build())
        .create();
    apply(rig, namespace, "PaperspaceAccount", "default", "{secretRef: {name: paperspace}}");
    apply(rig, namespace, "PaperspaceProject", BYSTANDER, "{name: home}");
  }

  private static void apply(Rig rig, String namespace, String kind, String name, String spec) {
    var yaml =
        "apiVersion: paperspace.com/v1alpha1\nkind: %s\nmetadata: {name: %s}\nspec: %s\n"
            .formatted(kind, name, spec);
    rig.kubernetes.client().resource(yaml).inNamespace(namespace).create();
  }

  private static void edit(Rig rig, String namespace, String tag) {
    project(rig, namespace)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"tags\": [\"%s\"]}}".formatted(tag));
  }

  private static void untilSeen(Rig rig, List<String> namespaces, long generation) {
    for (var namespace : namespaces) {
      rig.passTimeUntil(
          "generation %d is carried out in %s".formatted(generation, namespace),
          () -> {
            var project = project(rig, namespace).get();
            return Rig.is(account(rig, namespace), "Ready", "True")
                && Rig.is(project, "Ready", "True")
                && Long.valueOf(generation).equals(project.getStatus().appliedGeneration());
          });
    }
  }

  private static PaperspaceAccount account(Rig rig, String namespace) {
    return rig.kubernetes
        .client()
        .resources(PaperspaceAccount.class)
        .inNamespace(namespace)
        .withName("default")
        .get();
  }

  private static Resource<PaperspaceProject> project(Rig rig, String namespace) {
    return rig.kubernetes
        .client()
        .resources(PaperspaceProject.class)
        .inNamespace(namespace)
        .withName(BYSTANDER);
  }
}
