package com.paperspace.operator.app;

import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.File;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where Kubernetes is, as Fabric8 finds it. A server without a scheme is refused: Fabric8 tries TLS
 * before it knows the authority of the cluster, takes the failure for a server without TLS, and
 * sends the token in plain.
 */
final class KubernetesConfig {

  /**
   * Looks for it.
   *
   * @throws UnusableKubernetesException when what there is cannot be used
   */
  static Config found() {
    var files = System.getenv("KUBECONFIG");
    boolean there =
        files == null
            || files.isBlank()
            || Stream.of(files.split(File.pathSeparator)).map(File::new).anyMatch(File::isFile);
    if (!there) {
      throw UnusableKubernetesException.unconfigured(files);
    }
    try {
      var config = Config.autoConfigure(null);
      requireScheme(config);
      return config;
    } catch (UnusableKubernetesException e) {
      throw e;
    } catch (RuntimeException e) {
      throw UnusableKubernetesException.unreadable(files, e);
    }
  }

  private static void requireScheme(Config config) {
    var variable = Config.KUBERNETES_MASTER_SYSTEM_PROPERTY;
    var given = Utils.getSystemPropertyOrEnvVar(variable);
    if (given != null) {
      requireScheme(given, Utils.convertSystemPropertyNameToEnvVar(variable));
    } else if (config.getCurrentContext() != null) {
      var name = config.getCurrentContext().getContext().getCluster();
      server(name)
          .ifPresent(
              it ->
                  requireScheme(
                      it.getKey(),
                      "The server of cluster %s in %s".formatted(name, it.getValue())));
    }
  }

  /** The server and the file it stands in: of several files the first counts. */
  private static Optional<Map.Entry<String, File>> server(String cluster) {
    return Config.getKubeconfigFilenames().stream()
        .map(File::new)
        .filter(it -> it.isFile() && it.length() > 0)
        .flatMap(
            file ->
                KubeConfigUtils.parseConfig(file).getClusters().stream()
                    .filter(it -> Objects.equals(it.getName(), cluster) && it.getCluster() != null)
                    .map(NamedCluster::getCluster)
                    .map(it -> Map.entry(it.getServer(), file)))
        .findFirst();
  }

  private static void requireScheme(String server, String field) {
    var text = server.toLowerCase(Locale.ROOT);
    if (!text.startsWith("https://") && !text.startsWith("http://")) {
      throw UnusableKubernetesException.schemeless(field);
    }
  }

  private KubernetesConfig() {}
}
