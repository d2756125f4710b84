package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** What Argo CD shows for every row of the truth table with the health check of our docs. */
class ArgoCdTest {

  @ParameterizedTest
  @CsvSource({
    "SETTLED, Healthy",
    "SHOWN, Healthy",
    "MOVING, Progressing",
    "WAITING, Progressing",
    "STALLED, Degraded",
    "FAILED, Degraded",
    "TRANSIENT, Progressing",
    "PAUSED, Suspended",
    "DELETING, Progressing",
    "DELETE_WAITING, Progressing",
    "DELETE_STALLED, Degraded",
  })
  void everyRow(Shape shape, String expected) throws IOException {
    var health = health(Rows.resource(Rows.draft(shape, null)));
    assertThat(health.get("status").tojstring()).isEqualTo(expected);
    assertThat(health.get("message").tojstring()).contains(": ");
  }

  @Test
  void anObjectThatWasReadyStaysHealthyWhileTheApiIsAway() throws IOException {
    var health =
        health(Rows.resource(Rows.draft(Shape.TRANSIENT, Rows.draft(Shape.SETTLED, null))));
    assertThat(health.get("status").tojstring()).isEqualTo("Healthy");
  }

  @Test
  void nothingIsHealthyBeforeItsGenerationWasSeen() throws IOException {
    assertThat(health(Rows.unseen()).get("status").tojstring()).isEqualTo("Progressing");
    var edited = Rows.resource(Rows.draft(Shape.SETTLED, null));
    edited.getMetadata().setGeneration(Rows.GENERATION + 1);
    assertThat(health(edited).get("status").tojstring()).isEqualTo("Progressing");
  }

  @ParameterizedTest
  @CsvSource({"SETTLED", "STALLED", "TRANSIENT", "MOVING", "PAUSED"})
  void whatIsPausedIsSuspendedHoweverOftenItIsEdited(Shape before) throws IOException {
    for (var paused : List.of(Rows.draft(Shape.PAUSED, Rows.draft(before, null)), first())) {
      var edited = Rows.resource(paused);
      edited.getMetadata().setGeneration(Rows.GENERATION + 7);
      var health = health(edited);
      assertThat(health.get("status").tojstring()).isEqualTo("Suspended");
      assertThat(health.get("message").tojstring()).isEqualTo("Paused: why");
    }
  }

  /** Paused before it was ever acted upon. */
  private static StatusDraft<PaperspaceProject.Observed> first() {
    var draft = Rows.draft(Shape.PAUSED, null);
    draft.observedGeneration = -1L;
    return draft;
  }

  private static LuaValue health(Object resource) throws IOException {
    var customizations =
        new YAMLMapper()
            .readTree(Path.of("docs/argo-cd.yaml").toFile())
            .at("/data/resource.customizations")
            .asText();
    var script =
        new YAMLMapper().readTree(customizations).path("paperspace.com/*").path("health.lua");
    var lua = JsePlatform.standardGlobals();
    lua.set("obj", table(new ObjectMapper().readTree(Serialization.asJson(resource))));
    return lua.load(script.asText()).call();
  }

  private static LuaValue table(JsonNode json) {
    if (json.isNumber()) {
      return LuaValue.valueOf(json.asDouble());
    }
    if (json.isBoolean()) {
      return LuaValue.valueOf(json.asBoolean());
    }
    if (!json.isContainerNode()) {
      return json.isNull() ? LuaValue.NIL : LuaValue.valueOf(json.asText());
    }
    var table = new LuaTable();
    for (int i = 0; i < json.size() && json.isArray(); i++) {
      table.set(i + 1, table(json.get(i)));
    }
    json.properties().forEach(it -> table.set(it.getKey(), table(it.getValue())));
    return table;
  }
}
