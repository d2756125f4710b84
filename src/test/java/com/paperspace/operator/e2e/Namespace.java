package com.paperspace.operator.e2e;

import static org.awaitility.Awaitility.await;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.Result;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A namespace of a control plane, and what people do in it with kubectl. */
final class Namespace {
  final String name;
  private final ControlPlane plane;

  /** Makes it. */
  Namespace(ControlPlane plane, String name) {
    this.plane = plane;
    this.name = name;
    plane.kubectl("create", "namespace", name).orFail();
  }

  Result kubectl(String... args) {
    return plane.kubectl(here(args));
  }

  /** Runs kubectl with a text on its standard input. */
  Result kubectlFed(String input, String... args) {
    return plane.kubectlFed(input, here(args));
  }

  void apply(String yaml) {
    kubectlFed(yaml, "apply", "-f", "-").orFail();
  }

  /** Applies the quick start and waits until all of it is Ready. */
  void quickStart() {
    apply(QuickStart.yaml());
    untilReady("psaccount/default");
    untilReady(QuickStart.OBJECTS.toArray(String[]::new));
  }

  /** Waits as people do. */
  void untilReady(String... objects) {
    var waited = kubectl(with(objects, "wait", "--for=condition=Ready", "--timeout=60s"));
    if (waited.exit() != 0) {
      var shown = kubectl(with(objects, "get", "-o", "yaml")).stdout();
      throw new AssertionError(waited + "\n" + shown);
    }
  }

  private static String[] with(String[] objects, String... command) {
    return Stream.concat(Stream.of(command), Stream.of(objects)).toArray(String[]::new);
  }

  /** One value out of an object, by JSON path; empty when it is not there. */
  String value(String object, String path) {
    return kubectl("get", object, "--ignore-not-found", "-o", "jsonpath={" + path + "}")
        .orFail()
        .stdout();
  }

  /** Deletes every object of ours and waits until the last is gone. */
  void deleteAll() {
    kubectl("delete", "paperspace", "--all", "--timeout=60s").orFail();
  }

  /** Waits until something holds; each look may be a process, which others have to wait for. */
  static void until(String what, Callable<Boolean> holds) {
    await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(250)).until(holds);
  }

  private String[] here(String... args) {
    return with(new String[] {"--namespace", name}, args);
  }
}
