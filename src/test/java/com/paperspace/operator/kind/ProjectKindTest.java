package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import com.paperspace.operator.simulator.Simulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A project's name and its sets, each member by a call of its own. */
class ProjectKindTest {
  private static final String KEY = "key-of-team-a";

  private final Adapter<PaperspaceProject, PaperspaceProject.Observed, Remote<Projects.View>>
      adapter = ProjectKind.adapter();
  private final Simulator cloud = Simulator.start().instant();
  private final Paperspace api = Paperspace.connect(ClientConfig.of(cloud.url(), KEY));

  ProjectKindTest() {
    cloud.key(KEY).team("a");
    cloud.team("a").addUser("ur1");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static PaperspaceProject project(String spec) {
    return Given.resource(PaperspaceProject.class, spec);
  }

  private Remote<Projects.View> made(String spec) {
    return adapter.create(project(spec), Given.given()).call().send(api).remote();
  }

  /** Sends one change after the other until nothing differs; answers what it took. */
  private String converged(String spec, Remote<Projects.View> from) {
    var taken = new StringBuilder();
    var remote = from;
    for (int i = 0; i < 9; i++) {
      var drift = adapter.diff(project(spec), remote, Given.given());
      if (drift.isEmpty()) {
        break;
      }
      var step = adapter.next(project(spec), remote, drift, Given.given());
      taken.append(Given.words(step.carries())).append("\n");
      remote = step.call().send(api).remote();
    }
    var read = adapter.get(remote.view().id(), api).orElseThrow();
    var after = adapter.complete(project(spec), read, Given.given(), api);
    assertThat(adapter.diff(project(spec), after, Given.given()))
        .as("what the answers showed is what there is")
        .isEmpty();
    return taken.toString();
  }

  @Test
  void aNameIsChangedAndSeveralChangesComeOneByOne() {
    assertThat(converged("{name: b, tags: [x, y]}", made("{name: a, tags: []}")))
        .isEqualTo(
            """
            CORRECT name b was a
            CORRECT tags[x] present was absent
            CORRECT tags[y] present was absent
            """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"tags, x", "collaborators, ur1"})
  void aMemberComesAndGoes(String set, String member) {
    var none = "{name: a, %s: []}".formatted(set);
    var one = "{name: a, %s: [%s]}".formatted(set, member);
    var remote = made(none);
    assertThat(converged(one, remote))
        .isEqualTo("CORRECT %s[%s] present was absent\n".formatted(set, member));
    var there = adapter.complete(project(one), remote, Given.given(), api);
    assertThat(converged(none, there))
        .isEqualTo("CORRECT %s[%s] absent was present\n".formatted(set, member));
  }

  @Test
  void whatIsNotDeclaredIsNotRead() {
    var remote = made("{name: a}");
    assertThat(remote).isEqualTo(Remote.of("", remote.view()));
    assertThat(adapter.complete(project("{name: a}"), remote, Given.given(), api))
        .isEqualTo(remote);
    assertThat(made("{name: a, tags: [x], models: [m]}"))
        .as("a new one has none")
        .extracting(Remote::sets)
        .isEqualTo(Map.of("tags", List.of(), "models", List.of()));
    assertThat(adapter.complete(project("{tags: [], models: []}"), remote, Given.given(), api))
        .isEqualTo(new Remote<>("", remote.view(), Map.of("tags", List.of(), "models", List.of())));
  }

  @Test
  void itIsListedFoundAndNamed() {
    var remote = made("{name: a}");
    assertThat(adapter.list("", api)).extracting(it -> it.view().id()).contains(remote.view().id());
    assertThat(adapter.get("nowhere", api)).isEmpty();
    assertThat(adapter.name(project("{name: a}"))).isEqualTo("a");
    assertThat(adapter.name(project("{}"))).isEqualTo("here");
    assertThat(adapter.type()).isEqualTo(PaperspaceProject.class);
    assertThat(adapter.references(project("{}"))).isEmpty();
    var view =
        Given.read(Projects.View.class, "{id: p1, name: a, dtCreated: '2026-11-20T10:00:00Z'}");
    var seen = Remote.of("", view);
    assertThat(adapter.identity(seen).createdAt()).isEqualTo("2026-11-20T10:00:00Z");
    assertThat(adapter.observe(project("{}"), seen, Given.given()).observed())
        .isEqualTo(new PaperspaceProject.Observed("a", "2026-11-20T10:00:00Z"));
  }

  @Test
  void onlyAnEmptyOneIsDeleted() {
    var remote = made("{name: a}");
    var id = remote.view().id();
    cloud
        .team("a")
        .console("POST", "/projects/" + id + "/secrets", "{\"name\": \"S\", \"value\": \"v\"}");
    var refused =
        catchThrowableOfType(InUseException.class, () -> adapter.delete(remote).call().send(api));
    assertThat(refused).hasMessageContaining("Project " + id);
    assertThat(refused.parts()).containsExactly(new Part(ProjectSecret.class, id + "/S"));
    cloud.team("a").console("DELETE", "/projects/" + id + "/secrets/S", "");
    adapter.delete(remote).call().send(api);
    assertThat(adapter.get(id, api)).isEmpty();
  }
}
