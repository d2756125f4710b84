package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.kind.ProjectSecretKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import org.junit.jupiter.api.Test;

/** What a spec asks for cannot be sent: that is said, and nothing else happens. */
class UnsendableCreateTest {
  private static final String SPEC =
      "{projectId: %s, name: TOKEN, valueFrom: {secretKeyRef: {name: %s, key: value}}}";

  @Test
  void itIsNotAnnouncedAndKeepsNobodyElseFromItsName() {
    try (var bench = new PassBench<>(ProjectSecretKind.adapter())) {
      var project = bench.team().console("POST", "/projects", "{\"name\": \"p\"}");
      var id = project.path("id").asText();
      bench.secret("long", "value", "x".repeat(8193));
      bench.secret("short", "value", "x");
      bench.create("a", SPEC.formatted(id, "long"));
      bench.create("b", SPEC.formatted(id, "short"));

      bench.pass("a");
      assertThat(bench.reason("a", "Stalled")).isEqualTo("InvalidSpec");
      assertThat(bench.find("a").orElseThrow().getMetadata().getAnnotations())
          .as("announced")
          .isNullOrEmpty();

      bench.until("b", "Ready", "Available");
      bench.pass("a");
      assertThat(bench.calls("POST", "/projects/{id}/secrets")).isEqualTo(1);
    }
  }
}
