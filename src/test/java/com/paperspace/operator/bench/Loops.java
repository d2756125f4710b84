package com.paperspace.operator.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.app.KubernetesClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.List;

/**
 * The process of a baseline loop. For each phase it is told of, it lists the objects, says so,
 * waits for the start and does what has to be done to each, in as many threads as the operator has.
 */
public final class Loops {
  /** As many as the operator reconciles with by default. */
  private static final int THREADS = 32;

  /** What is done to one object. */
  interface Loop {
    void one(Phase phase, PaperspaceProject project);
  }

  private Loops() {}

  /** Takes bare, watching or lean, a kubeconfig, the URL and key of the API, and a namespace. */
  public static void main(String[] args) throws IOException {
    var config = Config.fromKubeconfig(new File(args[1]));
    config.setMaxConcurrentRequests(2 * THREADS);
    config.setMaxConcurrentRequestsPerHost(2 * THREADS);
    var client = KubernetesClients.open(config, new KubernetesSerialization(), List.of()).main();
    var loop =
        args[0].equals("lean")
            ? new LeanLoop(config)
            : new BareLoop(client, URI.create(args[2]), args[3]);
    if (args[0].equals("watching")) {
      client.resources(PaperspaceProject.class).inNamespace(args[4]).inform();
    }
    var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      var phase = Phase.valueOf(line);
      var projects = client.resources(PaperspaceProject.class).inNamespace(args[4]).list();
      System.out.println("prepared");
      input.readLine();
      Crew.run(THREADS, projects.getItems(), it -> loop.one(phase, it));
      System.out.println("done");
    }
  }
}
