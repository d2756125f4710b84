package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.paperspace.operator.support.ArgoCd;
import com.paperspace.operator.support.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.core.ThrowingRunnable;

/** An Application of Argo CD: a repository that becomes what is in a cluster, and stays so. */
final class Application {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane;
  private final String name;
  private final GitRepository repository = new GitRepository();

  Application(ControlPlane plane, String name) {
    this.plane = plane;
    this.name = name;
  }

  GitRepository repository() {
    return repository;
  }

  /**
   * Lets Argo CD have it for the namespace of its name, with syncs, prunes and corrections by
   * itself.
   */
  void create(String... syncOptions) {
    var options = List.of(syncOptions);
    apply(TEXT.formatted(name, ArgoCd.NAMESPACE, repository.url(), ArgoCd.CLUSTER, name, options));
  }

  /** The same as somebody else writes it; or what is there is changed to it. */
  void apply(String manifest) {
    plane.kubectlFed(manifest, "apply", "-f", "-").orFail();
  }

  /** Has it rendered and compared with the cluster once more, and waits for that. */
  void compare() {
    kubectl("annotate", REFRESH + "=hard");
    var path = "-o=jsonpath={.metadata.annotations." + REFRESH.replace(".", "\\.") + "}";
    until(() -> assertThat(kubectl("get", path)).isEmpty());
  }

  /** Deletes it and all it made, and does not wait for that. */
  void delete() {
    kubectl("delete", "--wait=false");
  }

  boolean isThere() {
    return !kubectl("get", "--ignore-not-found", "-o", "name").isEmpty();
  }

  JsonNode status() {
    try {
      return JSON.readTree(kubectl("get", "-o", "json")).path("status");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it says of the health of one object of ours: status and message. */
  String healthOf(String kind, String object) {
    return StreamSupport.stream(status().path("resources").spliterator(), false)
        .filter(it -> kind.equals(it.path("kind").asText()))
        .filter(it -> object.equals(it.path("name").asText()))
        .map(it -> it.at("/health/status").asText() + " " + it.at("/health/message").asText())
        .findFirst()
        .orElse("");
  }

  /** What it says of all together: sync and health. */
  String state() {
    var status = status();
    return status.at("/sync/status").asText() + " " + status.at("/health/status").asText();
  }

  /** How many syncs it has had, and when the last was. */
  String syncs() {
    var status = status();
    return status.path("history").size() + " " + status.at("/operationState/finishedAt").asText();
  }

  /** Waits until all is as git says and no sync is under way, however healthy it is. */
  void untilSynced() {
    until(
        () -> {
          var status = status();
          assertThat(status.at("/sync/status").asText()).as(status::toString).isEqualTo("Synced");
          assertThat(status.at("/operationState/phase").asText()).isEqualTo("Succeeded");
        });
  }

  void untilState(String wanted) {
    until(() -> assertThat(state()).as(() -> status().toString()).isEqualTo(wanted));
  }

  /** Waits until the health of one object of ours reads so, by a regular expression. */
  void untilHealthOf(String kind, String object, String wanted) {
    until(() -> assertThat(healthOf(kind, object)).matches(wanted));
  }

  private void until(ThrowingRunnable holds) {
    await("Application " + name)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(holds);
  }

  private String kubectl(String verb, String... args) {
    var all = new ArrayList<>(List.of(verb, "application/" + name));
    all.add("--namespace=" + ArgoCd.NAMESPACE);
    all.addAll(List.of(args));
    return plane.kubectl(all.toArray(String[]::new)).orFail().stdout();
  }

  private static final String REFRESH = "argocd.argoproj.io/refresh";

  private static final String TEXT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata:
        name: %s
        namespace: %s
        finalizers: [resources-finalizer.argocd.argoproj.io]
      spec:
        project: default
        source: {repoURL: "%s", path: ".", targetRevision: main}
        destination: {name: %s, namespace: %s}
        syncPolicy:
          automated: {prune: true, selfHeal: true}
          syncOptions: %s
      """;
}
