package com.paperspace.operator.demo;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real control plane and a real kubectl: every command is shown with what it printed. */
final class Kubectl implements Kube {
  private final Narrator narrator;
  private final ControlPlane controlPlane;

  Kubectl(Narrator narrator, ControlPlane controlPlane) {
    this.narrator = narrator;
    this.controlPlane = controlPlane;
  }

  /** Where its kubeconfig is. */
  Path kubeconfig() {
    return controlPlane.kubeconfig();
  }

  @Override
  public String title() {
    var version = controlPlane.client().getKubernetesVersion().getGitVersion();
    var without = collectsGarbage() ? "" : ", without kube-controller-manager";
    return "a real control plane, " + version + without;
  }

  @Override
  public Config config() {
    return Config.fromKubeconfig(kubeconfig().toFile());
  }

  @Override
  public KubernetesClient client() {
    return controlPlane.client();
  }

  @Override
  public boolean collectsGarbage() {
    return controlPlane.hasControllers();
  }

  @Override
  public void prepare() {
    run("apply", "--server-side", "-f", "crds");
    run("wait", "--for=condition=Established", "--timeout=30s", "-f", "crds", "--output=name");
    run("create", "namespace", NAMESPACE);
  }

  @Override
  public void apply(Path file) {
    run("-n", NAMESPACE, "apply", "-f", file.toString());
  }

  @Override
  public void delete(Path... files) {
    var arguments = new ArrayList<>(List.of("-n", NAMESPACE, "delete", "--wait=false"));
    Stream.of(files).forEach(file -> arguments.addAll(List.of("-f", file.toString())));
    run(arguments.toArray(String[]::new));
  }

  @Override
  public void rotate(String secret, String key, String value) {
    var patch = "{\"stringData\":{\"%s\":\"%s\"}}".formatted(key, value);
    run("-n", NAMESPACE, "patch", "secret", secret, "--type=merge", "-p", patch);
  }

  @Override
  public void show() {
    run("get", "paperspace", "-A");
  }

  @Override
  public void showEvents(String reason) {
    run(
        "-n",
        NAMESPACE,
        "get",
        "events",
        "--field-selector=reason=" + reason,
        "-o",
        "custom-columns=REASON:.reason,OBJECT:.involvedObject.name,MESSAGE:.message");
  }

  /** Runs a command that has to succeed. */
  void run(String... arguments) {
    var shown = shown(arguments);
    var result = shownWithOutput(shown, controlPlane.kubectl(arguments));
    if (result.exit() != 0) {
      throw new DemoFailed("exit 0 of " + shown, "exit " + result.exit());
    }
  }

  /** Runs a command, with a text on its standard input if that is not empty, and shows both. */
  Result attempt(String input, String... arguments) {
    var here = input.isEmpty() ? "" : " <<EOF\n" + input.stripTrailing() + "\nEOF";
    return shownWithOutput(shown(arguments) + here, controlPlane.kubectlFed(input, arguments));
  }

  private Result shownWithOutput(String command, Result result) {
    narrator.command(command);
    narrator.output(result.stdout());
    narrator.output(result.stderr());
    return result;
  }

  private static String shown(String... arguments) {
    return Stream.of(arguments)
        .map(it -> it.matches("[-\\w./=,:]+") ? it : "'" + it + "'")
        .collect(Collectors.joining(" ", "kubectl ", ""));
  }

  @Override
  public void close() {
    controlPlane.close();
  }
}
