package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A newer CRD lets in what this version cannot read: list, watch and restart must go on. */
class TolerantWatchTest {

  private static final String PATH = "/apis/paperspace.com/v1alpha1/namespaces/ml/machines";

  private final KubeServer server = KubeServer.mock();
  private final KubernetesClient mock = server.client();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void oneBadObjectStopsNeitherListNorWatchNorRestart() {
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(mock.getConfiguration())
            .withKubernetesSerialization(TolerantSerialization.create())
            .build()) {
      create("good", 50);
      create("bad-in-list", "50Gi");
      try (SharedIndexInformer<Machine> informer =
          client.resources(Machine.class).inNamespace("ml").inform()) {
        create("bad-in-watch", "50Gi");
        create("good-after", 50);

        await().until(() -> informer.getIndexer().getByKey("ml/good-after") != null);
        assertThat(informer.isRunning()).isTrue();
        assertThat(informer.getIndexer().list())
            .filteredOn(machine -> machine.unreadable() != null)
            .extracting(machine -> machine.getMetadata().getName())
            .containsExactlyInAnyOrder("bad-in-list", "bad-in-watch");
      }
      try (SharedIndexInformer<Machine> restarted =
          client.resources(Machine.class).inNamespace("ml").inform()) {
        assertThat(restarted.getIndexer().list()).hasSize(4);
      }
    }
  }

  private void create(String name, Object diskSize) {
    mock.raw(
        PATH,
        "POST",
        Map.of(
            "apiVersion",
            "paperspace.com/v1alpha1",
            "kind",
            "Machine",
            "metadata",
            Map.of("name", name, "namespace", "ml"),
            "spec",
            Map.of("diskSize", diskSize)));
  }
}
