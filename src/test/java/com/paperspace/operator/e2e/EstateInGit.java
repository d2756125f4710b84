package com.paperspace.operator.e2e;

import com.paperspace.operator.support.ControlPlane;
import java.util.stream.Stream;

/** What the tests of tools that bring a team's git repository into a namespace have in common. */
abstract class EstateInGit extends NamedNamespaces {
  static final String READY = ".status.conditions[?(@.type==\"Ready\")]";

  /** Nothing may happen for so long; {@code .ci/long} takes ten minutes. */
  static final long QUIET_SECONDS = Long.getLong("gitops.quiet.seconds", 60);

  /** One that nothing is done about. */
  static final String PAUSED =
      """
      apiVersion: paperspace.com/v1alpha1
      kind: PaperspaceProject
      metadata:
        name: paused
        annotations: {paperspace.com/paused: "true"}
      spec: {}
      """;

  /** One that is not in git, and uses a project that is. */
  private static final String BY_HAND =
      """
      apiVersion: paperspace.com/v1alpha1
      kind: ProjectSecret
      metadata:
        name: by-hand
      spec:
        projectRef: {name: quickstart}
        name: BY_HAND
        valueFrom: {secretKeyRef: {name: greeting, key: text}}
      """;

  EstateInGit(ControlPlane plane) {
    super(plane);
  }

  /** Commits nothing yet: the quick start, but for its Secrets, which are applied by hand. */
  static void quickStart(Namespace team, GitRepository repository) {
    Stream.of(QuickStart.yaml().split("\n---\n"))
        .forEach(
            it -> {
              if (it.contains("\nkind: Secret\n")) {
                team.apply(it);
              } else {
                repository.put(file(it), it);
              }
            });
  }

  /** By the name of the object, and of the account by its kind. */
  private static String file(String yaml) {
    var name = yaml.replaceAll("(?s).*?\n  name: (\\S+)\n.*", "$1");
    return (yaml.contains("PaperspaceAccount") ? "account" : name) + ".yaml";
  }

  /** Has something that is not in git use a project that is. */
  static void useByHand(Namespace team) {
    team.apply(BY_HAND);
    team.untilReady("pssecret/by-hand");
  }

  static void untilTheProjectWaits(Namespace team) {
    Namespace.until(
        "the project says what it waits for",
        () -> team.value("psproj/quickstart", READY + ".message").contains("by-hand"));
  }

  /** Puts a new key into the Secret of the account, and ends the one before. */
  void rotateKey(Namespace team) {
    cloud.key("new-key-of-team-a").team("a");
    team.kubectl(
            "patch",
            "secret/paperspace-key",
            "--patch={\"stringData\": {\"apiKey\": \"new-key-of-team-a\"}}")
        .orFail();
    cloud.key(QuickStart.KEY).revoke();
  }

  static void untilSeenInUse(Namespace team) {
    Namespace.until(
        "the secret is seen in use, which is the last there is to see",
        () ->
            "true".equals(team.value("pssecret/greeting", ".status.observed.deploymentAttached")));
  }

  static String versions(Namespace team) {
    var path =
        "-o=jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}\n";
    return team.kubectl("get", "paperspace", path + "{end}").orFail().stdout();
  }

  int changes() {
    return cloud.journal().mutating().size();
  }

  static String specReplicas(Namespace team) {
    return team.value("psdeploy/hello", ".spec.resources.replicas");
  }

  int replicas(Namespace team) {
    return ThreeNamespacesIT.replicas(cloud, team.value("psdeploy/hello", ".status.id"));
  }
}
