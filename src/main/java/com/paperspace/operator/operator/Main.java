package com.paperspace.operator.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.LoggerFactory;

/** The entry point of the jar and the image. */
public final class Main {

  /** Starts the operator with what the environment and the flags say; see {@code --help}. */
  public static void main(String[] arguments) {
    int code = OperatorCommand.ofProcess().run(arguments, Main::start);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static void start(OperatorConfig config) {
    try {
      var wiring = Wiring.ofProcess(config);
      requireKubernetes(wiring.kubernetes());
      var process = OperatorProcess.start(config, wiring);
      Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Main.class).error("The operator cannot start", e);
      System.exit(1);
    }
  }

  /** Without it every informer would say the same in a hundred lines. */
  private static void requireKubernetes(Config kubernetes) {
    var patient = new ConfigBuilder(kubernetes).withRequestRetryBackoffLimit(3).build();
    try (var client = new KubernetesClientBuilder().withConfig(patient).build()) {
      client.getKubernetesVersion();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 0) {
        var cause = e.getCause() == null ? e : e.getCause();
        LoggerFactory.getLogger(Main.class)
            .error(
                "The operator cannot start: Kubernetes at {} does not answer ({}). Check KUBECONFIG"
                    + " and its current context.",
                kubernetes.getMasterUrl(),
                String.valueOf(cause.getMessage()));
        System.exit(1);
      }
    }
  }

  private Main() {}
}
