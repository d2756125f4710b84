package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the log of a life: each change and each turn of a condition once. */
class LogLinesTest {
  private static List<String> about(Stage stage, Logged logged) {
    var name = "PaperspaceProject " + stage.rig.namespace + "/p";
    return logged.all().stream()
        .filter(it -> it.contains(name))
        .map(it -> it.replace(name, "it").replaceFirst("^(\\w+\\.)*", ""))
        .map(it -> it.replaceAll("\\bp9\\w+", "ID"))
        .toList();
  }

  @Test
  void aLifeHasALineForEachChangeAndEachTurn() throws InterruptedException {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      stage.pass(Duration.ofHours(1));
      assertThat(about(stage, logged))
          .containsExactly(
              "audit POST /projects for it: carried out, status 200",
              "Sending it: step: create p",
              "Creation it: created ID",
              "ConditionLog it: Synced True: UpToDate: The cloud object equals the spec.",
              "ConditionLog it: Ready True: Available: The project exists.");
    }
  }

  /** As docs/operations.md lists them. */
  @Test
  void eachLineOfAPassTellsWhatItIsAbout() {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.project("p", "");
      var project = stage.ready(PaperspaceProject.class, "p");
      stage.settle();
      var lines = of(stage, logged);
      assertThat(lines).hasSize(5);
      assertThat(lines.stream().map(it -> it.context().get("pass")))
          .doesNotContainNull()
          .as("one pass")
          .containsOnly(lines.get(0).context().get("pass"));
      assertThat(lines)
          .allSatisfy(
              it ->
                  assertThat(it.context())
                      .containsEntry("kind", "PaperspaceProject")
                      .containsEntry("namespace", stage.rig.namespace)
                      .containsEntry("name", "p")
                      .containsEntry("team", project.getStatus().account().teamId()));
      assertThat(lines.subList(2, 5))
          .as("from the create on")
          .allSatisfy(it -> assertThat(it.context()).containsEntry("id", project.getStatus().id()));
      stage.project("p", ", tags: [red]");
      stage.until(() -> of(stage, logged).size() > 5);
      stage.settle();
      assertThat(of(stage, logged).get(5).context())
          .as("another pass, of the same object")
          .containsEntry("id", project.getStatus().id())
          .doesNotContainEntry("pass", lines.get(0).context().get("pass"));
    }
  }

  private static List<Logged.Line> of(Stage stage, Logged logged) {
    var name = "PaperspaceProject " + stage.rig.namespace + "/p";
    return logged.lines().stream().filter(it -> it.text().contains(name)).toList();
  }

  private static Map<String, Object> audited(Stage stage, Logged logged) {
    var fields =
        of(stage, logged).stream()
            .filter(it -> it.text().startsWith("audit "))
            .findFirst()
            .orElseThrow()
            .fields();
    assertThat(fields)
        .containsEntry("http.request.method", "POST")
        .containsEntry("url.path", "/projects");
    assertThat((long) fields.get("event.duration")).isPositive();
    return fields;
  }

  @Test
  void whatWasCarriedOutIsAudited() {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      assertThat(audited(stage, logged))
          .containsEntry("event.outcome", "success")
          .containsEntry("http.response.status_code", 200);
    }
  }

  @Test
  void whatMayHaveBeenCarriedOutIsAudited() {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/projects", Fault.RESET_AFTER_EFFECT);
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      assertThat(about(stage, logged))
          .contains("audit POST /projects for it: perhaps carried out (no_answer), no answer");
      assertThat(audited(stage, logged))
          .containsEntry("event.outcome", "unknown")
          .doesNotContainKey("http.response.status_code");
      assertThat(logged.atLeast(Level.ERROR)).isEmpty();
      assertThat(Rig.is(stage.get(PaperspaceProject.class, "p"), "Ready", "True")).isTrue();
    }
  }

  static Stream<Arguments> answersThatDoNotTell() {
    return Stream.of(
        arguments(
            Fault.UNAVAILABLE.afterEffect(),
            "perhaps carried out (unavailable), status 503",
            "unknown",
            503),
        arguments(
            Fault.TRUNCATED_BODY, "perhaps carried out (no_answer), status 200", "unknown", 200),
        arguments(Fault.EMPTY_BODY, "perhaps carried out (malformed), status 200", "unknown", 200),
        arguments(
            Fault.tooManyRequests(1),
            "not carried out (rate_limited), status 429",
            "failure",
            429));
  }

  @ParameterizedTest
  @MethodSource("answersThatDoNotTell")
  void anAnswerThatDoesNotTellIsNoFailure(Fault fault, String words, String outcome, int status) {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.cloud.faults().next("POST", "/projects", fault);
      stage.project("p", "");
      stage.ready(PaperspaceProject.class, "p");
      assertThat(about(stage, logged)).contains("audit POST /projects for it: " + words);
      assertThat(audited(stage, logged))
          .containsEntry("event.outcome", outcome)
          .containsEntry("http.response.status_code", status);
    }
  }
}
