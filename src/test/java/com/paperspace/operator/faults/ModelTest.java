package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.StorageChoices;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which project a model is in is declared in one place, and it is in one at a time. */
class ModelTest {
  private static void model(Stage stage, String more) {
    stage.rig.apply("kind: Model\nmetadata: {name: m}\nspec: {name: m%s}\n".formatted(more));
  }

  private static String project(Stage stage, String name) {
    return stage.ready(PaperspaceProject.class, name).getStatus().id();
  }

  private static String projectOfModel(Stage stage) {
    return stage.team().models().all().get(0).path("projectId").asText();
  }

  private static void move(Stage stage, String project) {
    stage.patch(
        Model.class, "m", "{\"spec\": {\"projectRef\": {\"name\": \"%s\"}}}".formatted(project));
  }

  private static String conflict(Stage stage) {
    var stalled = stage.says(Model.class, "m", "Stalled", "OwnershipConflict");
    return Rig.condition(stalled, "Stalled").orElseThrow().message();
  }

  /** An empty one under its name would be served by every deployment that names it. */
  @Test
  void oneThatSomebodyTookAwayIsMadeAgainOnlyWhenAsked() {
    try (var stage = Stage.open()) {
      model(stage, "");
      var id = stage.ready(Model.class, "m").getStatus().id();
      stage.pass(Duration.ofMinutes(5));
      stage.team().models().remove(id);
      var lost = stage.says(Model.class, "m", "Stalled", "ExternalMissing");
      assertThat(Rig.condition(lost, "Stalled").orElseThrow().message())
          .contains("A new one would hold no files", Annotations.RECONCILE_AT);
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().models().size()).isZero();
      stage.rig.annotate(Model.class, "m", Annotations.RECONCILE_AT, "again");
      stage.ready(Model.class, "m");
      assertThat(stage.team().models().size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(StorageChoices.SecondProject.class)
  void itIsMadeInItsProjectAndMoves(StorageChoices.SecondProject choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      model(stage, ", projectRef: {name: one}");
      stage.says(Model.class, "m", "Synced", "WaitingForReference");
      stage.project("one", "");
      stage.project("two", "");
      stage.ready(Model.class, "m");
      assertThat(projectOfModel(stage)).isEqualTo(project(stage, "one"));
      var two = project(stage, "two");
      move(stage, "two");
      stage.until(() -> projectOfModel(stage).equals(two));
      stage.ready(Model.class, "m");
      stage.rig.delete(PaperspaceProject.class, "one");
      stage.gone(PaperspaceProject.class, "one");
      assertThat(stage.team().models().size()).isEqualTo(1);
    }
  }

  @Test
  void whatAProjectDeclaresNoModelDeclares() {
    try (var stage = Stage.open()) {
      stage.project("one", ", models: []");
      var one = project(stage, "one");
      model(stage, ", projectRef: {name: one}");
      assertThat(conflict(stage))
          .startsWith("models of PaperspaceProject " + one + ": already declared by")
          .contains("PaperspaceProject/one");
      assertThat(stage.team().models().size()).as("nothing is made").isZero();
      stage.patch(PaperspaceProject.class, "one", "{\"spec\": {\"models\": null}}");
      stage.ready(Model.class, "m");
      assertThat(projectOfModel(stage)).isEqualTo(one);
    }
  }

  @Test
  void aProjectNamesItsModelsByTheirResources() {
    try (var stage = Stage.open()) {
      stage.project("one", ", modelRefs: [{name: m}]");
      stage.says(PaperspaceProject.class, "one", "Synced", "WaitingForReference");
      model(stage, "");
      stage.ready(Model.class, "m");
      var one = project(stage, "one");
      assertThat(projectOfModel(stage)).isEqualTo(one);

      var id = stage.ready(Model.class, "m").getStatus().id();
      stage.project("two", ", modelRefs: [{name: m}]");
      stage.says(PaperspaceProject.class, "two", "Stalled", "OwnershipConflict");
      stage.project("three", ", models: [%s]".formatted(id));
      stage.pass(Duration.ofHours(1));
      stage.restart();
      stage.pass(Duration.ofHours(1));
      var changes = stage.cloud.journal().mutating().size();
      stage.pass(Duration.ofHours(1));
      assertThat(stage.cloud.journal().mutating()).as("it does not go to and fro").hasSize(changes);

      stage.rig.delete(Model.class, "m");
      stage.says(Model.class, "m", "Synced", "InUse");
    }
  }

  @Test
  void neitherWaitsForTheOtherWithoutAWord() {
    try (var stage = Stage.open()) {
      model(stage, ", projectRef: {name: one}");
      stage.project("one", ", modelRefs: [{name: m}]");
      var waiting = stage.says(PaperspaceProject.class, "one", "Stalled", "InvalidSpec");
      assertThat(Rig.condition(waiting, "Synced").orElseThrow().message())
          .contains("modelRefs[m]: Model m declares its project itself");
      stage.patch(Model.class, "m", "{\"spec\": {\"projectRef\": null}}");
      var one = project(stage, "one");
      assertThat(projectOfModel(stage)).isEqualTo(one);
    }
  }

  @Test
  void neitherHoldsTheOtherWhenBothGo() {
    try (var stage = Stage.open()) {
      stage.project("one", "");
      model(stage, ", projectRef: {name: one}");
      stage.ready(Model.class, "m");
      stage.project("one", ", modelRefs: [{name: m}]");
      stage.says(PaperspaceProject.class, "one", "Stalled", "InvalidSpec");
      stage.rig.delete(Model.class, "m");
      stage.rig.delete(PaperspaceProject.class, "one");
      stage.gone(Model.class, "m");
      stage.gone(PaperspaceProject.class, "one");
      assertThat(stage.team().models().all()).isEmpty();
      assertThat(stage.team().projects().all()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(StorageChoices.SecondProject.class)
  void aProjectTakesWhatItDeclaresOutOfOneThatDeclaresNone(StorageChoices.SecondProject choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.project("zero", "");
      var body = "{\"name\": \"m\", \"projectId\": \"%s\"}".formatted(project(stage, "zero"));
      var id = stage.team().console("POST", "/models", body).at("/id").asText();
      stage.project("one", ", models: [%s]".formatted(id));
      var one = project(stage, "one");
      assertThat(projectOfModel(stage)).isEqualTo(one);
      stage.project("two", ", models: [%s]".formatted(id));
      stage.says(PaperspaceProject.class, "two", "Stalled", "OwnershipConflict");
      stage.pass(Duration.ofHours(1));
      assertThat(projectOfModel(stage)).isEqualTo(one);
      assertThat(stage.calls("POST", "/projects/{id}/models/{modelId}")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(StorageChoices.SecondProject.class)
  void aProjectThatListsAModelHasTheLastWord(StorageChoices.SecondProject choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.project("one", "");
      model(stage, ", projectRef: {name: one}");
      var id = stage.ready(Model.class, "m").getStatus().id();
      stage.project("two", ", models: [%s]".formatted(id));
      var two = project(stage, "two");
      stage.until(() -> projectOfModel(stage).equals(two));
      assertThat(conflict(stage))
          .startsWith("project of Model " + id + ": already declared by PaperspaceProject/two;");
      stage.pass(Duration.ofHours(1));
      stage.restart();
      stage.pass(Duration.ofHours(1));
      assertThat(projectOfModel(stage)).as("it does not go to and fro").isEqualTo(two);

      stage.project("three", ", models: [%s]".formatted(id));
      stage.says(PaperspaceProject.class, "three", "Stalled", "OwnershipConflict");
      stage.patch(Model.class, "m", "{\"spec\": {\"projectRef\": null}}");
      stage.ready(Model.class, "m");
      assertThat(projectOfModel(stage)).isEqualTo(two);

      stage.rig.delete(PaperspaceProject.class, "two");
      stage.gone(PaperspaceProject.class, "two");
      var three = project(stage, "three");
      stage.until(() -> projectOfModel(stage).equals(three));
    }
  }

  @Test
  void fourThatNameEachOtherInACircleAllGo() {
    try (var stage = Stage.open()) {
      stage.project("p1", "");
      stage.project("p2", "");
      stage.rig.apply("kind: Model\nmetadata: {name: x}\nspec: {projectRef: {name: p2}}\n");
      stage.rig.apply("kind: Model\nmetadata: {name: y}\nspec: {projectRef: {name: p1}}\n");
      stage.ready(Model.class, "x");
      stage.ready(Model.class, "y");
      stage.project("p1", ", modelRefs: [{name: x}]");
      stage.project("p2", ", modelRefs: [{name: y}]");
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(PaperspaceProject.class, "p1");
      stage.rig.delete(PaperspaceProject.class, "p2");
      stage.rig.delete(Model.class, "x");
      stage.rig.delete(Model.class, "y");
      stage.gone(PaperspaceProject.class, "p1");
      stage.gone(PaperspaceProject.class, "p2");
      stage.gone(Model.class, "x");
      stage.gone(Model.class, "y");
    }
  }

  @Test
  void aPublicOneOfAnotherTeamIsNeitherTakenOverByNameNorInTheWay() {
    try (var stage = Stage.open()) {
      var theirs = stage.team().console("POST", "/models", "{\"name\": \"m\"}").at("/id").asText();
      stage.team().models().edit(theirs, it -> it.put("teamId", "tother").put("isPublic", true));
      model(stage, ", policy: {adoption: ByName}");
      var made = stage.ready(Model.class, "m");
      assertThat(made.getStatus().id()).isNotEqualTo(theirs);
      stage.rig.delete(Model.class, "m");
      stage.gone(Model.class, "m");
      assertThat(stage.team().models().all())
          .extracting(it -> it.path("id").asText())
          .containsExactly(theirs);
    }
  }
}
