package com.paperspace.operator.bench;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a program in a pod finds Kubernetes: by an address and a file with a token. A kubeconfig
 * takes Fabric8 hundreds of classes to read, which nothing in a pod has to load.
 */
final class Pod {
  private Pod() {}

  /**
   * The variables of a pod that may do what a kubeconfig admits.
   *
   * @param token where the token is written
   */
  static Map<String, String> variables(Config kubeconfig, Path token) {
    try {
      Files.writeString(token, kubeconfig.getAutoOAuthToken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var server = URI.create(kubeconfig.getMasterUrl());
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        server.getHost(),
        "KUBERNETES_SERVICE_PORT",
        String.valueOf(server.getPort()),
        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
        token.toAbsolutePath().toString(),
        "KUBERNETES_TRUST_CERTIFICATES",
        "true",
        "KUBERNETES_AUTH_TRYKUBECONFIG",
        "false");
  }
}
