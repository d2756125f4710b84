package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.reconcile.status.NotLeaderException;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.SetClock;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing mutates the cloud without a lease renewed in time, and a deposed operator ends. */
class LeadershipTest {
  private static final String PATH = "/apis/coordination.k8s.io/v1/namespaces/ops/leases";

  private final KubeServer server = KubeServer.mock();
  private final KubernetesClient client = server.client();
  private long now = 1;
  private final SetClock wall = new SetClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  private int halts;
  private final Leadership leadership =
      new Leadership("ops", "lease", "pod-a", () -> now, wall, () -> halts++);

  @AfterEach
  void close() {
    server.close();
  }

  private LeaseClock clock() {
    return (LeaseClock) leadership.interceptor();
  }

  private void pass(long seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    wall.set(Duration.ofSeconds(seconds));
  }

  private void renew(long readSeconds) {
    clock().readStarts();
    pass(readSeconds);
    clock().readAnswered(200);
    clock().writeSucceeded();
  }

  private void lead() {
    renew(0);
    leadership.onStartLeading();
  }

  @Test
  void aStandbyMayNotMutate() {
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
    renew(0);
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
  }

  @Test
  void aLeaderMayMutateUntilTheRenewDeadlineAndAgainAfterARenewal() {
    lead();
    pass(9);
    assertThatCode(leadership::check).doesNotThrowAnyException();
    pass(1);
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
    renew(0);
    assertThatCode(leadership::check).doesNotThrowAnyException();
  }

  @Test
  void aLeaderWhoseMachineWasSuspendedMayNotMutateBeforeARenewal() {
    lead();
    wall.set(Duration.ofSeconds(60));
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
    leadership.watch();
    assertThat(halts).as("the clock may have been set, and the elector tells").isZero();
    renew(0);
    assertThatCode(leadership::check).doesNotThrowAnyException();
  }

  @Test
  void aWallClockThatIsSetBackNeitherEndsALeaseNorProlongsIt() {
    lead();
    wall.set(Duration.ofHours(-1));
    assertThatCode(leadership::check).doesNotThrowAnyException();
    pass(10);
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
  }

  @Test
  void aRenewalCountsFromItsStartNotFromItsEnd() {
    lead();
    renew(4);
    pass(6);
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
  }

  @Test
  void aReadWithoutAnAnswerMayBeRepeatedWithinTheSameRenewal() {
    lead();
    clock().readStarts();
    pass(4);
    renew(0);
    pass(6);
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
  }

  @Test
  void aReadThatEndedWithoutAWriteStartsNothing() {
    clock().readStarts();
    clock().readAnswered(200);
    pass(60);
    lead();
    assertThatCode(leadership::check).doesNotThrowAnyException();
  }

  @Test
  void theWatchdogEndsTheProcessBeforeAnyoneElseCanLead() {
    lead();
    pass(11);
    leadership.watch();
    assertThat(halts).isZero();
    pass(1);
    leadership.watch();
    assertThat(halts).isOne();
    assertThatThrownBy(leadership::check)
        .as("and by then it counts itself out")
        .hasMessageContaining("does not hold the lease");
  }

  @Test
  void losingTheLeaseEndsTheProcess() {
    lead();
    leadership.onStopLeading();
    assertThat(halts).isOne();
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
  }

  @Test
  void stoppingFirstStopsTheOperatorThenReleasesTheLeaseAndDoesNotHalt() {
    client.resource(lease("pod-a")).create();
    lead();
    List<String> holders = new ArrayList<>();

    leadership.stop(
        () -> {
          holders.add(current().getSpec().getHolderIdentity());
          leadership.onStopLeading();
        },
        client);

    assertThat(holders).containsExactly("pod-a");
    assertThat(current().getSpec().getHolderIdentity()).isNull();
    assertThat(current().getSpec().getLeaseDurationSeconds()).isEqualTo(1);
    assertThat(halts).isZero();
    assertThatThrownBy(leadership::check).isInstanceOf(NotLeaderException.class);
  }

  @Test
  void aStandbyLeavesTheLeaseOfTheLeaderAlone() {
    client.resource(lease("pod-b")).create();
    String version = current().getMetadata().getResourceVersion();

    leadership.stop(() -> {}, client);

    assertThat(current().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void theLeaseIsReleasedEvenWhenTheOperatorCannotStop() {
    client.resource(lease("pod-a")).create();
    lead();

    assertThatThrownBy(
            () ->
                leadership.stop(
                    () -> {
                      throw new IllegalStateException("stuck");
                    },
                    client))
        .hasMessage("stuck");
    assertThat(current().getSpec().getHolderIdentity()).isNull();
  }

  @Test
  void theClockSeesTheRequestsOfTheElectorAndNoOthers() throws IOException {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      OkHttpClient http = new OkHttpClient.Builder().addInterceptor(clock()).build();
      leadership.onStartLeading();

      send(http, server, "PATCH", "/api/v1/namespaces/ops/configmaps/lease", 200);
      assertThat(clock().youngerThan(Duration.ofSeconds(1))).isFalse();
      send(http, server, "GET", PATH + "/lease", 404);
      send(http, server, "POST", PATH, 201);
      assertThat(clock().youngerThan(Duration.ofSeconds(1))).isTrue();

      pass(2);
      send(http, server, "GET", PATH + "/lease", 200);
      send(http, server, "PATCH", PATH + "/lease", 409);
      assertThat(clock().youngerThan(Duration.ofSeconds(1))).isFalse();
      send(http, server, "GET", PATH + "/lease", 200);
      send(http, server, "PATCH", PATH + "/lease", 200);
      assertThat(clock().youngerThan(Duration.ofSeconds(1))).isTrue();
    }
  }

  private static void send(
      OkHttpClient http, MockWebServer server, String method, String path, int status)
      throws IOException {
    server.enqueue(new MockResponse.Builder().code(status).build());
    RequestBody body = method.equals("GET") ? null : RequestBody.create(new byte[0]);
    Request request = new Request.Builder().url(server.url(path)).method(method, body).build();
    try (Response response = http.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(status);
    }
  }

  private Lease current() {
    return client.leases().inNamespace("ops").withName("lease").get();
  }

  private static Lease lease(String holder) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace("ops")
        .withName("lease")
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(15)
        .endSpec()
        .build();
  }
}
