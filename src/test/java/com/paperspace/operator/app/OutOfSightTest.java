package com.paperspace.operator.app;

import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a namespace that is not served for now has in the cloud stays its own, what it may spend
 * limits nobody, and what went meanwhile is forgotten once it is served again.
 */
class OutOfSightTest {
  private final NamespacesOnMock spaces = new NamespacesOnMock();

  @AfterEach
  void close() {
    spaces.close();
  }

  private void touchBinding() {
    spaces
        .kubernetes
        .client()
        .rbac()
        .roleBindings()
        .inNamespace("blue")
        .withName(NamespacesOnMock.BINDING)
        .edit(
            it ->
                new RoleBindingBuilder(it)
                    .editMetadata()
                    .addToAnnotations("touched", "yes")
                    .endMetadata()
                    .build());
  }

  private void bind(String namespace) {
    spaces
        .kubernetes
        .client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(NamespacesOnMock.BINDING)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "role")
                .build())
        .create();
  }

  private boolean hasId(String namespace, String name) {
    var status = spaces.project(namespace, name).getStatus();
    return status != null && status.id() != null;
  }

  private boolean isRefused(String namespace, String name) {
    var status = spaces.project(namespace, name).getStatus();
    return status != null
        && status.conditions() != null
        && status.conditions().stream().anyMatch(it -> it.reason().equals("OwnershipConflict"));
  }

  private void goneWithoutUs() {
    var project =
        spaces
            .kubernetes
            .client()
            .resources(PaperspaceProject.class)
            .inNamespace("blue")
            .withName("p");
    project.edit(
        it -> {
          it.getMetadata().setFinalizers(null);
          return it;
        });
    project.delete();
  }

  @Test
  void itKeepsWhatItHasAndSpendsNothing() {
    bind("red");
    bind("blue");
    spaces.start(null, "red", "blue");
    spaces.account("red", "");
    spaces.account("blue", ", budget: {requestsPerSecond: 1, burst: 1}");
    spaces.apply("blue", "PaperspaceProject", "p", "{name: p}");
    await().atMost(Duration.ofSeconds(40)).until(() -> hasId("blue", "p"));
    var id = spaces.project("blue", "p").getStatus().id();

    spaces.denied = request -> "1".equals(request.url().queryParameter("limit"));
    touchBinding();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> spaces.get("readyz").startsWith("ok; not served: blue"));
    spaces.apply("red", "PaperspaceProject", "q", "{name: p, externalId: " + id + "}");
    await("nobody else takes it").atMost(Duration.ofSeconds(20)).until(() -> isRefused("red", "q"));
    // At one call a second they would take 40 seconds at least.
    IntStream.range(0, 40)
        .forEach(i -> spaces.apply("red", "PaperspaceProject", "n" + i, "{name: n" + i + "}"));
    await("its budget counts no more")
        .atMost(Duration.ofSeconds(25))
        .until(() -> IntStream.range(0, 40).allMatch(i -> hasId("red", "n" + i)));

    goneWithoutUs();
    spaces.denied = request -> false;
    await().atMost(Duration.ofSeconds(30)).until(() -> spaces.get("readyz").equals("ok\n"));
    await("free again").atMost(Duration.ofSeconds(30)).until(() -> hasId("red", "q"));
  }

  private ProjectSecret secret(String name) {
    return spaces
        .kubernetes
        .client()
        .resources(ProjectSecret.class)
        .inNamespace("blue")
        .withName(name)
        .get();
  }

  private void declareSecret(String name) {
    spaces.apply(
        "blue",
        "ProjectSecret",
        name,
        "{name: "
            + name
            + ", projectRef: {name: p}, valueFrom: {secretKeyRef: {name: v, key: k}}}");
  }

  /** Nobody tells of its deletion. */
  @Test
  void aSecretThatWentMeanwhileIsNotUsedAnyMore() {
    bind("red");
    bind("blue");
    spaces.start(null, "red", "blue");
    spaces.account("red", "");
    spaces.account("blue", "");
    var secrets = spaces.kubernetes.client().secrets().inNamespace("blue");
    secrets
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("v")
                .withNamespace("blue")
                .endMetadata()
                .addToData("k", "b2xk")
                .build())
        .create();
    spaces.apply("blue", "PaperspaceProject", "p", "{name: p}");
    declareSecret("first");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> secret("first").getStatus() != null && secret("first").getStatus().id() != null);
    spaces.denied = request -> "1".equals(request.url().queryParameter("limit"));
    touchBinding();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> spaces.get("readyz").startsWith("ok; not served: blue"));
    secrets.withName("v").delete();
    declareSecret("second");
    spaces.denied = request -> false;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                secret("second").getStatus() != null
                    && secret("second").getStatus().conditions() != null
                    && secret("second")
                        .getStatus()
                        .conditions()
                        .toString()
                        .contains("WaitingForSecret"));
  }
}
