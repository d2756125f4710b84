package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Models.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a model only the project can change, unless a project declares its models. */
class ModelKindTest {
  private static final String SPEC =
      "{name: w, description: d, storageProviderId: sp1, isPublic: true, projectId: p1}";
  private static final String VIEW =
      "{id: mo1, name: w, description: d, storageProviderId: sp1, isPublic: true, projectId: p1,"
          + " dtCreated: '2026-11-20T10:00:00Z'}";

  private final Adapter<Model, Model.Observed, Remote<View>> adapter = ModelKind.adapter();

  private static Model model(String spec) {
    return Given.resource(Model.class, spec);
  }

  private static Remote<View> view(String yaml) {
    return Remote.of("", Given.read(View.class, yaml));
  }

  @ParameterizedTest(name = "{0} shown as {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: w                | name: v                | REPLACE name w was v",
        "description: d         | description: e         | REPLACE description d was e",
        "storageProviderId: sp1 | storageProviderId: sp2 | REPLACE storageProviderId sp1 was sp2",
        "isPublic: true         | isPublic: false        | REPLACE isPublic true was false",
        "projectId: p1          | projectId: p2          | CORRECT projectId p1 was p2",
        "projectId: p1          | projectId: null        | CORRECT projectId p1 was (none)",
        "name: w                | name: w                |",
      })
  void whatDiffers(String as, String shown, String drift) {
    var found = adapter.diff(model(SPEC), view(VIEW.replace(as, shown)), Given.given());
    assertThat(Given.words(found)).isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void withoutAProjectItsProjectIsNotManaged() {
    assertThat(adapter.diff(model("{name: w}"), view(VIEW), Given.given())).isEmpty();
    assertThat(adapter.leavesToOthers(model("{name: w}"), Given.given())).isEmpty();
    assertThat(adapter.references(model(SPEC))).isEmpty();
    assertThat(adapter.references(model("{projectRef: {name: home}}")))
        .containsExactly(new Reference.ToResource("projectRef", PaperspaceProject.class, "home"));
  }

  private static SharedField models(String project) {
    return new SharedField(PaperspaceProject.class, project, "models");
  }

  private static SharedField project(String model) {
    return new SharedField(Model.class, model, "project");
  }

  private static <T> T read(Class<T> type, String spec, String id) {
    return Given.read(type, "{metadata: {name: h}, spec: " + spec + ", status: {id: " + id + "}}");
  }

  @Test
  void aProjectThatDeclaresItsModelsDecidesOnThem() {
    var projects = ProjectKind.adapter();
    assertThat(projects.decidesOn(read(PaperspaceProject.class, "{models: [mo1, mo2]}", "p1")))
        .containsExactlyInAnyOrder(project("mo1"), project("mo2"), models("p1"));
    assertThat(projects.decidesOn(read(PaperspaceProject.class, "{models: []}", "p1")))
        .as("none is to be in it")
        .containsExactly(models("p1"));
    assertThat(projects.decidesOn(read(PaperspaceProject.class, "{}", "p1"))).isEmpty();
    assertThat(projects.decidesOn(Given.resource(PaperspaceProject.class, "{models: [mo1]}")))
        .as("before it is made")
        .containsExactly(project("mo1"));
  }

  @Test
  void aModelGivesWayToAProject() {
    assertThat(adapter.leavesToOthers(model(SPEC), Given.given()))
        .containsExactlyInAnyOrder(models("p1"), project("ml/here"));
    var made = read(Model.class, "{projectRef: {name: home}}", "mo1");
    made.getMetadata().setNamespace("ml");
    assertThat(adapter.leavesToOthers(made, Given.given()))
        .containsExactlyInAnyOrder(models("id-of-projectRef"), project("mo1"), project("ml/h"));
    assertThat(adapter.decidesOn(made)).isEmpty();
  }

  @Test
  void whatIsSeenOfItFitsTheSchema() {
    var seen = view(VIEW.replace("description: d", "description: " + "x".repeat(600)));
    var observed = adapter.observe(model(SPEC), seen, Given.given()).observed();
    assertThat(observed.description()).hasSize(512);
    assertThat(adapter.observe(model(SPEC), view(VIEW), Given.given()).observed())
        .isEqualTo(new Model.Observed("w", "d", "sp1", true, "p1", "2026-11-20T10:00:00Z"));
  }
}
