package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Deployment.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Deployments;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Judges a deployment by its newest revision and, once that is applied, by its newest run. */
final class DeploymentHealth {
  /** The tests of others give a rollout as long (docs/paperspace-api.md 3.3). */
  private static final Duration PROGRESS_DEADLINE = Duration.ofMinutes(15);

  private static final int WORDS = 1000;

  private final Deployment resource;
  private final Deployments.View view;
  private final Deployments.Spec revision;
  private final Inputs inputs;
  private final DeploymentMarks marks;

  private final DeploymentWords words;

  /** Null when no run was read, or there is none. */
  private final DeploymentReplicas replicas;

  private DeploymentHealth(Deployment resource, DeploymentRemote remote, Inputs inputs) {
    this.resource = resource;
    this.view = remote.view();
    this.revision = view.latestSpec();
    this.inputs = inputs;
    this.marks = new DeploymentMarks(resource, inputs);
    this.words = new DeploymentWords(view);
    this.replicas = remote.run() == null ? null : new DeploymentReplicas(remote.run(), words);
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
    if (replicas == null) {
      return progressing("starting", "No replica was seen yet.");
    }
    if (isAvailable()) {
      var state = replicas.ready() < replicas.wanted() ? "degraded" : "healthy";
      return Observation.ready(Reason.Available, replicas.message(), observed(state));
    }
    if (replicas.isLost() && isOfRevision()) {
      // Without a change the deadline would only delay the bad news.
      return failed("failed", replicas.message());
    }
    return progressing(revision.dtHealthy() == null ? "starting" : "unhealthy", replicas.message());
  }

  private boolean isApplied() {
    return revision != null && revision.externalApplied() != null;
  }

  private Optional<String> error() {
    return Optional.ofNullable(revision.error())
        .filter(text -> !text.isBlank())
        .map(text -> words.of(text, WORDS));
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
    return revision.dtHealthy() != null
        ? replicas.ready() > 0
        : replicas.isComplete() && isOfRevision();
  }

  private boolean isOfRevision() {
    return replicas.isOfRevision(revision.externalApplied(), inputs.now());
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
        view.projectId(),
        DeploymentRemote.endpoint(view),
        replicas == null ? none : Integer.valueOf(replicas.wanted()),
        "paperspace.com/deployment-uid=" + resource.getMetadata().getUid(),
        replicas == null ? none : Integer.valueOf(replicas.ready()),
        revision == null ? marks.lastSeen() : revision.id(),
        view.latestSpecHash(),
        revision == null ? null : Objects.toString(revision.dtHealthy(), null),
        revision == null ? null : error().orElse(null),
        replicas == null ? null : replicas.observed());
  }
}
