package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.api.Metadata;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code /deployments}: container deployments, their revisions and their runs. */
public final class Deployments {
  static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::id);
  private static final JsonShape<Spec> SPEC = new JsonShape<>(Spec.class, Spec::id);
  private static final JsonShape<Run> RUN = new JsonShape<>(Run.class, Run::id);
  private static final JsonShape<Upserted> UPSERTED =
      new JsonShape<>(Upserted.class, Upserted::deploymentId);

  private final Http http;
  private final RestCollection<View> deployments;

  Deployments(Http http) {
    this.http = http;
    deployments = new RestCollection<>(http, Route.of("/deployments"), "id", VIEW);
  }

  /** Of all projects; {@link Projects#deployments} lists one project's. */
  public List<View> list() {
    return deployments.list();
  }

  public Optional<View> get(String id) {
    return deployments.get(id);
  }

  /**
   * Creates, or updates by id or by project and name, and returns the id. Every call makes a new
   * revision: compare before calling (docs/paperspace-api.md 3.2).
   */
  public String upsert(Upsert body) {
    return upsert(body, Git.NONE);
  }

  /** Also records where the configuration came from. */
  public String upsert(Upsert body, Git git) {
    return http.call(
        "POST",
        deployments.all(),
        body,
        git.headers(),
        reply -> reply.object(UPSERTED).deploymentId());
  }

  public void delete(String id) {
    deployments.delete(id);
  }

  /** The newest runs, newest first; {@code newest} at least 1. */
  public List<Run> runs(String id, int newest) {
    var route = deployments.one(id).then("/runs").with("limit", Math.max(1, newest));
    return Pages.single(http, route, RUN);
  }

  /** The newest revisions, newest first. */
  public List<Spec> history(String id, int newest) {
    return Pages.newest(http, deployments.one(id).then("/history"), SPEC, newest);
  }

  /** A deployment as the service sees it; {@code endpoint} is a host name without scheme. */
  public record View(
      String id,
      String name,
      String projectId,
      String teamId,
      String endpoint,
      Instant dtCreated,
      String latestSpecHash,
      Spec latestSpec,
      @Sensitive String basicAuthKey) {

    /**
     * Takes the secrets of its configuration out of what the service says of this deployment;
     * costly to make when there are many.
     */
    public UnaryOperator<String> mask() {
      var config = latestSpec == null ? Optional.<ContainerConfig>empty() : latestSpec.config();
      var secrets = Masking.secrets(config.orElse(null));
      if (basicAuthKey != null) {
        secrets.add(basicAuthKey);
      }
      return Redactor.of(secrets)::scrub;
    }

    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /**
   * One revision.
   *
   * @param data the configuration as stored, with the service's defaults; may hold secrets
   * @param externalApplied when the cluster took it
   * @param dtHealthy when it first became healthy; does not flip back (docs/paperspace-api.md 3.3)
   * @param error fatal for this revision
   * @param workflowRun in history only
   */
  public record Spec(
      String id,
      String deploymentId,
      String userId,
      @Sensitive JsonNode data,
      Instant externalApplied,
      Instant dtHealthy,
      String error,
      Metadata metadata,
      WorkflowRun workflowRun) {

    /** The configuration in v1 terms; empty when there is none. */
    public Optional<ContainerConfig> config() {
      return ContainerConfig.read(data);
    }

    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** What the author of a revision noted, by header name. */
  public record Metadata(Map<String, String> gitHeaders) {}

  /** The workflow that made a revision. */
  public record WorkflowRun(
      String id,
      String workflowId,
      String phase,
      String message,
      Instant dtCreated,
      Instant dtStarted,
      Instant dtFinished) {}

  /** One roll-out; a null count means 0, and available means not yet ready. */
  public record Run(
      String id,
      Integer availableReplicas,
      Integer readyReplicas,
      Integer replicas,
      List<Instance> instances) {}

  /** One container; states known to mean trouble: failed, errored. */
  public record Instance(
      String id,
      String instanceId,
      String state,
      String stateMessage,
      Instant dtCreated,
      Instant dtFinished,
      List<InstanceState> history) {}

  /** A state an instance was in. */
  public record InstanceState(String state, String message, Instant timestamp) {}

  /**
   * What to create or change.
   *
   * @param deploymentId null creates, or updates the one of that name in the project
   */
  public record Upsert(
      String deploymentId,
      @Called("projectRef or projectId") String projectId,
      @Called("") ContainerConfig config) {}

  private record Upserted(String deploymentId) {}

  /**
   * Where a configuration came from; null leaves a header out.
   *
   * @param host github or gitlab
   */
  public record Git(String host, String actor, String sha, String ref, String owner, String repo) {
    static final Git NONE = new Git(null, null, null, null, null, null);

    Map<String, String> headers() {
      var all = new LinkedHashMap<String, String>();
      all.put("x-git-host", host);
      all.put("x-git-actor", actor);
      all.put("x-git-sha", sha);
      all.put("x-git-ref", ref);
      all.put("x-git-owner", owner);
      all.put("x-git-repo", repo);
      // What a header cannot carry is not worth failing a deployment for.
      all.values().removeIf(value -> value == null || !value.matches("[\\x20-\\x7e]+"));
      return all;
    }
  }
}
