package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever becomes of a create, one cloud object is there in the end, and it is this object's. */
class CreationTableTest {
  private static final String ALL = "/projects";

  private final PassBench<PaperspaceProject, PaperspaceProject.Observed> bench =
      new PassBench<>(ProjectKind.adapter());

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "RESET_AFTER_EFFECT, false, Recovering, 1, made; the answer was lost",
    "RESET_BEFORE_EFFECT, false, Recovering, 2, not made; the answer was lost",
    "TRUNCATED_BODY, false, Recovering, 1, made; the answer was cut",
    "EMPTY_BODY, false, Recovering, 1, made; nothing was answered",
    "NULL_BODY, false, Recovering, 1, made; null was answered",
    "INTERNAL_ERROR, true, Recovering, 1, made all the same",
    "INTERNAL_ERROR, false, Recovering, 2, not made; a 500 tells nothing",
    "BAD_GATEWAY, true, Recovering, 1, made behind a gateway",
    "TOO_MANY_REQUESTS, false, RateLimited, 2, not made for sure",
    "OUT_OF_CAPACITY, false, OutOfCapacity, 2, not made for lack of room",
    "UNAUTHORIZED, false, '', 2, not made; the key is in doubt",
  })
  void oneIsThereInTheEnd(String fault, boolean made, String shown, int posts, String why)
      throws ReflectiveOperationException {
    var struck = (Fault) Fault.class.getField(fault).get(null);
    bench.cloud.faults().next("POST", ALL, made ? struck.afterEffect() : struck);
    bench.create("p", "{name: p}");
    bench.pass("p");
    if (!shown.isEmpty()) {
      assertThat(bench.reason("p", "Ready")).as(why).isEqualTo(shown);
    }
    bench.run("p", Duration.ofMinutes(10));
    assertThat(bench.reason("p", "Ready")).as(why).isEqualTo("Available");
    assertThat(bench.calls("POST", ALL)).as(why).isEqualTo(posts);
    assertThat(bench.team().projects().size()).as(why).isEqualTo(1);
    assertThat(bench.find("p").orElseThrow().getStatus().origin()).isEqualTo("Created");
  }

  @Test
  void aRefusedCreateMakesNothingAndWaitsForAnEdit() {
    bench.cloud.faults().next("POST", ALL, Fault.REFUSED).always();
    bench.create("p", "{name: p}");
    bench.pass("p");
    assertThat(bench.reason("p", "Stalled")).isEqualTo("InvalidSpec");
    assertThat(bench.find("p").orElseThrow().getStatus().id()).isNull();
    bench.cloud.faults().clear();
    bench.patch("p", "{metadata: {generation: 2}, spec: {name: q}}");
    bench.until("p", "Ready", "Available");
    assertThat(bench.team().projects().size()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | {}                  | Available | Created | nobody else has the name",
        "1 | {}                  | Available | Created | a name that is taken is no matter",
        "1 | {adoption: ByName}  | Available | Adopted | the one of that name is taken over",
        "0 | {adoption: ByName}  | Available | Created | there is none to take over",
        "2 | {adoption: ByName}  | AmbiguousExternal | | nobody knows which is meant",
      })
  void whatHasTheNameAlready(int there, String policy, String reason, String origin, String why) {
    for (int i = 0; i < there; i++) {
      bench.team().console("POST", ALL, "{\"name\": \"p\"}");
    }
    bench.create("p", "{name: p, policy: %s}".formatted(policy));
    bench.run("p", Duration.ofMinutes(1));
    assertThat(bench.reason("p", "Ready")).as(why).isEqualTo(reason);
    assertThat(bench.find("p").orElseThrow().getStatus().origin()).as(why).isEqualTo(origin);
    assertThat(bench.calls("POST", ALL)).as(why).isEqualTo("Created".equals(origin) ? 1 : 0);
  }

  @Test
  void whatIsNamedByItsIdIsTakenOverOrMissedButNeverMade() {
    var id = bench.team().console("POST", ALL, "{\"name\": \"p\"}").path("id").asText();
    bench.create("p", "{name: p, externalId: %s}".formatted(id));
    bench.until("p", "Ready", "Available");
    assertThat(bench.find("p").orElseThrow().getStatus().origin()).isEqualTo("Adopted");

    bench.create("q", "{name: q, externalId: %s}".formatted(id));
    bench.pass("q");
    assertThat(bench.reason("q", "Stalled")).isEqualTo("OwnershipConflict");

    bench.create("r", "{name: r, externalId: nowhere}");
    bench.run("r", Duration.ofMinutes(1));
    assertThat(bench.reason("r", "Stalled")).isEqualTo("ExternalMissing");
    assertThat(bench.calls("POST", ALL)).isZero();
  }

  @Test
  void whatIsOnlyWatchedIsNeverMade() {
    bench.create("p", "{name: p, policy: {management: ObserveOnly}}");
    bench.run("p", Duration.ofMinutes(1));
    assertThat(bench.reason("p", "Stalled")).isEqualTo("ExternalMissing");
    assertThat(bench.calls("POST", ALL)).isZero();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: p}             | Available       | 2 | what we made is made again",
        "{name: p, policy: {management: ObserveOnly}} | ExternalMissing | 1 | a watcher makes none",
      })
  void whatVanishes(String spec, String reason, int posts, String why) {
    bench.create("p", "{name: p}");
    bench.until("p", "Ready", "Available");
    bench.after(Duration.ofMinutes(10));
    bench.patch("p", "{spec: %s}".formatted(spec));
    bench.team().projects().remove(bench.find("p").orElseThrow().getStatus().id());
    bench.run("p", Duration.ofMinutes(2));
    assertThat(bench.reason("p", "Ready")).as(why).isEqualTo(reason);
    assertThat(bench.calls("POST", ALL)).as(why).isEqualTo(posts);
  }
}
