package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.Flux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** A Kustomization of Flux: a repository that becomes what is in a namespace, and stays so. */
final class Kustomization {
  private static final String OBJECT = "kustomization.kustomize.toolkit.fluxcd.io/team";

  private final Flux flux;
  private final Namespace namespace;
  private final Namespace home;
  private final GitRepository repository = new GitRepository();
  private String revision;

  Kustomization(ControlPlane plane, Flux flux, Namespace namespace) {
    this.flux = flux;
    // Beside what it applies, as Flux has it, so that its own objects are not taken for the team's.
    this.home = new Namespace(plane, "flux-" + namespace.name);
    this.namespace = namespace;
  }

  GitRepository repository() {
    return repository;
  }

  /** Lets Flux have it, with prunes; what else its spec says, as YAML. */
  void create(String more) {
    home.apply(TEXT.formatted(namespace.name) + more.indent(2));
  }

  /** Changes its spec. */
  void patch(String spec) {
    home.kubectl("patch", OBJECT, "--type=merge", "--patch={\"spec\": " + spec + "}").orFail();
  }

  /** Commits everything, and tells Flux of it as its source-controller does. */
  void commit(String message) {
    repository.commit(message);
    revision = "main@sha1:" + repository.head();
    var archive = namespace.name + "-" + repository.head() + ".tar.gz";
    var file = flux.folder().resolve(archive);
    repository.archive(file);
    home.apply(SOURCE.formatted(flux.url(archive), revision, sha256(file)));
  }

  /** Waits until the last commit is applied and, where it is told to wait, all of it Ready. */
  void untilReady() {
    until("True ReconciliationSucceeded .*" + revision);
    assertThat(home.value(OBJECT, ".status.lastAppliedRevision")).isEqualTo(revision);
  }

  /** Waits until its Ready condition reads so: status, reason and message, a regular expression. */
  void until(String wanted) {
    await("Kustomization of " + namespace.name)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(ready()).matches("(?s)" + wanted));
  }

  private String ready() {
    return home.value(OBJECT, EstateInGit.READY + ".status")
        + " "
        + home.value(OBJECT, EstateInGit.READY + ".reason")
        + " "
        + home.value(OBJECT, EstateInGit.READY + ".message");
  }

  /** How often it has compared everything with the cluster. */
  long rounds() {
    return flux.log()
        .lines()
        .filter(it -> it.contains("Reconciliation finished") && it.contains(home.name))
        .count();
  }

  /** Deletes it and all it made, and does not wait for that. */
  void delete() {
    home.kubectl("delete", OBJECT, "--wait=false").orFail();
  }

  boolean isThere() {
    return !home.value(OBJECT, ".kind").isEmpty();
  }

  private static String sha256(Path file) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final String SOURCE =
      """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: {name: team}
      spec: {interval: 1h, url: "https://git.example.com/team"}
      status:
        artifact:
          path: team
          url: "%s"
          revision: "%s"
          digest: "sha256:%s"
          lastUpdateTime: "2026-11-30T00:00:00Z"
        conditions:
        - type: Ready
          status: "True"
          reason: Succeeded
          message: stored
          lastTransitionTime: "2026-11-30T00:00:00Z"
      """;

  private static final String TEXT =
      """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: {name: team}
      spec:
        sourceRef: {kind: GitRepository, name: team}
        path: ./
        targetNamespace: %s
        interval: 5s
        retryInterval: 5s
        prune: true
      """;
}
