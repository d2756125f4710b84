package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Deployment.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Deployments;
import com.paperspace.operator.client.Deployments.Instance;
import com.paperspace.operator.client.Deployments.Run;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Judges a deployment by its newest revision and, once that is applied, by its newest run. */
final class DeploymentHealth {
  /** The states known to mean trouble; every other is on its way (docs/paperspace-api.md 3.3). */
  private static final Set<String> TROUBLE = Set.of("failed", "errored");

  /**
   * So long the newest run may still be that of the revision before (docs/paperspace-api.md 3.3,
   * rule 6).
   */
  private static final Duration GRACE = Duration.ofMinutes(5);

  private static final Duration PROGRESS_DEADLINE = Duration.ofMinutes(15);
  private static final int INSTANCES = 10;
  private static final int WORDS = 1000;
  private static final int INSTANCE_WORDS = 512;

  private final Deployment resource;
  private final Deployments.View view;
  private final Deployments.Spec revision;
  private final Run run;
  private final Inputs inputs;
  private final DeploymentMarks marks;

  /** Made with the first text, for most deployments have none. */
  private UnaryOperator<String> mask;

  private DeploymentHealth(Deployment resource, DeploymentRemote remote, Inputs inputs) {
    this.resource = resource;
    this.view = remote.view();
    this.revision = view.latestSpec();
    this.run = remote.run();
    this.inputs = inputs;
    this.marks = new DeploymentMarks(resource, inputs);
  }

  static Observation<Observed> observe(
      Deployment resource, DeploymentRemote remote, Inputs inputs) {
    return new DeploymentHealth(resource, remote, inputs).judge();
  }

  /** Whether only the runs can tell how the deployment is. */
  static boolean needsRuns(Deployment resource, DeploymentRemote remote, Inputs inputs) {
    var health = new DeploymentHealth(resource, remote, inputs);
    return health.isApplied() && !health.isStopped() && !health.marks.isPending(health.view);
  }

  /** The rules of docs/paperspace-api.md 3.3, in their order. */
  private Observation<Observed> judge() {
    if (marks.isPending(view)) {
      return Observation.busy(
          moving(), "The new revision is not visible yet.", deadline(), observed("pending"));
    }
    if (revision == null) {
      return failed("invalid", "The newest configuration of the deployment is invalid.");
    }
    if (!isApplied()) {
      return error().isPresent()
          ? failed("error", "The revision could not be applied: " + error().get())
          : progressing("applying", "The revision is being applied.");
    }
    if (isStopped()) {
      return Observation.ready(
          Reason.Disabled, "The deployment is stopped, as configured.", observed("disabled"));
    }
    if (run == null) {
      return progressing("starting", "No replica was seen yet.");
    }
    if (isAvailable()) {
      var state = ready() < wanted() ? "degraded" : "healthy";
      return Observation.ready(Reason.Available, replicas(), observed(state));
    }
    if (isLost()) {
      return failed("failed", replicas());
    }
    return progressing(revision.dtHealthy() == null ? "starting" : "unhealthy", replicas());
  }

  private boolean isApplied() {
    return revision != null && revision.externalApplied() != null;
  }

  private Optional<String> error() {
    return Optional.ofNullable(revision.error())
        .filter(text -> !text.isBlank())
        .map(text -> words(text, WORDS));
  }

  /** What the service says, which may echo what the configuration holds. */
  private String words(String text, int limit) {
    if (text == null) {
      return null;
    }
    if (mask == null) {
      mask = view.mask();
    }
    return Text.cut(mask.apply(text), limit);
  }

  /** What the cloud has counts; that it is what the spec declares is for the comparison. */
  private boolean isStopped() {
    var config = revision.config().orElse(DeploymentConfig.NOTHING);
    var resources = config.resources();
    var replicas = resources == null ? null : resources.replicas();
    return Boolean.FALSE.equals(config.enabled()) || Objects.equals(replicas, 0);
  }

  /**
   * Having been healthy does not last (docs/paperspace-api.md 3.3, rule 5), so a replica has to be
   * ready now. A revision that was never marked healthy is, when all replicas that are its own are
   * ready.
   */
  private boolean isAvailable() {
    boolean all = ready() > 0 && ready() >= wanted() && isOfRevision();
    return revision.dtHealthy() != null ? ready() > 0 : all;
  }

  /** Every instance failed: without a change the deadline would only delay the bad news. */
  private boolean isLost() {
    return ready() == 0
        && !instances().isEmpty()
        && instances().stream().allMatch(DeploymentHealth::isInTrouble)
        && isOfRevision();
  }

  /** A run does not say which revision it is of; its instances' age tells, or enough time. */
  private boolean isOfRevision() {
    var applied = revision.externalApplied();
    return inputs.now().isAfter(applied.plus(GRACE))
        || instances().stream()
            .map(Instance::dtCreated)
            .allMatch(created -> created != null && !created.isBefore(applied));
  }

  private static boolean isInTrouble(Instance it) {
    return it.state() != null && TROUBLE.contains(it.state().toLowerCase(Locale.ROOT));
  }

  private List<Instance> instances() {
    return run == null || run.instances() == null
        ? List.of()
        : run.instances().stream().filter(Objects::nonNull).toList();
  }

  private int ready() {
    return run.readyReplicas() == null ? 0 : run.readyReplicas();
  }

  private int wanted() {
    return run.replicas() == null ? 0 : run.replicas();
  }

  private String replicas() {
    var trouble =
        instances().stream()
            .filter(DeploymentHealth::isInTrouble)
            .findFirst()
            .map(
                it ->
                    " Instance "
                        + it.instanceId()
                        + " "
                        + it.state()
                        + (it.stateMessage() == null
                            ? "."
                            : ": " + words(it.stateMessage(), WORDS)))
            .orElse("");
    return ready() + " of " + wanted() + " replicas ready." + trouble;
  }

  private Reason moving() {
    boolean first = marks.isFirst() && (revision == null || revision.dtHealthy() == null);
    return first ? Reason.Creating : Reason.Updating;
  }

  /** Counted from the last write, even where the object was moving before it. */
  private Duration deadline() {
    var seconds = resource.getSpec().progressDeadlineSeconds();
    var limit = seconds == null ? PROGRESS_DEADLINE : Duration.ofSeconds(seconds);
    var operation = inputs.operation();
    var sentAt = marks.sentAt();
    if (operation == null || sentAt == null) {
      return limit;
    }
    var before = Duration.between(Instant.parse(operation.startedAt()), sentAt);
    return before.isNegative() ? limit : limit.plus(before);
  }

  private Observation<Observed> progressing(String state, String message) {
    return Observation.progressing(moving(), message, deadline(), observed(state));
  }

  private Observation<Observed> failed(String state, String message) {
    return Observation.failed(Reason.OperationFailed, message, observed(state));
  }

  private Observed observed(String state) {
    boolean stopped = isApplied() && isStopped();
    var none = stopped ? Integer.valueOf(0) : null;
    return new Observed(
        state,
        Text.cut(view.projectId(), 128),
        Text.cut(DeploymentRemote.endpoint(view), 1024),
        run == null ? none : Integer.valueOf(wanted()),
        "paperspace.com/deployment-uid=" + resource.getMetadata().getUid(),
        run == null ? none : Integer.valueOf(ready()),
        revision == null ? marks.lastSeen() : Text.cut(revision.id(), 128),
        Text.cut(view.latestSpecHash(), 256),
        revision == null ? null : Objects.toString(revision.dtHealthy(), null),
        revision == null ? null : error().orElse(null),
        observedInstances());
  }

  /** Those in trouble first, for there is room for few. */
  private List<Deployment.Instance> observedInstances() {
    var shown =
        instances().stream()
            .sorted(Comparator.comparing(it -> !isInTrouble(it)))
            .limit(INSTANCES)
            .map(
                it ->
                    new Deployment.Instance(
                        Text.cut(it.instanceId(), 128),
                        Text.cut(it.state(), 64),
                        words(it.stateMessage(), INSTANCE_WORDS)))
            .toList();
    return shown.isEmpty() ? null : shown;
  }
}
