package com.paperspace.operator.support;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A Kubernetes API to test against: the real one, or Fabric8's mock of it. */
public sealed interface KubeServer extends AutoCloseable {

  /** How an operator reaches it. */
  Config config();

  /** An administrator's client. */
  KubernetesClient client();

  @Override
  void close();

  /** The mock: no schema, no defaults, no garbage collection. */
  static KubeServer mock() {
    return new Mock();
  }

  /** The real one; closing leaves it running for others. */
  static KubeServer real(ControlPlane controlPlane) {
    controlPlane.installCrds();
    return new Real(controlPlane);
  }

  /** Fabric8's mock server with our CRDs. */
  final class Mock implements KubeServer {
    /** What it makes of our CRDs; read once, for nearly every test has a mock of its own. */
    private static final List<CustomResourceDefinitionContext> CRDS = crds();

    /** Tells of every request; held, for loggers that nobody holds forget their level. */
    private static final Logger CHATTER = Logger.getLogger("io.fabric8.mockwebserver");

    static {
      CHATTER.setLevel(Level.WARNING);
    }

    private final KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new WatchDispatcher(CRDS), false);
    private final KubernetesClient client;

    private Mock() {
      server.init();
      client = server.createClient();
    }

    private static List<CustomResourceDefinitionContext> crds() {
      try (var files = Files.list(Path.of("crds"))) {
        return files
            .filter(file -> file.toString().endsWith(".yaml"))
            .flatMap(file -> Manifests.in(file).stream())
            .map(it -> Serialization.unmarshal(it.toString(), CustomResourceDefinition.class))
            .map(CustomResourceDefinitionContext::fromCrd)
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Config config() {
      return client.getConfiguration();
    }

    @Override
    public KubernetesClient client() {
      return client;
    }

    @Override
    public void close() {
      client.close();
      try {
        server.destroy();
      } catch (IllegalStateException e) {
        // Its server may wait ten seconds in vain for an open watch to end; no test is about that.
        System.err.println("The mock API server did not close in time: " + e.getMessage());
      }
    }
  }

  /** A namespace of a real control plane. */
  final class Real implements KubeServer {
    private final ControlPlane controlPlane;

    private Real(ControlPlane controlPlane) {
      this.controlPlane = controlPlane;
    }

    @Override
    public Config config() {
      return Config.fromKubeconfig(controlPlane.kubeconfig().toFile());
    }

    @Override
    public KubernetesClient client() {
      return controlPlane.client();
    }

    @Override
    public void close() {}
  }
}
