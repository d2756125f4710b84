package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every change of a Secret or ConfigMap is told, its value is never kept, and no error ends the
 * watch. That the API server really leaves the values out is shown on a real one; this one does not
 * know how to.
 */
@ParameterizedClass
@EnumSource
class MetadataWatchTest {
  /** What can be watched. */
  enum Kind {
    SECRETS,
    CONFIG_MAPS;

    private MetadataWatch<?> watch(KubernetesClients clients, BiConsumer<String, String> listener) {
      return this == SECRETS
          ? new MetadataWatch<>(WatchedKind.SECRETS, clients.metadata(), listener)
          : new MetadataWatch<>(WatchedKind.CONFIG_MAPS, clients.metadata(), listener);
    }

    private String plural() {
      return this == SECRETS ? "secrets" : "configmaps";
    }

    private HasMetadata with(ObjectMeta metadata, String value) {
      return this == SECRETS
          ? new SecretBuilder().withMetadata(metadata).addToData("apiKey", value).build()
          : new ConfigMapBuilder()
              .withMetadata(metadata)
              .addToData("apiKey", value)
              .addToBinaryData("more", value)
              .build();
    }
  }

  private final Kind kind;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KubeServer server = KubeServer.mock();
  private final KubernetesClient client = server.client();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private KubernetesClients clients;
  private volatile Predicate<Request> denied = request -> false;

  MetadataWatchTest(Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    Interceptor journal =
        chain -> {
          requests.add(
              chain.request().method()
                  + " "
                  + chain.request().url().encodedPath()
                  + "?"
                  + chain.request().url().query());
          if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IOException("the API server is away");
          }
          if (denied.test(chain.request())) {
            return NamespacesOnMock.forbidden(chain.request());
          }
          Response answer = chain.proceed(chain.request());
          accepted.add(String.valueOf(answer.request().header("Accept")));
          return answer;
        };
    clients =
        KubernetesClients.open(
            client.getConfiguration(), new KubernetesSerialization(), List.of(journal));
  }

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  private MetadataWatch<?> watch() {
    return kind.watch(clients, (ns, name) -> told.add(ns + "/" + name));
  }

  @Test
  void addUpdateAndDeleteAreTold() {
    client.resource(object("ml", "key", "one")).create();
    try (var watch = watch()) {
      assertThat(watch.start(Set.of(), PATIENCE)).isTrue();
      await().untilAsserted(() -> assertThat(told).containsExactly("ml/key"));
      assertThat(watch.isHealthy()).isTrue();
      String before = watch.held("ml", "key").orElseThrow().getMetadata().getResourceVersion();

      client.resource(object("ml", "key", "two")).update();
      await().untilAsserted(() -> assertThat(told).hasSize(2));
      assertThat(watch.held("ml", "key").orElseThrow().getMetadata().getResourceVersion())
          .isNotEqualTo(before);

      client.resource(object("ml", "key", "two")).delete();
      await().untilAsserted(() -> assertThat(told).hasSize(3));
      HasMetadata going = watch.held("ml", "key").orElseThrow();
      assertThat(going.isMarkedForDeletion()).isTrue();

      client.resource(going).edit(MetadataWatchTest::withoutFinalizers);
      await().untilAsserted(() -> assertThat(told).hasSize(4));
      assertThat(watch.held("ml", "key")).isEmpty();
    }
  }

  @Test
  void onlyWhatIdentifiesAnObjectIsKept() {
    client.resource(object("ml", "key", "one")).create();
    try (var watch = watch()) {
      assertThat(watch.start(Set.of(), PATIENCE)).isTrue();

      HasMetadata kept = watch.held("ml", "key").orElseThrow();
      assertThat(kept.getMetadata().getUid()).isNotBlank();
      assertThat(kept.getMetadata().getFinalizers()).containsExactly("paperspace.com/in-use");
      assertThat(kept.getMetadata().getOwnerReferences()).hasSize(1);
      assertThat(kept.getMetadata().getLabels()).isEmpty();
      assertThat(kept.getMetadata().getAnnotations()).isEmpty();
      assertThat(Serialization.asJson(kept)).doesNotContain("apiKey", "more", "one");
    }
  }

  @Test
  void onlyTheGivenNamespacesAreAskedFor() {
    client.resource(object("ml", "key", "one")).create();
    client.resource(object("other", "key", "one")).create();
    try (var watch = watch()) {
      assertThat(watch.start(Set.of("ml", "web"), PATIENCE)).isTrue();

      await().untilAsserted(() -> assertThat(told).containsExactly("ml/key"));
      assertThat(watch.held("other", "key")).isEmpty();
    }
    assertThat(requests)
        .isNotEmpty()
        .allMatch(line -> line.matches("GET /api/v1/namespaces/(ml|web)/" + kind.plural() + ".*"))
        .anyMatch(line -> line.contains("limit=500"))
        .noneMatch(line -> line.contains("resourceVersion=0&"));
  }

  @Test
  void aNamespaceCanComeAndGo() {
    client.resource(object("ml", "key", "one")).create();
    client.resource(object("web", "key", "one")).create();
    try (var watch = watch()) {
      assertThat(watch.start(Set.of("ml"), PATIENCE)).isTrue();
      assertThat(watch.start(Set.of("web"), PATIENCE)).isTrue();
      await().untilAsserted(() -> assertThat(told).containsExactly("ml/key", "web/key"));

      watch.stop("ml");
      client.resource(object("ml", "key", "two")).update();
      client.resource(object("web", "key", "two")).update();
      await().untilAsserted(() -> assertThat(told).hasSize(3).last().isEqualTo("web/key"));
      assertThat(watch.held("ml", "key")).isEmpty();
      assertThat(watch.isHealthy()).isTrue();
    }
  }

  @Test
  void errorsAtTheStartAreWaitedOut() {
    client.resource(object("ml", "key", "one")).create();
    // More than the client itself retries.
    failures.set(6);
    try (var watch = watch()) {
      assertThat(watch.start(Set.of(), PATIENCE)).isTrue();
      assertThat(watch.held("ml", "key")).isPresent();
    }
    assertThat(failures).hasValue(0);
  }

  @Test
  void anUnreachableServerIsNotHealthyAndNotFatal() {
    failures.set(Integer.MAX_VALUE);
    try (var watch = watch()) {
      assertThat(watch.start(Set.of(), Duration.ofMillis(10))).isFalse();
      assertThat(watch.isHealthy()).isFalse();
      assertThat(watch.held("ml", "key")).isEmpty();
    }
  }

  @Test
  void aDenialIsAnIllnessOnlyWhereNothingCanBeServedWithout() {
    denied = request -> true;
    try (var watch = watch()) {
      assertThat(watch.start(Set.of("ml"), PATIENCE)).isFalse();
      assertThat(watch.isDenied("ml")).isTrue();
      assertThat(watch.isNeeded()).isEqualTo(kind == Kind.SECRETS);
      assertThat(watch.isHealthy()).isEqualTo(kind == Kind.CONFIG_MAPS);

      denied = request -> false;
      failures.set(Integer.MAX_VALUE);
      await("an outage after it").until(() -> !watch.isHealthy());
      failures.set(0);
      await("given meanwhile").until(() -> watch.isHealthy() && watch.isKnown("ml"));
      assertThat(watch.isDenied("ml")).isFalse();
    }
  }

  @Test
  void anEmptyNamespaceIsKnownAtOnce() {
    // Word for word what a real API server answers; the mock server would say "items": [].
    Interceptor real =
        chain ->
            chain.request().url().queryParameter("watch") != null
                ? chain.proceed(chain.request())
                : new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(200)
                    .message("OK")
                    .body(
                        ResponseBody.create(
                            "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                                + "\"metadata\":{\"resourceVersion\":\"1\"},\"items\":null}",
                            MediaType.get("application/json")))
                    .build();
    try (KubernetesClients emptied =
            KubernetesClients.open(
                client.getConfiguration(), new KubernetesSerialization(), List.of(real));
        var watch = kind.watch(emptied, (ns, name) -> {})) {
      assertThat(watch.start(Set.of("ml"), PATIENCE)).isTrue();
      assertThat(watch.held("ml", "key")).isEmpty();
    }
  }

  @Test
  void theMetadataClientAsksForMetadataAndCannotWrite() {
    clients.metadata().secrets().inNamespace("ml").list();

    assertThat(accepted)
        .containsExactly("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
    assertThat(requests).hasSize(1);
    assertThatThrownBy(() -> clients.metadata().resource(object("ml", "key", "one")).create())
        .hasStackTraceContaining("the metadata client only reads");
  }

  private static HasMetadata withoutFinalizers(HasMetadata object) {
    object.getMetadata().setFinalizers(List.of());
    return object;
  }

  private HasMetadata object(String namespace, String name, String value) {
    return kind.with(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .addToFinalizers("paperspace.com/in-use")
            .addToLabels("l", "v")
            .addToAnnotations("a", value)
            .addNewOwnerReference()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName("owner")
            .withUid("u")
            .endOwnerReference()
            .build(),
        value);
  }
}
