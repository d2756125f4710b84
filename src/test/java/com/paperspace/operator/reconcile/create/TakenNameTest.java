package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

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
}
