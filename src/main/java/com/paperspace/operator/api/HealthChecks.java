package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How the cloud finds out whether a replica is well. */
@ApiRecord
public record HealthChecks(
    @JsonPropertyDescription("A replica that fails this one is restarted.") HealthCheck liveness,
    @JsonPropertyDescription("A replica that fails this one gets no requests.")
        HealthCheck readiness,
    @JsonPropertyDescription("The other checks wait until this one has succeeded.")
        HealthCheck startup) {

  /** One check: an HTTP request or a command. */
  @ApiRecord
  @ValidationRule(
      value = "has(self.path) != has(self.exec)",
      message = "set exactly one of path and exec")
  @ValidationRule(
      value = "!has(self.exec) || !(has(self.host) || has(self.port) || has(self.headers))",
      message = "host, port and headers go with path, not with exec")
  public record HealthCheck(
      @Size(min = 1, max = 2048)
          @JsonPropertyDescription("Path of an HTTP request; an answer of 200 to 399 is success.")
          String path,
      @Size(max = 253) @JsonPropertyDescription("Host of the HTTP request.") String host,
      @Min(1) @Max(65535) @JsonPropertyDescription("Port of the HTTP request, 1 to 65535.")
          Integer port,
      @Size(max = 32) @JsonPropertyDescription("Headers of the HTTP request.") List<Header> headers,
      @JsonPropertyDescription("A command inside the container; exit code 0 is success.") Exec exec,
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription("Seconds until a check counts as failed, 1 to 1000, default 1.")
          Integer timeoutSeconds,
      @Min(0)
          @Max(1000)
          @JsonPropertyDescription("Seconds before the first check, 0 to 1000, default 0.")
          Integer initialDelaySeconds,
      @Min(1) @Max(1000) @JsonPropertyDescription("Seconds between checks, 1 to 1000, default 10.")
          Integer periodSeconds,
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription("Failures in a row that count, 1 to 1000, default 3.")
          Integer failureThreshold) {}

  /** One header of an HTTP request. */
  @ApiRecord
  public record Header(
      @Required @Size(min = 1, max = 256) @JsonPropertyDescription("Name of the header.")
          String name,
      @Required @Size(max = 4096) @JsonPropertyDescription("Value of the header.") String value) {}

  /** A command. */
  @ApiRecord
  public record Exec(
      @Required @Size(min = 1, max = 64) @JsonPropertyDescription("The command and its arguments.")
          List<@Size(max = 16384) String> command) {}
}
