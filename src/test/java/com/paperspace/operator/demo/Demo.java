package com.paperspace.operator.demo;

import java.util.concurrent.CountDownLatch;

/** The entry point of {@code mvn -Pdemo}: exit code 0 when everything went as announced. */
public final class Demo {
  private final Narrator narrator = new Narrator(System.out);

  /** Takes which control plane (auto, real or mock) and whether to stay up (true or false). */
  public static void main(String[] args) throws InterruptedException {
    var keep = args.length > 1 && !args[1].equals("false");
    System.exit(new Demo().run(args.length > 0 ? args[0] : "auto", keep));
  }

  private int run(String controlPlane, boolean keep) throws InterruptedException {
    try (var stage = Stage.open(narrator, controlPlane)) {
      new Steps(stage).run();
      new Summary(stage).print();
      narrator.say("%nAll as expected, in %.0f s.", narrator.seconds());
      if (keep) {
        stay(stage);
      }
      return 0;
    } catch (DemoFailed e) {
      narrator.say(
          "%nDEMO FAILED%n%s%nThe operator's log: target/demo/operator.log", e.getMessage());
      return 1;
    } catch (RuntimeException | AssertionError e) {
      // Threads of the operator would keep the process from ending.
      narrator.say("%nDEMO FAILED unexpectedly");
      e.printStackTrace(System.out);
      return 1;
    }
  }

  private void stay(Stage stage) throws InterruptedException {
    narrator.step("Yours, until Ctrl-C");
    if (stage.kube instanceof Kubectl kubectl) {
      narrator.say("export KUBECONFIG=%s", kubectl.kubeconfig());
      narrator.say("kubectl -n %s apply -f %s", Kube.NAMESPACE, Quickstart.FILE);
      narrator.say(
          "The minimal examples work too, once that account is there, and for some these:");
      for (var secret : Quickstart.secretsOfMinimalOnes()) {
        narrator.say("kubectl -n %s %s", Kube.NAMESPACE, secret);
      }
      narrator.say("(a kubectl is at %s/k8s/*/kubectl)", Download.home());
    } else {
      narrator.say("Kubernetes (mock): %s", stage.kube.config().getMasterUrl());
    }
    narrator.say("Paperspace (simulator): %s, key %s", stage.cloud.url(), Quickstart.apiKey());
    // The control plane stops by a hook of its own.
    Runtime.getRuntime().addShutdownHook(new Thread(stage::stopOurs, "demo-stop"));
    new CountDownLatch(1).await();
  }
}
