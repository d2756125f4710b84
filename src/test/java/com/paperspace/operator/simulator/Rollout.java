package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;

/** How a revision of a deployment becomes applied and healthy, or fails to. */
record Rollout(Team team, String deployment) {

  /** Makes the configuration the newest revision; every call makes one, changed or not. */
  void begin(ObjectNode data, ObjectNode gitHeaders, Optional<String> unknown, boolean stuck) {
    var before = team.deployments().require(deployment);
    var specId = team.world().id("sp");
    var spec =
        Json.object()
            .put("id", specId)
            .put("deploymentId", deployment)
            .put("userId", "urowner1")
            .putNull("externalApplied")
            .putNull("dtHealthy")
            .putNull("error")
            .put("_dtCreated", Json.time(team.now()));
    spec.set("data", data);
    spec.putNull("metadata");
    if (!gitHeaders.isEmpty()) {
      spec.putObject("metadata").set("gitHeaders", gitHeaders);
    }
    team.table("specs").put(specId, spec);
    var key = data.path("basicAuthKey").asText();
    var project = before.path("projectId").asText();
    var after =
        team.deployments()
            .change(
                deployment,
                it ->
                    it.put("name", data.path("name").asText())
                        .put("latestSpecHash", hash(specId, data))
                        .put(
                            "basicAuthKey",
                            key.isEmpty() ? null : DeploymentConfig.resolve(team, project, key))
                        .set("latestSpec", Json.view(spec)));
    Activity.compare(team, after, before.at("/latestSpec/data"), data);
    if (!stuck) {
      team.after(team.world().delay(Delay.APPLY), () -> applied(specId, data, unknown));
    }
  }

  /** Makes the newest run's first instance fail, as if its container crashed. */
  void crash(String state, String message) {
    team.deployments()
        .change(
            deployment,
            it -> {
              var run = (ObjectNode) it.path("_runs").get(0);
              run.put("readyReplicas", Math.max(0, run.path("readyReplicas").asInt() - 1));
              enter((ObjectNode) run.path("instances").get(0), state, message);
            });
  }

  private void applied(String specId, ObjectNode data, Optional<String> unknown) {
    var error = unknown.or(() -> team.world().mishaps.refusal(data.path("image").asText()));
    if (!newest(specId)) {
      return;
    }
    if (error.isPresent()) {
      spec(specId, it -> it.put("error", error.get()));
      return;
    }
    spec(specId, it -> it.put("externalApplied", Json.time(team.now())));
    var replicas = DeploymentConfig.replicas(data);
    if (replicas == 0) {
      team.deployments().change(deployment, it -> it.set("_runs", Json.array()));
    } else {
      team.deployments().change(deployment, it -> insert(it, run(replicas)));
    }
    team.after(team.world().delay(Delay.HEALTHY), () -> settled(specId, data, replicas));
  }

  private void settled(String specId, ObjectNode data, int replicas) {
    if (!newest(specId)) {
      return;
    }
    var failure = team.world().mishaps.imageFailure(data.path("image").asText());
    if (replicas > 0 && failure.isPresent()) {
      team.deployments()
          .change(
              deployment,
              it ->
                  it.at("/_runs/0/instances")
                      .forEach(
                          instance ->
                              enter(
                                  (ObjectNode) instance,
                                  failure.get().state(),
                                  failure.get().message())));
      return;
    }
    spec(specId, it -> it.put("dtHealthy", Json.time(team.now())));
    team.deployments().change(deployment, it -> ready(it, replicas));
    log("revision " + specId + " is healthy", null);
    team.deployments()
        .require(deployment)
        .at("/_runs/0/instances")
        .forEach(it -> log("listening", it.path("instanceId").asText()));
  }

  /** The newest run serves; the runs before it have no reason to stay. */
  private void ready(ObjectNode it, int replicas) {
    var newest = it.at("/_runs/0");
    if (newest instanceof ObjectNode run) {
      run.put("readyReplicas", replicas);
      run.path("instances").forEach(instance -> enter((ObjectNode) instance, "running", null));
      it.set("_runs", Json.array().add(run));
    }
  }

  private boolean newest(String specId) {
    return team.deployments()
        .current(deployment)
        .filter(it -> it.at("/latestSpec/id").asText().equals(specId))
        .isPresent();
  }

  private void spec(String specId, Consumer<ObjectNode> edit) {
    var spec = team.table("specs").change(specId, edit);
    team.deployments().change(deployment, it -> it.set("latestSpec", Json.view(spec)));
  }

  private static void insert(ObjectNode it, ObjectNode run) {
    var old = it.path("_runs");
    var runs = Json.array().add(run);
    if (old instanceof ArrayNode former) {
      runs.addAll(former);
    }
    it.set("_runs", runs);
  }

  private ObjectNode run(int replicas) {
    var run =
        Json.object()
            .put("id", team.world().id("run"))
            .put("replicas", replicas)
            .put("readyReplicas", 0)
            .put("availableReplicas", 0);
    var instances = run.putArray("instances");
    for (int i = 0; i < replicas; i++) {
      var id = team.world().id("in");
      var instance = instances.addObject().put("id", id).put("instanceId", id);
      instance.put("dtCreated", Json.time(team.now())).putNull("dtFinished").putArray("history");
      enter(instance, "starting", null);
    }
    return run;
  }

  private void enter(ObjectNode instance, String state, String message) {
    instance.put("state", state).put("stateMessage", message);
    ((ArrayNode) instance.path("history"))
        .addObject()
        .put("state", state)
        .put("message", message)
        .put("timestamp", Json.time(team.now()));
  }

  private void log(String message, String instance) {
    var id = team.world().uuid();
    team.table("logs")
        .put(
            id,
            team.fresh(id)
                .put("jobId", deployment)
                .put("message", message)
                .put("instanceId", instance)
                .put("_deployment", deployment));
  }

  /** New for every revision, as the service's is; nobody can compute it. */
  private static String hash(String specId, JsonNode data) {
    return Integer.toHexString(specId.hashCode()) + Integer.toHexString(data.hashCode());
  }
}
