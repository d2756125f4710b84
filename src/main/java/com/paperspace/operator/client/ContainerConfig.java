package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A whole v1 configuration (docs/paperspace-api.md 3.1); null leaves the choice to the service.
 *
 * @param apiVersion v1
 * @param name unique in the project
 * @param containerRegistry the name of a stored registry
 * @param basicAuthKey best {@code secret:NAME}; its value is frozen at deploy time
 * @param integrations at most 5
 */
public record ContainerConfig(
    String apiVersion,
    String name,
    String image,
    Boolean enabled,
    String containerRegistry,
    List<String> command,
    List<Env> env,
    String region,
    HealthChecks healthChecks,
    @Called("basicAuth") @Sensitive(orReference = true) String basicAuthKey,
    List<Integration> integrations,
    Resources resources) {

  /** Reads any stored configuration; empty when there is none. */
  public static Optional<ContainerConfig> read(JsonNode data) {
    return data != null && data.isObject()
        ? Optional.ofNullable(Json.read(inV1Terms(data.deepCopy()), ContainerConfig.class))
        : Optional.empty();
  }

  /**
   * Folds the older spelling of healthChecks, the names of v0alpha0 and those only others write.
   */
  private static ObjectNode inV1Terms(ObjectNode data) {
    rename(data, "healthchecks", "healthChecks");
    if (data.get("resources") instanceof ObjectNode resources) {
      rename(resources, "instanceType", "machineType");
      if (data.path("port").isNumber() && !resources.hasNonNull("ports")) {
        resources.putArray("ports").add(data.path("port"));
      }
    }
    for (var integration : data.path("integrations")) {
      // The same mount by the name of the vendor's how-tos (docs/paperspace-api.md 10.35).
      if (integration instanceof ObjectNode it && "do-spaces".equals(it.path("type").asText())) {
        it.put("type", "spaces");
      }
    }
    return data;
  }

  private static void rename(ObjectNode owner, String from, String to) {
    var value = owner.remove(from);
    if (value != null && !value.isNull() && !owner.hasNonNull(to)) {
      owner.set(to, value);
    }
  }

  @Override
  public String toString() {
    return Masking.toString(this);
  }

  /** A variable; the value is literal text, not empty, or {@code secret:NAME}. */
  public record Env(
      String name,
      @Called(value = "value", reference = "valueFrom") @Sensitive(orReference = true)
          String value) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** When a replica counts as started, ready and alive. */
  public record HealthChecks(Probe liveness, Probe readiness, Probe startup) {}

  /**
   * One check, by HTTP (path) or by command (exec), never both.
   *
   * @param port 1 to 65535
   * @param timeoutSeconds 1 to 1000, service default 1
   * @param initialDelaySeconds 0 to 1000, service default 0
   * @param periodSeconds 1 to 1000, service default 10
   * @param failureThreshold 1 to 1000, service default 3
   */
  public record Probe(
      String path,
      String host,
      Integer port,
      List<Header> headers,
      Exec exec,
      Integer timeoutSeconds,
      Integer initialDelaySeconds,
      Integer periodSeconds,
      Integer failureThreshold) {}

  /** A header of an HTTP check, which may well be a credential. */
  public record Header(String name, @Sensitive String value) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** A command run inside the container; success is exit code 0. */
  public record Exec(List<String> command) {}

  /**
   * Data mounted into every replica.
   *
   * @param type model, s3, spaces, git-lfs or volume; it says which of the others apply
   * @param secretAccessKey has to be {@code secret:NAME}
   */
  public record Integration(
      String type,
      String id,
      String name,
      String path,
      String url,
      String region,
      String endpoint,
      @Sensitive(orReference = true) String accessKeyId,
      @Sensitive(orReference = true) String secretAccessKey) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /**
   * What each replica gets, and how many there are.
   *
   * @param ports each 1 to 65535
   * @param replicas at least 0, service default 1; with autoscaling the lower bound
   */
  public record Resources(
      String machineType, List<Integer> ports, Integer replicas, Autoscaling autoscaling) {}

  /**
   * When to add replicas.
   *
   * @param maxReplicas 1 to 25
   */
  public record Autoscaling(Boolean enabled, Integer maxReplicas, List<Metric> metrics) {}

  /**
   * A value to stay under.
   *
   * @param metric requestDuration, cpu or memory
   * @param summary always average
   * @param value seconds above 0.01 up to 100 for requestDuration, else whole percent 1 to 100
   */
  public record Metric(String metric, String summary, Double value) {}
}
