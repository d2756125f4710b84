package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesWriterTest {
  private static final String OTHERS = "example.com/other";

  private final KubeServer kubernetes = KubeServer.mock();
  private final Map<String, Written> memory = new HashMap<>();
  private final KubernetesWriter writer =
      new KubernetesWriter(
          kubernetes.client(),
          new RightsHold(kubernetes.client(), null, null, null, Optional.empty(), Set.of()),
          uid -> memory.computeIfAbsent(uid, any -> new Written()));

  @AfterEach
  void close() {
    kubernetes.close();
  }

  private PaperspaceProject leaving() {
    var project = new PaperspaceProject();
    project.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("here")
            .withName("leaving")
            .withFinalizers(Annotations.FINALIZER, OTHERS)
            .build());
    var made = kubernetes.client().resource(project).create();
    kubernetes.client().resource(made).delete();
    return kubernetes.client().resource(made).get();
  }

  @Test
  void whatWasLetGoIsNotHeldByAnOldViewOfIt() {
    var cached = leaving();
    writer.letGo(cached, Annotations.FINALIZER);
    assertThat(Metadata.finalizers(writer.newest(cached))).containsExactly(OTHERS);
    assertThat(Metadata.finalizers(cached)).as("the cache's own").hasSize(2);
  }

  @Test
  void isForgottenWithTheObject() {
    var cached = leaving();
    writer.letGo(cached, Annotations.FINALIZER);
    memory.clear();
    assertThat(writer.newest(cached)).isSameAs(cached);
  }
}
