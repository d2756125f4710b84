package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.kind.DeploymentAdapter;
import com.paperspace.operator.kind.ProjectSecretKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name that identifies an object is taken: whose it is decides what is advised. */
class TakenNameTest {
  private static final String SPEC =
      "{projectId: %s, name: TOKEN, policy: {adoption: %s},"
          + " valueFrom: {secretKeyRef: {name: values, key: value}}}";

  private static final String DEPLOYMENT =
      "{projectId: %s, name: same, image: web, policy: {adoption: %s},"
          + " resources: {machineType: C4, ports: [80], replicas: 1}}";

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "true, Never, OwnershipConflict, another resource has it: taking it over is no way out",
    "true, ByName, OwnershipConflict, likewise",
    "false, Never, AlreadyExists, nobody's: it may be taken over",
  })
  void whatIsSaidOfIt(boolean managed, String adoption, String reason, String why) {
    try (var bench = new PassBench<>(ProjectSecretKind.adapter())) {
      var project = bench.team().console("POST", "/projects", "{\"name\": \"p\"}");
      var id = project.path("id").asText();
      bench.secret("values", "value", "x");
      if (managed) {
        bench.create("a", SPEC.formatted(id, "Never"));
        bench.until("a", "Ready", "Available");
        bench.after(Duration.ofMinutes(2));
        bench.pass("a");
      } else {
        var body = "{\"name\": \"TOKEN\", \"value\": \"x\"}";
        bench.team().console("POST", "/projects/" + id + "/secrets", body);
      }
      bench.create("b", SPEC.formatted(id, adoption));
      bench.pass("b");
      assertThat(bench.reason("b", "Stalled")).as(why).isEqualTo(reason);
    }
  }

  @ParameterizedTest(name = "{0} of {1}, restart {2}")
  @CsvSource({
    "secrets, a, false",
    "secrets, z, false",
    "secrets, a, true",
    "secrets, z, true",
    "deployments, a, false",
    "deployments, z, false",
    "deployments, a, true",
    "deployments, z, true",
  })
  void whatVanishesIsMadeAgainByItsOwner(String kind, String owner, boolean restart) {
    try (var bench = bench(kind)) {
      var project = bench.team().console("POST", "/projects", "{\"name\": \"p\"}");
      var id = project.path("id").asText();
      var spec = kind.equals("secrets") ? SPEC : DEPLOYMENT;
      bench.secret("values", "value", "x");
      bench.create(owner, spec.formatted(id, "Never"));
      bench.run(owner, Duration.ofMinutes(5));
      assertThat(bench.reason(owner, "Ready")).isEqualTo("Available");
      bench.create("rob", spec.formatted(id, "ByName"));
      bench.pass("rob");
      assertThat(bench.reason("rob", "Stalled")).isEqualTo("OwnershipConflict");

      var key = bench.find(owner).orElseThrow().getStatus().id();
      var path = kind.equals("secrets") ? "/projects/" + key.replace("/", "/secrets/") : null;
      bench.team().console("DELETE", path == null ? "/deployments/" + key : path, "");
      if (restart) {
        bench.restart();
      }
      bench.pass("rob");
      assertThat(bench.reason("rob", "Stalled")).isEqualTo("OwnershipConflict");
      bench.run(owner, Duration.ofMinutes(10));
      bench.pass("rob");
      assertThat(bench.reason(owner, "Ready")).isEqualTo("Available");
      assertThat(bench.reason("rob", "Stalled")).isEqualTo("OwnershipConflict");

      bench.delete(owner);
      bench.run(owner, Duration.ofMinutes(10));
      bench.run("rob", Duration.ofMinutes(10));
      assertThat(bench.reason("rob", "Ready")).as("nobody else has it").isEqualTo("Available");
    }
  }

  private static PassBench<?, ?> bench(String kind) {
    return kind.equals("secrets")
        ? new PassBench<>(ProjectSecretKind.adapter())
        : new PassBench<>(new DeploymentAdapter());
  }
}
