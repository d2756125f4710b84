package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Models.View;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models of a team, and their way from one project to another. */
class TeamModelsTest {
  private final OneTeam team = new OneTeam();
  private final Adapter<Model, Model.Observed, Remote<View>> adapter = ModelKind.adapter();
  private final String home = project("home");
  private final String other = project("other");

  @AfterEach
  void close() {
    team.close();
  }

  private String project(String name) {
    return team.api.projects().create(new Projects.Create(name)).id();
  }

  private Remote<View> made(String more) {
    return team.made(adapter, model("{name: w" + more + "}"));
  }

  private static Model model(String spec) {
    return Given.resource(Model.class, spec);
  }

  @Test
  void oneIsMadeInItsProjectListedReadAndDeleted() {
    var remote = made(", description: d, isPublic: true, projectId: " + home);
    assertThat(remote.view())
        .extracting(View::name, View::description, View::isPublic, View::projectId)
        .containsExactly("w", "d", true, home);
    var id = remote.view().id();
    assertThat(adapter.list("", team.api)).containsExactly(remote);
    assertThat(adapter.get(id, team.api)).contains(remote);
    adapter.delete(remote).call().send(team.api);
    assertThat(adapter.get(id, team.api)).isEmpty();
  }

  @Test
  void othersPublicOnesAreListedAndNotOfTheTeam() {
    var mine = made("");
    team.put("models", "mox", "{id: mox, name: w, isPublic: true, teamId: tex}");
    assertThat(adapter.list("", team.api))
        .hasSize(2)
        .filteredOn(it -> adapter.isOfTeam(it, team.estate.id()))
        .containsExactly(mine);
  }

  /** A service may refuse a model that is in another project. */
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-     | POST home               | into the project, from none",
        "other | DELETE other, POST home | out of another one first",
      })
  void itLeavesAnotherProjectFirst(String from, String calls, String why) {
    var remote = made(from == null ? "" : ", projectId: " + other);
    var id = remote.view().id();
    team.sent();
    var after = team.changed(adapter, model("{projectId: " + home + "}"), remote, team.given());
    var paths =
        Stream.of(calls.split(", "))
            .map(it -> it.replace("home", "/projects/" + home))
            .map(it -> it.replace("other", "/projects/" + other) + "/models/" + id)
            .toList();
    assertThat(team.sent()).as(why).isEqualTo(paths);
    assertThat(team.cloud.journal().calls("GET", "/models/{id}"))
        .as("read before that and after it")
        .hasSize(2);
    assertThat(after.view().projectId()).isEqualTo(home);
  }

  /** What was read may be older than what there is. */
  @Test
  void oneThatIsThereByNowIsLeftThere() {
    var remote = made("");
    team.api.projects().addModel(home, remote.view().id());
    team.sent();
    var after = team.changed(adapter, model("{projectId: " + home + "}"), remote, team.given());
    assertThat(after.view().projectId()).isEqualTo(home);
    assertThat(team.sent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theProjectAModelNamesIsLookedFor(boolean isThere) {
    var reference = new Reference.ToResource("projectRef", PaperspaceProject.class, "home");
    var given = team.given().with(Map.of("projectRef", isThere ? home : "p0"));
    assertThat(adapter.exists(reference, given, team.api)).isEqualTo(isThere);
  }
}
