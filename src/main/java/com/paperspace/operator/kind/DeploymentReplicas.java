package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.client.Deployments.Instance;
import com.paperspace.operator.client.Deployments.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The replicas of a run, and how they are. */
final class DeploymentReplicas {
  /** The states known to mean trouble; every other is on its way (docs/paperspace-api.md 3.3). */
  private static final Set<String> TROUBLE = Set.of("failed", "errored");

  /**
   * So long the newest run may still be that of the revision before (docs/paperspace-api.md 3.3,
   * rule 6).
   */
  private static final Duration GRACE = Duration.ofMinutes(5);

  /** What the status has room for: instances, and characters of what is said of one. */
  private static final int INSTANCES = 10;

  private static final int INSTANCE_WORDS = 512;
  private static final int WORDS = 1000;

  private final Run run;
  private final DeploymentWords words;

  DeploymentReplicas(Run run, DeploymentWords words) {
    this.run = run;
    this.words = words;
  }

  int ready() {
    return run.readyReplicas() == null ? 0 : run.readyReplicas();
  }

  int wanted() {
    return run.replicas() == null ? 0 : run.replicas();
  }

  /** Whether all are ready, of which there is one at least. */
  boolean isComplete() {
    return ready() > 0 && ready() >= wanted();
  }

  /** Whether every instance failed. */
  boolean isLost() {
    return ready() == 0
        && !instances().isEmpty()
        && instances().stream().allMatch(DeploymentReplicas::isInTrouble);
  }

  /** A run does not say which revision it is of; its instances' age tells, or enough time. */
  boolean isOfRevision(Instant applied, Instant now) {
    return now.isAfter(applied.plus(GRACE))
        || instances().stream()
            .map(Instance::dtCreated)
            .allMatch(created -> created != null && !created.isBefore(applied));
  }

  private static boolean isInTrouble(Instance it) {
    return it.state() != null && TROUBLE.contains(it.state().toLowerCase(Locale.ROOT));
  }

  private List<Instance> instances() {
    return run.instances() == null
        ? List.of()
        : run.instances().stream().filter(Objects::nonNull).toList();
  }

  /** How many are ready, and the first trouble. */
  String message() {
    var trouble =
        instances().stream()
            .filter(DeploymentReplicas::isInTrouble)
            .findFirst()
            .map(
                it ->
                    " Instance "
                        + it.instanceId()
                        + " "
                        + it.state()
                        + (it.stateMessage() == null
                            ? "."
                            : ": " + words.of(it.stateMessage(), WORDS)))
            .orElse("");
    return ready() + " of " + wanted() + " replicas ready." + trouble;
  }

  /** Those in trouble first, for there is room for few; null for none. */
  List<Deployment.Instance> observed() {
    var shown =
        instances().stream()
            .sorted(Comparator.comparing(it -> !isInTrouble(it)))
            .limit(INSTANCES)
            .map(
                it ->
                    new Deployment.Instance(
                        it.instanceId(), it.state(), words.of(it.stateMessage(), INSTANCE_WORDS)))
            .toList();
    return shown.isEmpty() ? null : shown;
  }
}
