package com.paperspace.operator.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.MutationGuard;
import com.paperspace.operator.reconcile.Pacing;
import com.paperspace.operator.reconcile.Timers;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.VirtualTime;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Rights that are there at the first look and denied at the first list or watch: no matter of the
 * other namespaces, whether they lag for a moment or are gone for good.
 */
class LaggingRightsTest {
  private static final String PAGE = "500";

  private final VirtualTime time = new VirtualTime();
  private final Simulator cloud = Simulator.start(time);
  private final KubeServer kubernetes = KubeServer.mock();
  private final Log log = new Log();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private OperatorProcess process;

  @BeforeEach
  void makeNamespaces() {
    List.of("red", "blue")
        .forEach(
            it ->
                kubernetes
                    .client()
                    .resource(
                        new NamespaceBuilder().withNewMetadata().withName(it).endMetadata().build())
                    .create());
    log.setContext(root.getLoggerContext());
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void close() {
    root.detachAppender(log);
    if (process != null) {
      process.close();
    }
    cloud.close();
    kubernetes.close();
  }

  private static final class Log extends AppenderBase<ILoggingEvent> {
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        events.add(event);
      }
    }
  }

  /** Denies what is asked of the namespace blue. */
  private record Denial(Predicate<Request> when) implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      var request = chain.request();
      if (!request.url().encodedPath().contains("/namespaces/blue/") || !when.test(request)) {
        return chain.proceed(request);
      }
      var body =
          """
          {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403,
           "reason": "Forbidden", "message": "denied by a test"}
          """;
      return new Response.Builder()
          .request(request)
          .protocol(Protocol.HTTP_1_1)
          .code(403)
          .message("Forbidden")
          .body(ResponseBody.create(body, MediaType.get("application/json")))
          .build();
    }
  }

  private static boolean isFirstList(Request request) {
    return PAGE.equals(request.url().queryParameter("limit"));
  }

  private static boolean isWatch(Request request) {
    return "true".equals(request.url().queryParameter("watch"));
  }

  private static boolean isOf(String plural, Request request) {
    return request.url().encodedPath().endsWith("/" + plural);
  }

  private void start(Predicate<Request> denied, Set<String> namespaces) {
    var config =
        new OperatorConfig(
            cloud.url(),
            Optional::empty,
            namespaces,
            Optional.empty(),
            Duration.ofMinutes(5),
            false,
            Optional.empty(),
            "unused",
            0,
            4,
            "text",
            "info");
    var wiring =
        new Wiring(
            kubernetes.config(),
            Kinds.all(),
            Pacing.every(Duration.ofMinutes(5)),
            Clock.systemUTC(),
            Timers.real(),
            Executors.newFixedThreadPool(4),
            List.of(new Denial(denied)),
            MutationGuard.ALWAYS);
    process = OperatorProcess.start(config, wiring);
  }

  private String get(String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + process.httpPort() + "/" + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void untilSeen(String namespace) {
    kubernetes
        .client()
        .resource(
            """
            apiVersion: paperspace.com/v1alpha1
            kind: PaperspaceProject
            metadata: {name: p, namespace: %s}
            spec: {name: p}
            """
                .formatted(namespace))
        .create();
    await("seen in " + namespace)
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                kubernetes
                        .client()
                        .resources(PaperspaceProject.class)
                        .inNamespace(namespace)
                        .withName("p")
                        .get()
                        .getStatus()
                    != null);
  }

  private List<String> said(String... about) {
    return log.events.stream()
        .map(ILoggingEvent::toString)
        .filter(it -> List.of(about).stream().allMatch(it::contains))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"machines", "secrets"})
  void whatLagsForAMomentIsServed(String plural) {
    var lists = new AtomicInteger(1);
    var watches = new AtomicInteger(1);
    start(
        request ->
            isOf(plural, request)
                && ((isFirstList(request) && lists.getAndDecrement() > 0)
                    || (isWatch(request) && watches.getAndDecrement() > 0)),
        Set.of("red", "blue"));
    untilSeen("red");
    await().atMost(Duration.ofSeconds(25)).until(() -> get("readyz").equals("ok\n"));
    untilSeen("blue");
    assertThat(said("ERROR")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"machines", "secrets"})
  void whatIsGoneForGoodIsLeftOutAndSaid(String plural) {
    var gone = new AtomicInteger();
    start(
        request ->
            gone.addAndGet(isOf(plural, request) && isFirstList(request) ? 1 : 0) > 0
                && isOf(plural, request),
        Set.of("red", "blue"));

    untilSeen("red");
    assertThat(get("readyz")).startsWith("ok; not served: blue (missing: ").contains(plural);
    assertThat(get("metrics"))
        .contains("paperspace_namespace_unserved{missing=\"")
        .contains("namespace=\"blue\"} 1");
    assertThat(said("Namespace blue")).singleElement().asString().contains(plural);
    assertThat(said()).as("no flood").hasSizeLessThan(4);

    gone.set(Integer.MIN_VALUE);
    await().atMost(Duration.ofSeconds(60)).until(() -> get("readyz").equals("ok\n"));
    untilSeen("blue");
  }

  @Test
  void theOnlyNamespaceIsWaitedFor() {
    var gone = new AtomicInteger();
    start(
        request -> gone.addAndGet(isOf("machines", request) && isWatch(request) ? 1 : 0) > 0,
        Set.of("blue"));

    assertThat(get("readyz")).startsWith("not served: blue (missing: ");
    gone.set(Integer.MIN_VALUE);
    await().atMost(Duration.ofSeconds(60)).until(() -> get("readyz").equals("ok\n"));
    untilSeen("blue");
  }
}
