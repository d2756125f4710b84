package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.VirtualTime;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Each trouble with a RoleBinding is said once, and again when it was over in between. */
class RightsPlaceTest {
  private final KubeServer kubernetes = KubeServer.mock();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RightsPlace.class);
  private volatile int patchesFail;
  private volatile boolean givenEverywhere;
  private volatile String asked;
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(kubernetes.config())
          .withHttpClientFactory(new Denying())
          .build();
  private final RightsPlace place = place(Desk.bare().index);

  private RightsPlace place(ResourceIndex index) {
    return new RightsPlace(
        new RightsBinding(client, "here", "rights"),
        index,
        EventsInPlace.of(client, new VirtualTime()),
        MutationGuard.ALWAYS);
  }

  /** Answers patches with {@code patchesFail}, unless that is 0, and questions about rights. */
  private final class Denying extends OkHttpClientFactory {
    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
      builder.addInterceptor(
          chain -> {
            if (patchesFail != 0 && chain.request().method().equals("PATCH")) {
              return answer(chain.request(), patchesFail, "{}");
            }
            if (chain.request().url().encodedPath().endsWith("/selfsubjectaccessreviews")) {
              var body = new Buffer();
              chain.request().body().writeTo(body);
              asked = body.readUtf8();
              return answer(
                  chain.request(), 201, "{\"status\": {\"allowed\": " + givenEverywhere + "}}");
            }
            return chain.proceed(chain.request());
          });
    }

    private static Response answer(Request request, int code, String body) {
      return new Response.Builder()
          .request(request)
          .protocol(Protocol.HTTP_1_1)
          .code(code)
          .message("by a test")
          .body(ResponseBody.create(body, MediaType.get("application/json")))
          .build();
    }
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    client.close();
    kubernetes.close();
  }

  private List<String> warned() {
    return log.list.stream()
        .filter(it -> it.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private RoleBinding bind() {
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("rights")
            .withNamespace("here")
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "role")
            .build();
    return kubernetes.client().resource(binding).create();
  }

  private void unbind() {
    unbindUnseen();
    place.changed(null);
  }

  private void unbindUnseen() {
    var client = kubernetes.client();
    var binding = client.rbac().roleBindings().inNamespace("here").withName("rights");
    binding.edit(
        it -> new RoleBindingBuilder(it).editMetadata().withFinalizers().endMetadata().build());
    binding.delete();
  }

  @Test
  void whatIsMissingAgainIsSaidAgain() {
    place.hold("one");
    place.look();
    place.hold("one");
    assertThat(warned()).singleElement().asString().contains("does not exist");

    place.changed(bind());
    place.hold("one");
    assertThat(
            kubernetes.client().rbac().roleBindings().inNamespace("here").withName("rights").get())
        .matches(it -> it.getMetadata().getFinalizers().contains(Annotations.IN_USE_FINALIZER));
    unbind();
    place.hold("one");
    assertThat(warned()).hasSize(2);
  }

  private RoleBinding found() {
    return kubernetes.client().rbac().roleBindings().inNamespace("here").withName("rights").get();
  }

  /** One that is held, on its way out, and out of our reach. */
  private void becomesStuck() {
    patchesFail = 0;
    place.changed(bind());
    place.hold("one");
    kubernetes.client().resource(found()).delete();
    patchesFail = 403;
    place.changed(found());
    place.left("one");
    place.look();
  }

  @Test
  void whatCannotBeLetGoIsSaidOnceForEachBinding() {
    becomesStuck();
    place.look();
    assertThat(warned()).singleElement().asString().contains("no right left to let go of it");

    unbind();
    becomesStuck();
    assertThat(warned()).as("another binding, another word").hasSize(2);
  }

  @Test
  void whatWentWithoutAWordIsForgotten() {
    becomesStuck();
    patchesFail = 404;
    place.look();
    patchesFail = 0;
    unbindUnseen();
    var held = bind();
    held.getMetadata().setFinalizers(List.of(Annotations.IN_USE_FINALIZER));
    kubernetes.client().resource(held).update();
    kubernetes.client().resource(held).delete();
    patchesFail = 403;
    place.changed(found());
    place.look();
    assertThat(warned()).as("first seen when it was already leaving").hasSize(2);
  }

  /** As on the way from named namespaces to all, while the old process still leads. */
  @ParameterizedTest
  @CsvSource({"true, 0", "false, 1"})
  void whoHasHisRightsByAClusterRoleBindingIsToldOfNoLoss(boolean everywhere, int warnings) {
    givenEverywhere = everywhere;
    var desk = Desk.bare();
    var project = desk.read(PaperspaceProject.class, "p", "spec: {name: p}");
    project.getMetadata().setNamespace("here");
    project.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    desk.know(project);
    kubernetes
        .client()
        .resource(new NamespaceBuilder().withNewMetadata().withName("here").endMetadata().build())
        .create();
    var left = place(desk.index);
    left.changed(bind());
    left.hold("p-uid");
    kubernetes.client().resource(found()).delete();
    left.changed(found());
    left.look();

    assertThat(found()).as("let go").isNull();
    assertThat(warned()).hasSize(warnings);
    assertThat(kubernetes.client().events().v1().events().inNamespace("here").list().getItems())
        .hasSize(warnings);
    assertThat(asked).contains("\"patch\"", "paperspaceprojects").doesNotContain("namespace\"");
  }

  @Test
  void aLookTriesAgainWhatWasMissing() {
    place.hold("one");
    bind();
    place.hold("two");
    assertThat(RightsBinding.isHeld(found())).as("not asked for with every object").isFalse();
    place.look();
    place.hold("three");
    assertThat(RightsBinding.isHeld(found())).isTrue();
  }

  @Test
  void anEventOlderThanOurOwnWriteChangesNothing() {
    var before = bind();
    place.changed(before);
    place.hold("one");
    place.changed(before);
    unbindUnseen();
    place.hold("two");
    assertThat(warned()).as("it is known to be held, so it is not read").isEmpty();
  }

  /** The watch of the RoleBinding may begin before any kind is announced. */
  @Test
  void beforeAnythingIsKnownNothingIsLetGo() {
    bind();
    place.hold("p-uid");
    var restarted = place(new ResourceIndex());
    restarted.changed(found());
    restarted.look();
    assertThat(RightsBinding.isHeld(found())).as("its objects are to be listed first").isTrue();
  }
}
