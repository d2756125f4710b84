package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.support.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code examples/team.yaml} where the service takes, at every point its documents leave open, the
 * same side in turn: all first ones but the defaults, all second ones, and so on.
 */
class TeamChoicesTest {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  static Stream<List<Enum<?>>> sides() {
    var points =
        Choices.alternatives().stream().collect(Collectors.groupingBy(Enum::getDeclaringClass));
    int most = points.values().stream().mapToInt(List::size).max().orElseThrow();
    return IntStream.range(0, most)
        .mapToObj(
            n ->
                points.values().stream()
                    .filter(it -> it.size() > n)
                    .<Enum<?>>map(it -> it.get(n))
                    .toList());
  }

  @ParameterizedTest
  @MethodSource("sides")
  void aWholeTeamLivesAndDies(List<Enum<?>> side) throws IOException {
    try (var stage = Stage.open()) {
      stage.cloud.choose(side.toArray(Enum<?>[]::new));
      stage.team().addUser("ann");
      var before = stage.team().sizes();
      for (var document : documents()) {
        apply(stage, document);
      }
      var made = Kinds.all().stream().flatMap(kind -> all(stage, kind)).toList();
      made.forEach(it -> stage.ready(type(it), it.getMetadata().getName()));

      // A machine that was stopped for its template is started again when its work has ended.
      stage.pass(Duration.ofMinutes(3));
      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofMinutes(30));
      assertThat(stage.cloud.journal().since(mark)).as("at rest").noneMatch(c -> c.mutating());

      made.forEach(it -> stage.rig.delete(type(it), it.getMetadata().getName()));
      made.forEach(it -> stage.gone(type(it), it.getMetadata().getName()));
      assertThat(stage.team().sizes()).as("left in the cloud").isEqualTo(before);
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  /** Without the account: the stage has one. */
  private static List<JsonNode> documents() {
    return Manifests.in(Path.of("examples/team.yaml")).stream()
        .filter(it -> !it.path("kind").asText().equals("PaperspaceAccount"))
        .filter(it -> !it.at("/metadata/name").asText().equals("paperspace-key"))
        .toList();
  }

  private static void apply(Stage stage, JsonNode document) throws IOException {
    if (document.path("kind").asText().equals("Secret")) {
      var values = new HashMap<String, String>();
      document
          .path("stringData")
          .properties()
          .forEach(it -> values.put(it.getKey(), it.getValue().asText()));
      stage.rig.secret(document.at("/metadata/name").asText(), values);
    } else {
      stage.rig.apply(
          YAML.writeValueAsString(document.<ObjectNode>deepCopy().without("apiVersion")));
    }
  }

  private static Stream<? extends PaperspaceResource<?, ?>> all(
      Stage stage, Adapter<?, ?, ?> kind) {
    return stage
        .rig
        .kubernetes
        .client()
        .resources(kind.type())
        .inNamespace(stage.rig.namespace)
        .list()
        .getItems()
        .stream();
  }

  private static Class<? extends PaperspaceResource<?, ?>> type(PaperspaceResource<?, ?> resource) {
    return Kinds.all().stream()
        .<Class<? extends PaperspaceResource<?, ?>>>map(Adapter::type)
        .filter(it -> it.isInstance(resource))
        .findFirst()
        .orElseThrow();
  }
}
