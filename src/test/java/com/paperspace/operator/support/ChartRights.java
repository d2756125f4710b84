package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What the chart gives an operator in named namespaces, and nothing else: its ServiceAccount, and
 * in each namespace its RoleBinding.
 */
public final class ChartRights {
  private static final String CHART = "helm/paperspace-operator";

  private final ControlPlane plane;
  private final String release = "r" + UUID.randomUUID().toString().substring(0, 8);
  private final String home = "ops-" + release;

  /** Installs the chart into a namespace of its own. */
  public ChartRights(ControlPlane plane) {
    this.plane = plane;
    plane.kubectl("create", "namespace", home).orFail();
    plane
        .helm(
            "install",
            release,
            CHART,
            "--namespace=" + home,
            "--set=watchNamespaces={" + home + "}",
            "--set=crds.install=false,rbac.aggregatedRoles=false")
        .orFail();
  }

  /** The name of the RoleBinding in every namespace. */
  public String binding() {
    return release + "-paperspace-operator-rights";
  }

  /** Makes a namespace if it is not there, and gives the operator its rights there. */
  public void bind(String namespace) {
    var client = plane.client();
    if (client.namespaces().withName(namespace).get() == null) {
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    var given = client.rbac().roleBindings().inNamespace(home).withName(binding()).get();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(binding())
                .withNamespace(namespace)
                .endMetadata()
                .withRoleRef(given.getRoleRef())
                .withSubjects(given.getSubjects())
                .build())
        .create();
  }

  /** How the operator reaches the API server. */
  public Config config() {
    return Config.fromKubeconfig(
        kubeconfig(plane, home, release + "-paperspace-operator").toFile());
  }

  /** A kubeconfig file of a ServiceAccount. */
  public static Path kubeconfig(ControlPlane plane, String namespace, String account) {
    var token =
        plane
            .kubectl("create", "token", account, "--namespace=" + namespace)
            .orFail()
            .stdout()
            .strip();
    try {
      var text =
          Files.readString(plane.kubeconfig(), UTF_8)
              .replaceAll("token: \"[^\"]*\"", "token: \"" + token + "\"");
      var file = Files.createTempFile(Path.of("target").toAbsolutePath(), "kubeconfig-", ".yaml");
      Files.writeString(file, text, UTF_8);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
