package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.kind.ProjectSecretKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a create whose answer was lost has made, while another resource would take it. */
class InFlightTest {
  private static final String PROJECTS = "/projects";
  private static final String WATCHES = "policy: {management: ObserveOnly}";
  private static final String BY_NAME = "policy: {adoption: ByName}";
  private static final String BY_ID = "externalId: '%s'";

  /** One kind of which a create is lost, and what it made. */
  private static final class Setting implements AutoCloseable {
    final PassBench<?, ?> bench;
    final boolean isKeyed;
    private String home = "";

    Setting(String kind) {
      isKeyed = kind.equals("secret");
      bench =
          isKeyed
              ? new PassBench<>(ProjectSecretKind.adapter())
              : new PassBench<>(ProjectKind.adapter());
      if (isKeyed) {
        var project = bench.team().console("POST", PROJECTS, "{\"name\": \"home\"}");
        home = project.path("id").asText();
        bench.secret("values", "value", "x");
      }
    }

    /** Declares one of the same name. */
    void declare(String resource, String more) {
      var spec =
          isKeyed
              ? "{name: W, projectId: "
                  + home
                  + ", valueFrom: {secretKeyRef: {name: values, key: value}}, "
              : "{name: W, ";
      bench.create(resource, spec + more.formatted(made()) + "}");
    }

    void lose() {
      bench.cloud.faults().next("POST", route(), Fault.RESET_AFTER_EFFECT);
      declare("maker", "policy: {adoption: Never}");
      bench.pass("maker");
      assertThat(bench.reason("maker", "Ready")).isEqualTo("Recovering");
      assertThat(count()).isEqualTo(1);
    }

    private String route() {
      return isKeyed ? "/projects/{id}/secrets" : PROJECTS;
    }

    int posts() {
      return bench.calls("POST", route());
    }

    int count() {
      return isKeyed ? bench.team().secrets().size() : bench.team().projects().size();
    }

    String made() {
      if (isKeyed) {
        return home + "/W";
      }
      var all = bench.team().projects().all();
      return all.isEmpty() ? "" : all.get(0).path("id").asText();
    }

    String id(String resource) {
      return bench.find(resource).orElseThrow().getStatus().id();
    }

    @Override
    public void close() {
      bench.close();
    }
  }

  static Stream<Arguments> everyWay() {
    return Stream.of("project", "secret")
        .flatMap(
            kind ->
                Stream.of(WATCHES, BY_NAME, BY_ID)
                    .flatMap(
                        way ->
                            Stream.of(true, false).map(crash -> Arguments.of(kind, way, crash))));
  }

  /** The other looks at it before its own resource does. */
  private static void lostAndLookedAtByAnother(Setting setting, String way, boolean crash) {
    setting.lose();
    if (crash) {
      setting.bench.restart();
    }
    setting.declare("other", way);
    setting.bench.pass("other");
  }

  @ParameterizedTest(name = "{0}, {1}, crash {2}")
  @MethodSource("everyWay")
  void staysItsOwnResources(String kind, String way, boolean crash) {
    try (var setting = new Setting(kind)) {
      lostAndLookedAtByAnother(setting, way, crash);
      setting.bench.run("maker", Duration.ofMinutes(10));
      setting.bench.pass("other");
      assertThat(setting.count()).as("no second one").isEqualTo(1);
      assertThat(setting.posts()).isEqualTo(1);
      assertThat(setting.bench.reason("maker", "Ready")).isEqualTo("Available");
      assertThat(setting.id("maker")).isEqualTo(setting.made());
      assertThat(setting.id("other")).isNull();
    }
  }

  @ParameterizedTest(name = "{0}, {1}, crash {2}")
  @MethodSource("everyWay")
  void goesWithItsOwnResource(String kind, String way, boolean crash) {
    try (var setting = new Setting(kind)) {
      lostAndLookedAtByAnother(setting, way, crash);
      setting.bench.delete("maker");
      setting.bench.run("maker", Duration.ofMinutes(10));
      assertThat(setting.bench.find("maker")).isEmpty();
      assertThat(setting.count()).isZero();
    }
  }

  @Test
  void isSaidToBeWaitedForAndThenThatSomebodyHasToAct() {
    try (var setting = new Setting("project")) {
      var bench = setting.bench;
      lostAndLookedAtByAnother(setting, WATCHES, true);
      assertThat(bench.condition("other", "Ready").orElseThrow().message())
          .isEqualTo(
              "Waiting until the create of PaperspaceProject/maker is over: "
                  + setting.made()
                  + " may be what it has made, so it is not taken over.");
      bench.patch("maker", "{metadata: {annotations: {paperspace.com/paused: 'true'}}}");
      bench.run("other", Duration.ofMinutes(10));
      assertThat(bench.reason("other", "Stalled")).isEqualTo("OwnershipConflict");
      assertThat(bench.condition("other", "Stalled").orElseThrow().message())
          .startsWith("The create of PaperspaceProject/maker is not settled, and ");
      bench.patch("maker", "{spec: {policy: {deletion: Retain}}}");
      bench.delete("maker");
      bench.pass("maker");
      bench.run("other", Duration.ofMinutes(1));
      assertThat(setting.id("other")).as("nobody else's any more").isEqualTo(setting.made());
    }
  }

  @Test
  void whoHasAnotherByNowKeepsItFromNobody() {
    try (var setting = new Setting("project")) {
      var bench = setting.bench;
      setting.lose();
      var left = setting.made();
      var body = "{\"name\": \"elsewhere\"}";
      var elsewhere = bench.team().console("POST", PROJECTS, body).path("id").asText();
      bench.patch("maker", "{spec: {externalId: '" + elsewhere + "'}}");
      bench.pass("maker");
      assertThat(bench.condition("maker", "Stalled").orElseThrow().message())
          .contains("have it managed by an object of its own");
      bench.create("other", "{name: W, externalId: '" + left + "'}");
      bench.pass("other");
      assertThat(setting.id("other")).isEqualTo(left);
      bench.run("maker", Duration.ofMinutes(5));
      assertThat(setting.id("maker")).isEqualTo(elsewhere);
    }
  }

  @Test
  void twoThatWouldTakeItDoNotWaitForEachOther() {
    try (var setting = new Setting("project")) {
      var bench = setting.bench;
      lostAndLookedAtByAnother(setting, BY_NAME, true);
      setting.declare("third", WATCHES);
      bench.patch("maker", "{spec: {policy: {deletion: Retain}}}");
      bench.delete("maker");
      bench.pass("maker");
      for (var one : List.of("other", "third")) {
        bench.pass(one);
      }
      assertThat(setting.id("other")).isEqualTo(setting.made());
      assertThat(setting.id("third")).isNull();
    }
  }
}
