package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values with which the chart makes all it can are all values. */
class ChartEverythingTest {

  @Test
  void everyValueIsOnOrSomethingElseThanItsDefault() throws IOException {
    var defaults = Helm.YAML.readTree(Helm.CHART.resolve("values.yaml").toFile());
    var schema = Helm.YAML.readTree(Helm.CHART.resolve("values.schema.json").toFile());
    var everything = Helm.YAML.readTree(Helm.EVERYTHING.toFile());

    assertThat(untold("", defaults, everything, schema))
        .containsExactlyInAnyOrder(
            // What renders is told twice, with and without them.
            "/watchNamespaces",
            // All of them.
            "/kinds",
            // Of two that exclude each other the other one is there.
            "/proxy/url",
            "/podDisruptionBudget/minAvailable",
            // Takes away what the policies of others ask for.
            "/openshift");
  }

  /** What the schema does not describe is handed on to Kubernetes as it is: one value. */
  private static List<String> untold(
      String path, JsonNode defaults, JsonNode everything, JsonNode schema) {
    List<String> untold = new ArrayList<>();
    for (var entry : defaults.properties()) {
      var name = path + "/" + entry.getKey();
      var value = entry.getValue();
      var said = everything.path(entry.getKey());
      var described = schema.at("/properties/" + entry.getKey());
      if (described.has("properties") && !value.isEmpty()) {
        untold.addAll(untold(name, value, said, described));
      } else if (value.isBoolean() ? !said.asBoolean(value.asBoolean()) : isDefault(said, value)) {
        untold.add(name);
      }
    }
    return untold;
  }

  private static boolean isDefault(JsonNode said, JsonNode value) {
    return said.isMissingNode() || said.equals(value);
  }
}
