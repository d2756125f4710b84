package com.paperspace.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the chart gives an operator in named namespaces, and nothing else: its ServiceAccount, and
 * in each namespace its RoleBinding.
 */
public final class ChartRights {
  private static final String CHART = "helm/paperspace-operator";

  private static final Map<ControlPlane, ChartRights> GIVEN = new ConcurrentHashMap<>();

  private final ControlPlane plane;
  private final String release = "r" + UUID.randomUUID().toString().substring(0, 8);
  private final String home = "ops-" + release;

  private Path kubeconfig;

  /** Those of a control plane; the chart is installed when they are asked for first. */
  public static ChartRights on(ControlPlane plane) {
    return GIVEN.computeIfAbsent(plane, ChartRights::new);
  }

  /** Installs the chart into a namespace of its own. */
  private ChartRights(ControlPlane plane) {
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

  /** How the operator reaches the API server: by a token that lasts an hour. */
  public synchronized Config config() {
    if (kubeconfig == null) {
      kubeconfig = kubeconfig(plane, home, release + "-paperspace-operator");
    }
    return Config.fromKubeconfig(kubeconfig.toFile());
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
