package com.paperspace.operator.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The estate of one team: its tables, what is still to happen in them, and one lock over both. */
public final class Team {
  private static final List<String> USERS = List.of("urowner1", "urmember1", "urmember2");

  private static final Set<String> SAID_OF_OBJECTS =
      Set.of("accessors", "activities", "collaborators", "logs", "machine-events", "specs", "tags");

  private final String name;
  private final String id;
  private final World world;
  private final BiFunction<Team, Request, JsonNode> api;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Table> tables = new HashMap<>();
  private final Queue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
  private Instant now;
  private int maxMachines = 100_000;

  private record Due(Instant at, long number, Runnable step) {}

  Team(String name, World world, BiFunction<Team, Request, JsonNode> api) {
    this.name = name;
    this.id = world.id("te");
    this.world = world;
    this.api = api;
    this.now = world.clock.instant();
    USERS.forEach(this::addUser);
    OsTemplates.seed(this);
    table("storage-providers").put(managedStorage(), StorageRoutes.managed(managedStorage()));
  }

  public String name() {
    return name;
  }

  public String id() {
    return id;
  }

  public Table projects() {
    return table("projects");
  }

  public Table machines() {
    return table("machines");
  }

  public Table machineEvents() {
    return table("machine-events");
  }

  public Table drives() {
    return table("shared-drives");
  }

  public Table networks() {
    return table("private-networks");
  }

  public Table publicIps() {
    return table("public-ips");
  }

  public Table snapshots() {
    return table("snapshots");
  }

  public Table startupScripts() {
    return table("startup-scripts");
  }

  public Table customTemplates() {
    return table("custom-templates");
  }

  /** Those of the service, which only the console changes. */
  public Table osTemplates() {
    return table("os-templates");
  }

  public Table deployments() {
    return table("deployments");
  }

  public Table models() {
    return table("models");
  }

  /** Keys are {@code projectId/name}. */
  public Table secrets() {
    return table("secrets");
  }

  /** Keys are names. */
  public Table teamSecrets() {
    return table("team-secrets");
  }

  /** Keys are {@code projectId/name}. */
  public Table tags() {
    return table("tags");
  }

  /** Keys are {@code projectId/userId}. */
  public Table collaborators() {
    return table("collaborators");
  }

  /** Keys are {@code machineId/userId}. */
  public Table accessors() {
    return table("accessors");
  }

  /**
   * Any other table: {@code container-registries} by id, and for what has no routes here but is
   * referred to {@code templates} by id.
   */
  public Table table(String collection) {
    return turn(
        () ->
            tables.computeIfAbsent(
                collection, it -> new Table(this, it.substring(0, it.length() - 1))));
  }

  /** How many objects there are, by collection, without what is only said of objects. */
  public Map<String, Integer> sizes() {
    return turn(
        () ->
            tables.entrySet().stream()
                .filter(it -> !SAID_OF_OBJECTS.contains(it.getKey()) && it.getValue().size() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().size())));
  }

  /** Adds a member; {@code urowner1}, {@code urmember1} and {@code urmember2} are there already. */
  public Team addUser(String userId) {
    table("users")
        .add(
            userId,
            Json.object()
                .put("id", userId)
                .put("email", userId + "@example.com")
                .put("_role", userId.equals(Key.OWNER) ? "owner" : "member"));
    return this;
  }

  /** The id of the storage provider that the service itself runs for the team. */
  public String managedStorage() {
    return "sm" + id.substring(2);
  }

  /** The team's machine quota. */
  public Team maxMachines(int quota) {
    maxMachines = quota;
    return this;
  }

  /** What the service shows as the network of a machine without one; no call knows it. */
  public String defaultNetwork(String region) {
    return "nd" + region + id.substring(2);
  }

  int maxMachines() {
    return maxMachines;
  }

  /** The stored value of a project secret, which no API call returns; null when there is none. */
  public String secretValue(String projectId, String secret) {
    return kept("secrets", projectId + "/" + secret, "value");
  }

  /** A stored text that no API call returns, such as a registry's password; null for none. */
  public String kept(String collection, String key, String field) {
    return turn(
        () ->
            table(collection)
                .current(key)
                .map(it -> it.path("_" + field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .orElse(null));
  }

  /** Does what a machine's schedule does in its time; the id of the automatic snapshot. */
  public String autoSnapshot(String machineId) {
    return turn(() -> SnapshotRoutes.automatic(this, machineId));
  }

  /** Likewise the secret access key of a storage provider. */
  public String bucketSecret(String id) {
    return turn(
        () ->
            table(StorageRoutes.TABLE)
                .current(id)
                .map(it -> it.path("_secretAccessKey").asText())
                .orElse(null));
  }

  /** Likewise of a secret of the team. */
  public String teamSecretValue(String secret) {
    return turn(
        () -> teamSecrets().current(secret).map(it -> it.path("_value").asText()).orElse(null));
  }

  /** Makes an instance of a running deployment end in {@code failed} or {@code errored}. */
  public void crash(String deploymentId, String state, String message) {
    turn(
        () -> {
          new Rollout(this, deploymentId).crash(state, message);
          return deploymentId;
        });
  }

  /**
   * Does what a person in the console does: an API call that no journal, fault or limit sees.
   *
   * @param json the request body; empty for none
   */
  public JsonNode console(String method, String path, String json) {
    try {
      var uri = URI.create(path);
      var body = json.isEmpty() ? MissingNode.getInstance() : Json.parse(json);
      var headers =
          json.isEmpty() ? Map.<String, String>of() : Map.of("content-type", "application/json");
      var query = Request.query(uri.getRawQuery());
      var request = new Request(method, "", uri.getPath(), Map.of(), query, headers, json, body);
      return turn(() -> api.apply(this, request));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  World world() {
    return world;
  }

  /** The time at which the step in hand happens; only valid within a turn. */
  Instant now() {
    return now;
  }

  /** Runs work alone, after everything that has fallen due by now. */
  <T> T turn(Supplier<T> work) {
    lock.lock();
    try {
      if (lock.getHoldCount() == 1) {
        settle();
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void after(Duration delay, Runnable step) {
    due.add(new Due(now.plus(delay), world.number(), step));
  }

  private void settle() {
    var end = world.clock.instant();
    while (!due.isEmpty() && !due.peek().at().isAfter(end)) {
      var next = due.remove();
      now = next.at();
      next.step().run();
    }
    now = end;
  }

  /** A new object of this team with what every object has. */
  ObjectNode fresh(String objectId) {
    return Json.object().put("id", objectId).put("dtCreated", Json.time(now));
  }

  /** Refuses an id in a body that names nothing. */
  void reference(String collection, String key) {
    if (!table(collection).has(key)) {
      var message = "Unknown " + collection.substring(0, collection.length() - 1) + " " + key;
      throw world.choices.is(Choices.UnknownReference.BAD_REQUEST)
          ? Refusal.badRequest(message)
          : Refusal.notFound(message);
    }
  }
}
