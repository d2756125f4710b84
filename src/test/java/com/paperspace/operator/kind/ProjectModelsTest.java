package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Models;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.simulator.StorageChoices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models a project declares, by their ids, by resources that stand for them, or both. */
class ProjectModelsTest {
  private final Adapter<PaperspaceProject, PaperspaceProject.Observed, Remote<Projects.View>>
      adapter = ProjectKind.adapter();

  private static PaperspaceProject project(String spec) {
    return Given.resource(PaperspaceProject.class, spec);
  }

  private static Remote<Projects.View> holding(String... models) {
    var view = Given.read(Projects.View.class, "{id: p1, name: here}");
    return new Remote<>("", view, Map.of("models", List.of(models)));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{} | - | none are declared, so none are managed",
        "{models: [mo1]} | CORRECT models[mo1] present was absent | by id",
        "{modelRefs: [{name: w}]} | CORRECT models[id-of-modelRefs[w]] present was absent | by name",
        "{models: [mo1], modelRefs: [{name: w}]} | CORRECT models[mo1] present was absent; CORRECT"
            + " models[id-of-modelRefs[w]] present was absent | both together",
      })
  void theModelsOfAProjectAreAllThatItNames(String spec, String drift, String why) {
    var found = adapter.diff(project(spec), holding(), Given.given());
    assertThat(Given.words(found)).as(why).isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void oneThatIsNamedInBothWaysIsOneModel() {
    var given = Given.given().with(Map.of("modelRefs[w]", "mo1"));
    var both = project("{models: [mo1], modelRefs: [{name: w}]}");
    assertThat(adapter.diff(both, holding("mo1"), given)).isEmpty();
    assertThat(Given.words(adapter.diff(both, holding(), given)))
        .isEqualTo("CORRECT models[mo1] present was absent");
  }

  @Test
  void eachResourceIsNamedOnceAndDecidedOnByItsId() {
    var twice = project("{modelRefs: [{name: w}, {name: x}, {name: w}]}");
    assertThat(adapter.references(twice))
        .extracting(Reference::field)
        .containsExactly("modelRefs[w]", "modelRefs[x]");
    var given = Given.given().with(Map.of("modelRefs[w]", "mo1", "modelRefs[x]", "mo2"));
    assertThat(adapter.leavesToOthers(twice, given))
        .contains(
            new SharedField(Model.class, "mo1", "project"),
            new SharedField(Model.class, "mo2", "project"));
    assertThat(adapter.references(project("{models: [mo1]}"))).isEmpty();
    assertThat(adapter.leavesToOthers(project("{models: [mo1]}"), given)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"{projectId: p1}, false", "{projectRef: {name: p}}, false", "{}, true", "null, true"})
  void aModelThatDeclaresItsProjectItselfDoesNotFit(String model, boolean fits) {
    var reference =
        (Reference.ToResource) adapter.references(project("{modelRefs: [{name: w}]}")).get(0);
    assertThat(reference.kind()).isEqualTo(Model.class);
    assertThat(reference.name()).isEqualTo("w");
    var why = reference.unfit().apply(Given.resource(Model.class, model));
    assertThat(why.orElse(""))
        .isEqualTo(
            fits
                ? ""
                : "declares its project itself (projectRef or projectId). Declare it in one of the"
                    + " two.");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theModelAProjectNamesIsLookedFor(boolean isThere) {
    try (var team = new OneTeam()) {
      var made = team.api.models().create(new Models.Create("w", null, null, false, null));
      var reference = new Reference.ToResource("modelRefs[w]", Model.class, "w");
      var given = team.given().with(Map.of("modelRefs[w]", isThere ? made.id() : "mo0"));
      assertThat(adapter.exists(reference, given, team.api)).isEqualTo(isThere);
    }
  }

  /** A service may refuse a model that is in another project. */
  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "CONFLICT | - | POST here | from none",
        "CONFLICT | other | DELETE other, POST here | out of another one first",
        "MOVES | other | DELETE other, POST here | whether that is needed or not",
        "MOVES | p0 | DELETE p0, POST here | out of one that the key does not show",
        "CONFLICT | here | - | it is there by now",
      })
  void aModelLeavesAnotherProjectFirst(
      StorageChoices.SecondProject choice, String from, String calls, String why) {
    try (var team = new OneTeam()) {
      team.cloud.choose(choice);
      var remote = team.made(adapter, project("{name: a, models: []}"));
      var here = remote.view().id();
      var other = team.api.projects().create(new Projects.Create("b")).id();
      var ids = Map.of("here", here, "other", other, "p0", "p0");
      var now = from == null ? "" : ", projectId: " + ids.get(from);
      team.put("models", "mo1", "{id: mo1, name: w, isPublic: false" + now + "}");
      team.sent();
      var wanted = project("{name: a, models: [mo1]}");
      for (int i = 0; i < 3 && !adapter.diff(wanted, remote, team.given()).isEmpty(); i++) {
        remote = team.changed(adapter, wanted, remote, team.given());
      }
      var paths =
          calls == null
              ? List.<String>of()
              : Stream.of(calls.split(", "))
                  .map(it -> it.split(" "))
                  .map(it -> it[0] + " /projects/" + ids.get(it[1]) + "/models/mo1")
                  .toList();
      assertThat(team.sent()).as(why).isEqualTo(paths);
      assertThat(team.api.models().get("mo1").orElseThrow().projectId()).isEqualTo(here);
      assertThat(remote.sets()).isEqualTo(Map.of("models", List.of("mo1")));
    }
  }

  private static ResourceSet<PaperspaceProject.Spec> set(String field, String there) {
    return new ResourceSet<>(
        field,
        Model.class,
        PaperspaceProject.Spec::modelRefs,
        PaperspaceProject.Spec::models,
        (api, id) -> id.equals(there),
        it -> Optional.empty());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"first, a, true", "first, b, false", "second, a, false", "second, b, true"})
  void whereThereAreTwoSetsEachLooksForItsOwn(String field, String id, boolean isThere) {
    var two =
        new SimpleKind<>(
            KindTable.of(
                    PaperspaceProject.class, Paperspace::projects, Projects::list, Projects::get)
                .resources("x", set("first", "a"), (it, view) -> List.of(), null, null)
                .resources("y", set("second", "b"), (it, view) -> List.of(), null, null));
    var reference = new Reference.ToResource(field + "[w]", Model.class, "w");
    var given = Given.given().with(Map.of(field + "[w]", id));
    assertThat(two.exists(reference, given, null)).isEqualTo(isThere);
  }
}
