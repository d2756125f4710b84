package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No field of the contract is dropped: one that is not kept would look as if it were ignored. */
class MachineFieldsTest {
  /** Kept in another form, with the sizes that follow from it. */
  private static final String TYPE = "machineType";

  private static Set<String> shared(String body) throws IOException {
    try (var contract = MachineFieldsTest.class.getResourceAsStream("/openapi.yaml")) {
      var schemas = new YAMLMapper().readTree(contract).at("/components/schemas");
      var names = properties(schemas.path(body));
      names.retainAll(properties(schemas.path("Machine")));
      names.remove(TYPE);
      return names;
    }
  }

  private static Set<String> properties(JsonNode schema) {
    var names = new TreeSet<String>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    schema.path("allOf").forEach(part -> names.addAll(properties(part)));
    return names;
  }

  @Test
  void whatACreateSaysIsKept() throws IOException {
    assertThat(MachineShape.COPIED)
        .as("MachineShape.COPIED; a default stands in MachineShape.create")
        .hasSameElementsAs(shared("MachineCreate"));
  }

  @Test
  void whatAChangeSaysIsKept() throws IOException {
    var kept = new HashSet<>(MachineRoutes.PERHAPS_WHILE_OFF);
    kept.addAll(MachineRoutes.ANY_TIME);
    assertThat(kept)
        .as("MachineRoutes.ANY_TIME and PERHAPS_WHILE_OFF")
        .hasSameElementsAs(shared("MachineUpdate"));
  }
}
