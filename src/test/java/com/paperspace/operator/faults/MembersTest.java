package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Request;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each member of a set comes and goes by itself, whatever becomes of the others. */
class MembersTest {
  private static final String TAGS = "/projects/{id}/tags";
  private static final String COLLABORATORS = "/projects/{id}/collaborators";

  private static Predicate<Request> named(String... tags) {
    return request -> List.of(tags).contains(request.body().path("name").asText());
  }

  private static List<String> tags(Stage stage) {
    return stage.team().tags().all().stream().map(it -> it.path("name").asText()).sorted().toList();
  }

  private static String message(PaperspaceProject project, String condition) {
    return Rig.condition(project, condition).orElseThrow().message();
  }

  @Test
  void membersTheApiRefusesKeepNoOtherFromBeingAddedAndAreAllNamed() {
    try (var stage = Stage.open()) {
      stage.project("p", ", tags: [old]");
      stage.ready(PaperspaceProject.class, "p");
      stage.cloud.faults().next("POST", TAGS, Fault.REFUSED).when(named("bad", "evil")).always();
      stage.project("p", ", tags: [bad, evil, good]");
      stage.until(() -> tags(stage).equals(List.of("good")));
      stage.settle();
      var stalled = stage.says(PaperspaceProject.class, "p", "Stalled", "InvalidSpec");
      assertThat(message(stalled, "Stalled"))
          .contains("tags[bad] (declared present, actual absent)", "tags[evil]", "Not like this.");
      int mark = stage.cloud.journal().size();
      stage.pass(Duration.ofHours(2));
      assertThat(stage.cloud.journal().since(mark))
          .as("tried again, but slowly")
          .filteredOn(call -> call.mutating())
          .hasSizeBetween(4, 14);
    }
  }

  /** Were the first always tried first, the second would wait for it for ever. */
  @ParameterizedTest
  @CsvSource({"InvalidSpec, bad", "InvalidSpec, evil", "Forbidden, bad", "Forbidden, evil"})
  void refusedMembersAreTriedAgainInTurn(String reason, String staysRefused) {
    var fault = reason.equals("Forbidden") ? Fault.FORBIDDEN : Fault.REFUSED;
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", TAGS, fault).when(named("bad", "evil")).always();
      stage.project("p", ", tags: [bad, evil]");
      stage.says(PaperspaceProject.class, "p", "Stalled", reason);
      stage.settle();
      stage.cloud.faults().clear();
      stage.cloud.faults().next("POST", TAGS, fault).when(named(staysRefused)).always();
      var other = staysRefused.equals("bad") ? "evil" : "bad";
      stage.until(() -> tags(stage).equals(List.of(other)));
    }
  }

  /** Each success tells that what stood in the way is over. */
  @Test
  void membersThatWereRefusedForWantOfARightAreAddedTogetherOnceItIsThere() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", TAGS, Fault.FORBIDDEN).always();
      var names = IntStream.range(0, 20).mapToObj(i -> "t" + i).toList();
      stage.project("p", ", tags: " + names);
      stage.says(PaperspaceProject.class, "p", "Stalled", "Forbidden");
      stage.pass(Duration.ofMinutes(10));
      stage.cloud.faults().clear();
      stage.rig.annotate(PaperspaceProject.class, "p", "example.com/poke", "1");
      stage.pass(Duration.ofMinutes(12));
      assertThat(tags(stage)).hasSize(20);
    }
  }

  /** "Not found" may pass at first; after that it is told once, and tried ever more seldom. */
  @Test
  void aMemberThatIsNotFoundStaysRefused() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", TAGS, Fault.NOT_FOUND).when(named("lost")).always();
      stage.project("p", ", tags: [lost]");
      stage.says(PaperspaceProject.class, "p", "Stalled", "InvalidSpec");
      long calls = stage.calls("POST", TAGS);
      int told = stage.told("InvalidSpec");
      for (int i = 0; i < 60; i++) {
        stage.pass(Duration.ofMinutes(1));
        stage.says(PaperspaceProject.class, "p", "Stalled", "InvalidSpec");
      }
      assertThat(stage.calls("POST", TAGS) - calls).as("in an hour").isLessThan(12);
      assertThat(stage.told("InvalidSpec")).isEqualTo(told);
    }
  }

  /** Not a refusal for good, so it leaves no mark; and yet the others must not wait for it. */
  @Test
  void aConflictOverOneMemberThatStaysKeepsNoOtherFromBeingAdded() {
    try (var stage = Stage.open()) {
      stage.cloud.faults().next("POST", TAGS, Fault.CONFLICT).when(named("bad")).always();
      stage.project("p", ", tags: [bad, good, well]");
      stage.until(() -> tags(stage).equals(List.of("good", "well")));
    }
  }

  @ParameterizedTest
  @EnumSource(Choices.UnknownReference.class)
  void anAccessorNobodyKnowsHoldsUpNeitherTheOthersNorThePower(Choices.UnknownReference choice) {
    try (var stage = Stage.open()) {
      stage.cloud.choose(choice);
      stage.machine("m", ", accessorIds: [urmember1]");
      stage.machineReady("m");
      stage.machine("m", ", powerState: 'Off', accessorIds: [nobody, urmember2]");
      stage.until(() -> stage.team().machines().all().get(0).path("state").asText().equals("off"));
      stage.until(
          Machine.class,
          "m",
          m ->
              Rig.condition(m, "Stalled")
                  .filter(c -> c.reason().equals("InvalidSpec"))
                  .filter(c -> c.message().contains("accessorIds[nobody]"))
                  .isPresent());
      assertThat(stage.team().accessors().all())
          .extracting(it -> it.at("/user/id").asText())
          .containsExactly("urmember2");
    }
  }

  /** A machine that stays on costs money, whatever keeps somebody from having access. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "', accessorIds: [urmember2]', POST, /machines/{id}/accessors",
    "', name: other', PUT, /machines/{id}",
  })
  void whatIsRefusedAgainAndAgainHoldsUpNoStop(String more, String method, String route) {
    try (var stage = Stage.open()) {
      stage.machine("m", ", accessorIds: [urmember1]");
      stage.machineReady("m");
      stage.cloud.faults().next(method, route, Fault.CONFLICT).always();
      stage.machine("m", ", powerState: 'Off'" + more);
      stage.until(() -> stage.team().machines().all().get(0).path("state").asText().equals("off"));
    }
  }

  /** More than a pass looks at, more than the status has room for, marks included. */
  @Test
  void manyMembersAreAllAddedAndEachOnce() {
    try (var stage = Stage.open()) {
      var users = IntStream.range(100, 170).mapToObj(i -> "ur" + i).toList();
      users.forEach(stage.team()::addUser);
      stage.project("p", ", collaborators: [" + String.join(", ", users) + "]");
      stage.ready(PaperspaceProject.class, "p");
      assertThat(stage.team().collaborators().size()).isEqualTo(70);
      assertThat(stage.calls("POST", COLLABORATORS)).isEqualTo(70);
    }
  }

  @Test
  void readsThatLagHaveNoMemberSentTwice() {
    try (var stage = Stage.open()) {
      stage.cloud.delay(Delay.READ_LAG, Duration.ofSeconds(20));
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      stage.project("p", ", tags: [blue, green, red]");
      stage.pass(Duration.ofMinutes(10));
      assertThat(tags(stage)).containsExactly("blue", "green", "red");
      assertThat(stage.calls("POST", TAGS)).isEqualTo(3);
      assertThat(stage.get(PaperspaceProject.class, "p")).matches(p -> Rig.is(p, "Synced", "True"));
    }
  }

  @Test
  void anEventSaysWhichMemberWasPutRight() {
    try (var stage = Stage.open()) {
      stage.project("p", ", tags: [red]");
      var id = stage.ready(PaperspaceProject.class, "p").getStatus().id();
      // Undone before it was read back, it would count as never carried out.
      stage.pass(Duration.ofMinutes(1));
      stage.team().console("DELETE", "/projects/" + id + "/tags?name=red", "");
      stage.team().console("POST", "/projects/" + id + "/tags", "{\"name\": \"foreign\"}");
      stage.until(() -> tags(stage).equals(List.of("red")));
      stage.settle();
      assertThat(stage.events("DriftCorrected"))
          .containsExactlyInAnyOrder(
              "Put right: tags[red] from absent to present.",
              "Put right: tags[foreign] from present to absent.");
    }
  }

  /** The status shows the first few only; the others were there before the edit all the same. */
  @Test
  void underReportAnEditTouchesNoMemberOfALongListOfDifferences() {
    try (var stage = Stage.open()) {
      stage.project("p", ", tags: [], policy: {drift: Report}");
      var id = stage.ready(PaperspaceProject.class, "p").getStatus().id();
      IntStream.range(10, 40)
          .forEach(
              i ->
                  stage
                      .team()
                      .console("POST", "/projects/" + id + "/tags", "{\"name\": \"t" + i + "\"}"));
      stage.settle();
      stage.rig.annotate(PaperspaceProject.class, "p", Annotations.RECONCILE_AT, "now");
      var shown =
          stage.until(
              PaperspaceProject.class,
              "p",
              p -> p.getStatus().drift() != null && p.getStatus().drift().size() == 20);
      assertThat(message(shown, "Synced")).contains("tags[t14]").contains(" and 25 more");
      stage.rig.apply(
          """
          kind: PaperspaceProject
          metadata: {name: p}
          spec: {name: renamed, tags: [], policy: {drift: Report}}
          """);
      stage.until(
          () ->
              stage.team().projects().all().stream()
                  .map(it -> it.path("name").asText())
                  .collect(Collectors.joining())
                  .equals("renamed"));
      stage.pass(Duration.ofMinutes(10));
      assertThat(tags(stage)).hasSize(30);
    }
  }
}
