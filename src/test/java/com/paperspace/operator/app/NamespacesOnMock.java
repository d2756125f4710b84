package com.paperspace.operator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Network;
import com.paperspace.operator.reconcile.cluster.RealScheduler;
import com.paperspace.operator.reconcile.cluster.Scheduler;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.VirtualTime;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.slf4j.LoggerFactory;

/** An operator for the namespaces red and blue of the mock server, and what is denied in blue. */
final class NamespacesOnMock implements AutoCloseable {
  static final String KEY = "key-of-team-a";
  static final String BINDING = "ours";
  private static final String PAGE = "500";

  /** The mock answers in milliseconds; a denial of Secrets is believed after four seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final VirtualTime time = new VirtualTime();
  final Simulator cloud = Simulator.start(time);
  final KubeServer kubernetes = KubeServer.mock();
  private final Log log = new Log();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  volatile Predicate<Request> denied = request -> false;
  Supplier<Scheduler> timers = RealScheduler::new;
  OperatorProcess process;

  NamespacesOnMock() {
    cloud.key(KEY).team("a");
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

  @Override
  public void close() {
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
  private record Denial(NamespacesOnMock spaces) implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      var request = chain.request();
      if (!request.url().encodedPath().contains("/namespaces/blue/")
          || !spaces.denied.test(request)) {
        return chain.proceed(request);
      }
      return forbidden(request);
    }
  }

  /** The answer to who has no right to what is asked. */
  static Response forbidden(Request request) {
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

  static boolean isFirstList(Request request) {
    return PAGE.equals(request.url().queryParameter("limit"));
  }

  static boolean isWatch(Request request) {
    return "true".equals(request.url().queryParameter("watch"));
  }

  static boolean isOf(String plural, Request request) {
    return request.url().encodedPath().endsWith("/" + plural);
  }

  /** Starts the operator; {@code lease} null: without election. */
  void start(String lease, String... namespaces) {
    var config =
        new OperatorConfig(
            cloud.url(),
            Optional::empty,
            Network.DEFAULT,
            Set.of(namespaces),
            Set.of(),
            Optional.of(BINDING),
            Duration.ofMinutes(5),
            Map.of(),
            Duration.ofHours(1),
            lease != null,
            Optional.of("red"),
            lease == null ? "unused" : lease,
            0,
            true,
            4,
            "text",
            "info");
    var wiring =
        new Wiring(
            kubernetes.config(),
            Kinds.all(),
            Pacing.every(Duration.ofMinutes(5)),
            Clock.systemUTC(),
            timers.get(),
            Executors.newFixedThreadPool(4),
            List.of(new Denial(this)),
            MutationGuard.ALWAYS);
    process = OperatorProcess.start(config, wiring, PATIENCE);
  }

  String get(String path) {
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

  void untilSeen(String namespace) {
    apply(namespace, "PaperspaceProject", "p", "{name: p}");
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

  List<String> said(String... about) {
    return log.events.stream()
        .map(ILoggingEvent::toString)
        .filter(it -> List.of(about).stream().allMatch(it::contains))
        .toList();
  }

  void apply(String namespace, String kind, String name, String spec) {
    kubernetes
        .client()
        .resource(
            """
            apiVersion: paperspace.com/v1alpha1
            kind: %s
            metadata: {name: %s, namespace: %s}
            spec: %s
            """
                .formatted(kind, name, namespace, spec))
        .create();
  }

  /**
   * A namespace's default account with the one key; {@code more} begins with a comma or is empty.
   */
  void account(String namespace, String more) {
    kubernetes
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("paperspace")
                .withNamespace(namespace)
                .endMetadata()
                .addToData("apiKey", Base64.getEncoder().encodeToString(KEY.getBytes(UTF_8)))
                .build())
        .create();
    apply(namespace, "PaperspaceAccount", "default", "{secretRef: {name: paperspace}" + more + "}");
  }

  /** The state of a project. */
  PaperspaceProject project(String namespace, String name) {
    return kubernetes
        .client()
        .resources(PaperspaceProject.class)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }
}
