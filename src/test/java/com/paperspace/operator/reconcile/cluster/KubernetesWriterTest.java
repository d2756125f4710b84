package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.StatusDraft;
import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesWriterTest {
  private static final class Remembered implements KubernetesWriter.Memory {
    private final Map<String, Written> byUid = new HashMap<>();

    @Override
    public Written written(String uid) {
      return byUid.computeIfAbsent(uid, any -> new Written());
    }

    @Override
    public Optional<Written> known(String uid) {
      return Optional.ofNullable(byUid.get(uid));
    }
  }

  private static final String OTHERS = "example.com/other";

  private final KubeServer kubernetes = KubeServer.mock();
  private final Remembered memory = new Remembered();
  private final KubernetesWriter writer =
      new KubernetesWriter(
          kubernetes.client(),
          new RightsHold(kubernetes.client(), null, null, null, Optional.empty(), Set.of()),
          MutationGuard.ALWAYS,
          memory);

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

  /** No write takes what others edit back to an older view of it. */
  @Test
  void aStatusIsWrittenAndTheRestLeftAsItIs() {
    var project = new PaperspaceProject();
    project.setMetadata(
        new ObjectMetaBuilder().withNamespace("here").withName("p").addToLabels("a", "b").build());
    project.setSpec(
        kubernetes
            .client()
            .getKubernetesSerialization()
            .unmarshal("{\"name\": \"n\"}", PaperspaceProject.Spec.class));
    var made = kubernetes.client().resource(project).create();
    var draft = new StatusDraft<PaperspaceProject.Observed>();
    draft.observedGeneration = 1L;
    writer.status(made, draft.build());
    var now = kubernetes.client().resource(made).get();
    assertThat(now.getStatus().observedGeneration()).isEqualTo(1);
    assertThat(now.getSpec()).isEqualTo(made.getSpec());
    assertThat(now.getMetadata().getLabels()).containsEntry("a", "b");
  }

  @Test
  void isForgottenWithTheObject() {
    var cached = leaving();
    writer.letGo(cached, Annotations.FINALIZER);
    memory.byUid.clear();
    assertThat(writer.newest(cached)).isSameAs(cached);
  }

  /** Who counts the users of an account may come across one that has just gone. */
  @Test
  void nothingIsRememberedOfWhatOthersLookAt() {
    var gone = leaving();
    assertThat(writer.seen(gone)).isSameAs(gone);
    assertThat(writer.statusOf(gone)).isNull();
    assertThat(memory.byUid).isEmpty();
  }

  /** Another resource's pass resolves a reference to this one while this one's own pass writes. */
  @Test
  void whatOthersReadDropsNoAnswer() {
    var project = new PaperspaceProject();
    project.setMetadata(new ObjectMetaBuilder().withNamespace("here").withName("p").build());
    var first =
        writer.hold(kubernetes.client().resource(project).create(), Annotations.FINALIZER, null);
    var seenByOthers = new PaperspaceProject();
    seenByOthers.setMetadata(new WritesWhenRead(first));
    writer.seen(seenByOthers);
    assertThat(Metadata.finalizers(writer.newest(first))).contains(OTHERS);
  }

  /** Has the resource's own pass write at the very moment its version is compared. */
  private final class WritesWhenRead extends ObjectMeta {
    private static final long serialVersionUID = 1;

    private final transient PaperspaceProject first;
    private boolean done;

    WritesWhenRead(PaperspaceProject first) {
      this.first = first;
      setUid(first.getMetadata().getUid());
    }

    @Override
    public String getResourceVersion() {
      if (!done) {
        done = true;
        writer.hold(first, OTHERS, null);
      }
      return first.getMetadata().getResourceVersion();
    }
  }
}
