package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Memos;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.reconcile.status.StatusDraft;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes of a resource that another hand writes too. */
class WrittenTwiceTest {
  private final Desk desk = Desk.inKubernetes();
  private final KubernetesWriter writer = desk.services.writer();
  private final PaperspaceProject cached = desk.stored("p", "spec: {name: p}");

  private PaperspaceProject there() {
    return desk.client.resource(cached).get();
  }

  /** Another hand sets an annotation. */
  private void touched(String key, String value) {
    desk.client
        .resources(PaperspaceProject.class)
        .inNamespace(desk.namespace)
        .withName("p")
        .edit(
            it -> {
              it.getMetadata().setAnnotations(Map.of(key, value));
              return it;
            });
  }

  /** The informer has a newer view. */
  private void shown(PaperspaceProject held) {
    desk.services.memos().of(held.getMetadata().getUid()).written.shown(held);
  }

  private static StatusDraft<PaperspaceProject.Observed> draft(String id) {
    var draft = new StatusDraft<PaperspaceProject.Observed>();
    draft.own(id, Origin.Created);
    return draft;
  }

  @Test
  void aHoldIsOneWrite() {
    var held = writer.hold(cached, Annotations.FINALIZER, "intent", "note");
    assertThat(Metadata.finalizers(held)).containsExactly(Annotations.FINALIZER);
    assertThat(Metadata.annotation(there(), Annotations.CREATE_INTENT)).isEqualTo("intent");
    assertThat(Metadata.annotation(there(), Annotations.CREATED_WITH)).isEqualTo("note");
    assertThat(writer.hold(held, Annotations.FINALIZER, null)).as("held already").isSameAs(held);
    var again = writer.hold(held, Annotations.FINALIZER, "second");
    assertThat(Metadata.annotation(again, Annotations.CREATE_INTENT)).isEqualTo("second");
    assertThat(Metadata.annotation(again, Annotations.CREATED_WITH)).isEqualTo("note");
  }

  @Test
  void theNewerViewCounts() {
    assertThat(writer.newest(cached)).isSameAs(cached);
    var held = writer.hold(cached, Annotations.FINALIZER, null);
    assertThat(writer.newest(cached)).isEqualTo(held).isNotSameAs(cached);
    touched("other", "x");
    var newer = there();
    assertThat(writer.newest(newer)).isSameAs(newer);
    assertThat(writer.newest(cached)).as("the own answer is of no use any more").isSameAs(cached);
  }

  /** The watch is often quicker than the answer, which would take memory until the next pass. */
  @Test
  void anAnswerIsNotKeptBesideTheSameView() {
    var written = new Written();
    touched("other", "x");
    var held = there();
    held.getMetadata().setLabels(Map.of("held-by", "the informer"));
    written.shown(held);
    written.remember(there());
    assertThat(written.newest(cached).getMetadata().getLabels()).containsKey("held-by");
    touched("other", "y");
    written.remember(there());
    assertThat(written.newest(cached)).as("a later one is").isEqualTo(there());
  }

  @Test
  void aHoldOnAnOldViewIsLookedAtAgain() {
    touched("other", "x");
    assertThatThrownBy(() -> writer.hold(cached, Annotations.FINALIZER, "intent"))
        .isInstanceOf(LookAgainException.class)
        .hasMessage("the object was changed meanwhile");
    assertThat(Metadata.finalizers(there())).isEmpty();
  }

  @Test
  void aHoldWhoseAnswerWasLostIsDone() {
    touched(Annotations.CREATE_INTENT, "intent");
    var held = writer.hold(cached, Annotations.FINALIZER, "intent");
    assertThat(Metadata.annotation(held, Annotations.CREATE_INTENT)).isEqualTo("intent");
    assertThat(writer.newest(cached)).isEqualTo(held);
  }

  @Test
  void whatIsGoneIsLookedAtAgain() {
    desk.client.resource(cached).delete();
    var successor = desk.read(PaperspaceProject.class, "p", "spec: {name: p}");
    successor.getMetadata().setUid("another");
    desk.client.resource(successor).create();
    assertThatThrownBy(() -> writer.hold(cached, Annotations.FINALIZER, "intent"))
        .isInstanceOf(LookAgainException.class)
        .hasMessage("the object is gone");
  }

  @Test
  void aStatusIsWrittenBesideWhatAnotherHandChanged() {
    touched("other", "x");
    var written = writer.status(cached, draft("x").build());
    assertThat(written.getStatus().id()).isEqualTo("x");
    assertThat(there().getStatus().id()).isEqualTo("x");
    assertThat(Metadata.annotation(there(), "other")).as("its change stays").isEqualTo("x");
    assertThat(writer.statusOf(cached)).as("nothing is pending").isNull();
    var version = there().getMetadata().getResourceVersion();
    assertThat(writer.status(written, draft("x").build())).as("the same").isSameAs(written);
    assertThat(there().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  /** A client whose first writes of a status are refused as outdated; the mock refuses none. */
  private KubernetesClient refusing(int writes) {
    var left = new AtomicInteger(writes);
    var factory =
        new OkHttpClientFactory() {
          @Override
          protected void additionalConfig(OkHttpClient.Builder builder) {
            builder.addInterceptor(
                chain ->
                    chain.request().method().equals("PUT") && left.getAndDecrement() > 0
                        ? outdated(chain.request())
                        : chain.proceed(chain.request()));
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(desk.client.getConfiguration())
        .withHttpClientFactory(factory)
        .build();
  }

  private static Response outdated(Request request) {
    return new Response.Builder()
        .request(request)
        .protocol(Protocol.HTTP_1_1)
        .code(409)
        .message("Conflict")
        .body(ResponseBody.create("{\"kind\": \"Status\", \"code\": 409}", null))
        .build();
  }

  /** It woke between two tries of a write, or with a status it had still to write. */
  @ParameterizedTest(name = "kept {0}, leads {1}")
  @CsvSource({
    "false, true, mine, it is written again after the conflict",
    "false, false, successor's, it may be older than what made the conflict",
    "true, true, mine, it is written in a later pass",
    "true, false, successor's, it may be older than what that pass has seen",
  })
  void whoLeadsNoLongerWritesNothingOverItsSuccessor(
      boolean kept, boolean leads, String is, String why) {
    MutationGuard guard =
        () -> {
          if (!leads) {
            throw new NotLeaderException("another process leads by now");
          }
        };
    try (var client = refusing(kept ? 0 : 1)) {
      var mine = new KubernetesWriter(client, desk.services.rights(), guard, new Memos());
      writer.status(cached, draft("successor's").build());
      var seen = kept ? there() : cached;
      if (kept) {
        mine.keep(seen, draft("mine").build());
      }
      var ended = catchThrowable(() -> mine.status(seen, draft("mine").build()));
      assertThat(there().getStatus().id()).as(why).isEqualTo(is);
      assertThat(ended instanceof NotLeaderException).isNotEqualTo(leads);
    }
  }

  @Test
  void aStatusIsKeptUntilItIsWritten() {
    writer.keep(cached, draft("x").build());
    assertThat(writer.statusOf(cached).id()).isEqualTo("x");
    writer.status(cached, draft("y").build());
    assertThat(writer.statusOf(there()).id()).isEqualTo("y");
    writer.keep(cached, draft("x").build());
    var now = there();
    assertThat(writer.status(now, now.getStatus())).isSameAs(now);
    assertThat(writer.statusOf(now).id()).as("what the server has needs no write").isEqualTo("y");
  }

  @Test
  void whatIsNotHeldIsNotLetGo() {
    var version = there().getMetadata().getResourceVersion();
    writer.letGo(cached, Annotations.FINALIZER);
    assertThat(there().getMetadata().getResourceVersion()).isEqualTo(version);
    var held = writer.hold(cached, Annotations.FINALIZER, null);
    writer.letGo(held, Annotations.FINALIZER);
    assertThat(Metadata.finalizers(there())).isEqualTo(List.of());
  }

  @Test
  void whatTheInformerHoldsTakesThePlaceOfAnAnswerThatIsNoNewer() {
    writer.hold(cached, Annotations.FINALIZER, null);
    shown(cached);
    assertThat(Metadata.finalizers(writer.newest(cached)))
        .as("an older view does not")
        .isNotEmpty();
    touched("seen", "later");
    shown(there());
    // A pass that began before that still has the old view.
    var newest = writer.newest(cached);
    assertThat(Metadata.annotation(newest, "seen")).isEqualTo("later");
    assertThat(Metadata.finalizers(newest)).containsExactly(Annotations.FINALIZER);
  }

  @Test
  void whatTheInformerHoldsCountsWhereNothingWasWrittenToo() {
    touched("seen", "later");
    shown(there());
    assertThat(Metadata.annotation(writer.newest(cached), "seen")).isEqualTo("later");
    assertThat(writer.newest(there())).isEqualTo(there());
    assertThat(writer.newest(cached)).as("seen, and kept no more").isSameAs(cached);
  }
}
