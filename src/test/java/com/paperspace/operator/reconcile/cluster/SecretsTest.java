package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading a Secret while the watch tells of changes, from a thread that must never wait. */
class SecretsTest {
  private final KubeServer kubernetes = KubeServer.mock();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Mishap beforeTheAnswerArrives = () -> {};
  private final KubernetesClient client = client();
  private final Secrets secrets = new Secrets(client);

  private interface Mishap {
    void strike() throws IOException;
  }

  private KubernetesClient client() {
    var factory =
        new OkHttpClientFactory() {
          @Override
          protected void additionalConfig(OkHttpClient.Builder builder) {
            builder.addInterceptor(
                chain -> {
                  var answer = chain.proceed(chain.request());
                  reads.addAndGet(chain.request().method().equals("GET") ? 1 : 0);
                  beforeTheAnswerArrives.strike();
                  return answer;
                });
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(kubernetes.config()).withRequestRetryBackoffLimit(0).build())
        .withHttpClientFactory(factory)
        .build();
  }

  @AfterEach
  void close() {
    client.close();
    kubernetes.close();
  }

  private void store(String value) {
    store(value, "");
  }

  private void store(String value, String beside) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("s")
            .withNamespace("ns")
            .endMetadata()
            .addToData(
                "key", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
            .addToData("beside", beside)
            .build();
    kubernetes.client().resource(secret).createOr(existing -> existing.update());
  }

  private Optional<String> value() {
    return secrets.value("ns", "s", "key");
  }

  @Test
  void theWatchDoesNotWaitForAReadAndTheReadDoesNotBringTheOldValueBack() throws Exception {
    store("old");
    var read = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    beforeTheAnswerArrives =
        () -> {
          read.countDown();
          await(changed);
        };
    var slow = CompletableFuture.supplyAsync(this::value);
    await(read);
    beforeTheAnswerArrives = () -> {};
    store("new");

    CompletableFuture.runAsync(() -> secrets.changed("ns", "s")).get(10, TimeUnit.SECONDS);
    assertThat(value()).as("while the old read is still on its way").hasValue("new");
    changed.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS)).as("read before the change").hasValue("old");
    assertThat(value()).as("the late answer did not win").hasValue("new");
  }

  @Test
  void aSecretIsReadOnceUntilItChanges() {
    store("old");
    assertThat(value()).hasValue("old");
    assertThat(value()).hasValue("old");
    assertThat(reads).hasValue(1);
    store("new");
    secrets.changed("ns", "s");
    assertThat(value()).hasValue("new");
    assertThat(reads).hasValue(2);
  }

  /** Of each that a resource names a megabyte would be kept for one value. */
  @Test
  void aLargeSecretIsNotKept() {
    store("of many", "QUJD".repeat(1 << 18));
    assertThat(value()).hasValue("of many");
    assertThat(value()).hasValue("of many");
    assertThat(reads).hasValue(2);
    store("v".repeat(8_192));
    secrets.changed("ns", "s");
    assertThat(value()).hasValue("v".repeat(8_192));
    assertThat(value()).isPresent();
    assertThat(reads).as("as long as the service takes one").hasValue(3);
  }

  @Test
  void aFailedReadIsNotTakenForAnAbsentSecret() {
    store("there");
    beforeTheAnswerArrives =
        () -> {
          throw new IOException("lost");
        };
    assertThatThrownBy(this::value).isInstanceOf(KubernetesClientException.class);
    beforeTheAnswerArrives = () -> {};
    assertThat(value()).hasValue("there");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
