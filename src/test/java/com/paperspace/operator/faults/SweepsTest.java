package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Journal;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is at rest is looked at by lists: one call for each 120 objects in place of one for each.
 */
class SweepsTest {
  private static final String LIST = "/projects";
  private static final String ONE = "/projects/{id}";

  /** Two pages, and two thirds of a third. */
  private static final int MANY = 300;

  private static final int PAGES = 3;

  private static Stage withMany(int count) {
    var stage = Stage.open();
    for (int i = 0; i < count; i++) {
      stage.project("p" + i, "");
    }
    stage.pass(Duration.ofMinutes(20));
    return stage;
  }

  private static List<Journal.Entry> calls(Stage stage, Duration span) {
    int mark = stage.cloud.journal().size();
    stage.pass(span);
    return stage.cloud.journal().since(mark);
  }

  private static long of(List<Journal.Entry> calls, String route) {
    return calls.stream()
        .filter(it -> it.method().equals("GET") && it.route().equals(route))
        .count();
  }

  private static boolean rests(PaperspaceProject project) {
    return Rig.is(project, "Synced", "True") && Rig.is(project, "Ready", "True");
  }

  private static void rename(Stage stage, String name) {
    var id = stage.get(PaperspaceProject.class, name).getStatus().id();
    stage.team().projects().edit(id, it -> it.put("name", "renamed by hand"));
  }

  private static boolean isNamed(Stage stage, String name) {
    return stage.team().projects().all().stream()
        .map(ObjectNode.class::cast)
        .anyMatch(it -> it.path("name").asText().equals(name));
  }

  @Test
  void aQuietHourCostsOneListAPeriodAndAStartOneList() {
    try (var stage = withMany(MANY)) {
      stage.rig.journal.clear();
      var quiet = calls(stage, Duration.ofHours(1));
      assertThat(of(quiet, ONE)).as("looks at one").isZero();
      assertThat(of(quiet, LIST)).as("pages").isBetween(12L * PAGES, 15L * PAGES);
      assertThat(stage.rig.journal.writes()).as("Kubernetes writes").isEmpty();

      stage.restart();
      var start = calls(stage, Duration.ofMinutes(4));
      // Who is late in real time looks by itself.
      assertThat(of(start, ONE)).as("looks at one after a start").isLessThan(MANY / 10L);
      assertThat(of(start, LIST)).as("pages after a start").isBetween((long) PAGES, 2L * PAGES);
      assertThat(stage.rig.journal.writes()).as("writes after a start").isEmpty();
    }
  }

  /** Those at rest wait for it, and look each by itself where it does not come for long. */
  @ParameterizedTest(name = "{0} s")
  @ValueSource(ints = {400, 1500})
  void theListIsReadAsSoonAsTheApiIsBack(int seconds) {
    try (var stage = withMany(MANY)) {
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofSeconds(seconds));
      stage.cloud.faults().clear();
      var back = calls(stage, Duration.ofMinutes(4));
      var first = back.get(0).time();
      assertThat(back)
          .filteredOn(it -> it.route().equals(LIST))
          .hasSize(PAGES)
          .allMatch(it -> it.time().isBefore(first.plusSeconds(2)));
      assertThat(of(back, ONE)).as("looks at one").isLessThan(MANY / 10L);
    }
  }

  /** Fifty rest beside it, and cost what they cost without it. */
  @Test
  void whoWantsALookEveryHalfMinuteCostsOneCallEach() {
    try (var stage = withMany(50)) {
      stage.project("often", ", policy: {sync: 30s}");
      stage.ready(PaperspaceProject.class, "often");
      stage.pass(Duration.ofMinutes(10));
      stage.rig.journal.clear();
      var quiet = calls(stage, Duration.ofHours(1));
      // 24 to 30 s lie between two, more where a pass is late in real time.
      assertThat(of(quiet, ONE)).as("looks at one").isBetween(100L, 155L);
      assertThat(of(quiet, LIST)).as("pages").isBetween(12L, 15L);
      assertThat(stage.rig.journal.writes()).as("Kubernetes writes").isEmpty();
    }
  }

  @Test
  void aKindHasAPeriodOfItsOwn() {
    try (var stage = withMany(3)) {
      stage.crash();
      stage.looking(Map.of("PaperspaceProject", Duration.ofMinutes(1)));
      stage.start();
      stage.machine("m", "");
      stage.pass(Duration.ofMinutes(20));
      var quiet = calls(stage, Duration.ofHours(1));
      assertThat(of(quiet, LIST)).as("pages of projects").isBetween(40L, 66L);
      assertThat(of(quiet, "/machines")).as("pages of machines").isBetween(11L, 16L);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"as it runs", "after a start", "while it was stopped"})
  void whatIsChangedElsewhereIsPutRightWithinAPeriod(String when) {
    try (var stage = withMany(3)) {
      if (when.equals("while it was stopped")) {
        stage.crash();
        rename(stage, "p1");
        stage.start();
      } else {
        if (when.equals("after a start")) {
          stage.restart();
          stage.pass(Duration.ofMinutes(2));
        }
        rename(stage, "p1");
      }
      var calls = calls(stage, Duration.ofMinutes(6));
      assertThat(isNamed(stage, "p1")).isTrue();
      assertThat(of(calls, ONE)).as("only the one that changed is looked at").isLessThan(4);
    }
  }

  @Test
  void whatVanishedIsMadeAgain() {
    try (var stage = withMany(3)) {
      stage.team().projects().remove(stage.get(PaperspaceProject.class, "p1").getStatus().id());
      stage.pass(Duration.ofMinutes(10));
      assertThat(isNamed(stage, "p1")).isTrue();
      assertThat(stage.calls("POST", LIST)).isEqualTo(4);
    }
  }

  /** Each looks by itself then, as long as that goes on. */
  @Test
  void aListThatCannotBeReadHidesNothing() {
    try (var stage = withMany(3)) {
      stage.cloud.faults().next("GET", LIST, Fault.BLOCKED_AT_EDGE).always();
      rename(stage, "p1");
      stage.pass(Duration.ofMinutes(15));
      assertThat(isNamed(stage, "p1")).isTrue();
      stage.restart();
      rename(stage, "p2");
      stage.pass(Duration.ofMinutes(15));
      assertThat(isNamed(stage, "p2")).isTrue();
    }
  }

  @Test
  void afterAnOutageOneListServesAll() {
    try (var stage = withMany(MANY)) {
      stage.cloud.faults().next("*", "*", Fault.UNAVAILABLE).always();
      stage.pass(Duration.ofMinutes(20));
      stage.says(PaperspaceProject.class, "p1", "Synced", "ProviderUnavailable");
      stage.cloud.faults().clear();
      int mark = stage.cloud.journal().size();
      for (int i = 0; i < MANY; i++) {
        stage.until(PaperspaceProject.class, "p" + i, SweepsTest::rests);
      }
      var calls = stage.cloud.journal().since(mark);
      assertThat(of(calls, ONE)).as("looks at one").isLessThan(MANY / 10L);
      assertThat(of(calls, LIST)).as("pages").isLessThan(PAGES * 4L);
    }
  }

  /** Its project went in the console while the operator was stopped, so its list answers 404. */
  @Test
  void aListThatIsGoneIsReadForNobodyOnceEachHasLookedByItself() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.secret("S", "");
      stage.ready(ProjectSecret.class, "S");
      stage.pass(Duration.ofMinutes(10));
      stage.crash();
      stage.cloud.faults().next("GET", "/projects/{id}/secrets", Fault.NOT_FOUND).always();
      stage.start();
      stage.pass(Duration.ofMinutes(10));
      stage.rig.delete(ProjectSecret.class, "S");
      stage.pass(Duration.ofMinutes(10));
      assertThat(of(calls(stage, Duration.ofHours(1)), "/projects/{id}/secrets")).isZero();
    }
  }

  /** An object that only seems to be missing from a list is looked at, and nothing else. */
  @Test
  void aListThatLacksOneIsOnlyAReasonToLook() {
    try (var stage = withMany(3)) {
      stage.cloud.faults().next("GET", LIST, Fault.EMPTY_LIST);
      var calls = calls(stage, Duration.ofMinutes(12));
      assertThat(of(calls, ONE)).isEqualTo(3);
      assertThat(stage.calls("POST", LIST)).isEqualTo(3);
    }
  }
}
