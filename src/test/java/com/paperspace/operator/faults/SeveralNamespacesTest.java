package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of several watched namespaces none is forgotten, neither at the start nor after a restart. */
class SeveralNamespacesTest {
  private static final List<String> OTHERS = List.of("red", "blue");

  private static void account(Stage stage, String namespace) {
    var client = stage.rig.kubernetes.client();
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("paperspace")
                .withNamespace(namespace)
                .endMetadata()
                .withData(Map.of("apiKey", base64(Rig.KEY)))
                .build())
        .create();
    stage.apply(namespace, PaperspaceAccount.class, "default", "{secretRef: {name: paperspace}}");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean hasId(Stage stage, String namespace) {
    var project =
        stage
            .rig
            .kubernetes
            .client()
            .resources(PaperspaceProject.class)
            .inNamespace(namespace)
            .withName("p")
            .get();
    return project.getStatus() != null && project.getStatus().id() != null;
  }

  @Test
  void allAreLookedAfterAfterARestart() {
    try (var stage = Stage.open()) {
      OTHERS.forEach(stage::watch);
      for (var namespace : OTHERS) {
        account(stage, namespace);
        stage.apply(namespace, PaperspaceProject.class, "p", "{name: p-" + namespace + "}");
      }
      stage.restart();
      for (var namespace : OTHERS) {
        stage.until(() -> hasId(stage, namespace));
      }
      stage.restart();
      stage.settle();
      int before = (int) stage.calls("POST", "/projects/{id}/tags");
      for (var namespace : OTHERS) {
        stage
            .rig
            .kubernetes
            .client()
            .resources(PaperspaceProject.class)
            .inNamespace(namespace)
            .withName("p")
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"tags\": [\"seen\"]}}");
      }
      stage.until(() -> stage.calls("POST", "/projects/{id}/tags") == before + OTHERS.size());
      assertThat(stage.team().projects().size()).isEqualTo(OTHERS.size());
    }
  }
}
