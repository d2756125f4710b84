package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.kind.MachineAdapter;
import com.paperspace.operator.reconcile.engine.PassBench;
import com.paperspace.operator.simulator.Delay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who of two machines that are on their way does with a row, and who looks by itself. */
class UnderWayTest {
  private static final String LIST = "/machines";
  private static final String ONE = "/machines/{id}";
  private static final String SPEC =
      "{machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100}";
  private static final String EDIT = "{metadata: {generation: 2}, spec: {name: q}} | an edit";
  private static final String REQUEST =
      "{metadata: {annotations: {paperspace.com/reconcile-at: now}}} | a request";
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final PassBench<Machine, Machine.Observed> bench = new PassBench<>(new MachineAdapter());

  private Instant made;
  private int lists;
  private int looks;

  @BeforeEach
  void twoAreBeingMade() {
    bench.cloud.delay(Delay.PROVISION, Duration.ofHours(1));
    bench.create("m", SPEC);
    bench.create("n", SPEC);
    bench.until("m", "Ready", "Creating");
    bench.until("n", "Ready", "Creating");
    made = bench.time.instant();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void mark() {
    lists = bench.calls("GET", LIST);
    looks = bench.calls("GET", ONE);
  }

  private int lists() {
    return bench.calls("GET", LIST) - lists;
  }

  private int looks() {
    return bench.calls("GET", ONE) - looks;
  }

  private Duration pass(String name) {
    return bench.pass(name).orElseThrow();
  }

  private void bothPass() {
    pass("m");
    pass("n");
  }

  /** Both have looked by themselves some minutes after they were made, and are due again. */
  private void due() {
    bench.after(Duration.ofMinutes(3));
    bothPass();
    bench.after(LONGEST);
    mark();
  }

  /** Both are due, and a list was read for them. */
  private void read() {
    due();
    bothPass();
    bench.after(WINDOW);
    assertThat(lists()).isEqualTo(1);
    assertThat(looks()).isZero();
  }

  private void machine(String name, Consumer<ObjectNode> edit) {
    bench.team().machines().edit(bench.find(name).orElseThrow().getStatus().id(), edit);
  }

  @Test
  void oneListServesBoth() {
    read();
    var before = bench.find("m").orElseThrow().getMetadata().getResourceVersion();
    assertThat(pass("m")).as("as after a look").isEqualTo(LONGEST);
    assertThat(pass("n")).isEqualTo(LONGEST);
    assertThat(looks()).isZero();
    assertThat(bench.find("m").orElseThrow().getMetadata().getResourceVersion()).isEqualTo(before);
    bench.after(LONGEST);
    mark();
    bothPass();
    bench.after(WINDOW);
    bothPass();
    assertThat(looks()).as("and so on").isZero();
    assertThat(lists()).isEqualTo(1);
  }

  @Test
  void whoIsNotWokenByAListLooksByItself() {
    due();
    assertThat(pass("m"))
        .as("no longer than a wait and the window")
        .isEqualTo(LONGEST.plus(WINDOW));
    pass("m");
    assertThat(looks()).isEqualTo(1);
    assertThat(lists()).isZero();
  }

  /** Until then a list may show what was before. */
  @Test
  void withinALagAfterAWriteEachLooksByItself() {
    for (int i = 0; i < 6; i++) {
      mark();
      bothPass();
      assertThat(looks()).isEqualTo(2);
      bench.after(WINDOW);
    }
    assertThat(Duration.between(made, bench.time.instant())).isEqualTo(Duration.ofSeconds(30));
    bothPass();
    bench.after(Duration.ofSeconds(20));
    mark();
    bothPass();
    assertThat(looks()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"state, ready", "state, starting", "publicIp, 1.2.3.4", "region, ams1"})
  void anyNewsIsAReasonToLook(String field, String value) {
    due();
    machine("m", it -> it.put(field, value));
    bothPass();
    bench.after(WINDOW);
    bothPass();
    assertThat(looks()).as("that of m alone").isEqualTo(1);
  }

  @Test
  void whoIsNotInTheListLooksByItself() {
    read();
    bench.team().machines().remove(bench.find("m").orElseThrow().getStatus().id());
    bothPass();
    assertThat(looks()).as("it was in the list").isZero();
    bench.after(LONGEST);
    bothPass();
    bench.after(WINDOW);
    pass("n");
    assertThat(looks()).isZero();
    pass("m");
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void whoIsWokenBeforeItIsDueLooksByItself() {
    read();
    bothPass();
    bench.after(LONGEST.minusSeconds(10));
    pass("m");
    assertThat(looks()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {EDIT, REQUEST})
  void whoHasMoreToDoLooksAtOnce(String change, String why) {
    due();
    bothPass();
    bench.patch("m", change);
    pass("m");
    assertThat(looks()).as(why + ", before the list").isEqualTo(1);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {EDIT, REQUEST})
  void whoHasMoreToDoLooksByItselfAfterTheListToo(String change, String why) {
    read();
    bench.patch("n", change);
    bothPass();
    assertThat(looks()).as(why + ", after it").isEqualTo(1);
  }

  @Test
  void afterAStartEachLooksByItself() {
    due();
    bench.restart();
    bothPass();
    assertThat(looks()).isEqualTo(2);
  }

  @Test
  void whatNoRowTellsIsLookedAtOnceInFiveMinutes() {
    due();
    for (int i = 0; i < 4; i++) {
      bothPass();
      bench.after(WINDOW);
      bothPass();
      bench.after(LONGEST);
    }
    assertThat(looks()).isZero();
    assertThat(lists()).isEqualTo(4);
    bothPass();
    assertThat(looks()).isEqualTo(2);
  }

  @Test
  void whatIsTooLongOnItsWayIsLookedAtAndSaid() {
    due();
    bench.after(Duration.ofMinutes(13));
    bothPass();
    bench.after(Duration.ofSeconds(115));
    bothPass();
    assertThat(bench.reason("m", "Stalled")).isEmpty();
    bench.after(LONGEST.plusSeconds(10));
    bothPass();
    assertThat(bench.reason("m", "Stalled")).isEqualTo("DeadlineExceeded");
  }

  @Test
  void oneOfTwoThatAreNotDueTogetherLooksByItself() {
    bench.after(Duration.ofMinutes(3));
    pass("m");
    bench.after(Duration.ofSeconds(40));
    pass("n");
    bench.after(Duration.ofSeconds(20));
    mark();
    pass("m");
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void aMachineThatGoesIsStillThereWhileItIsInTheList() {
    bench.cloud.delay(Delay.PROVISION, Duration.ofSeconds(1));
    bench.cloud.delay(Delay.MACHINE_DELETE, Duration.ofHours(2));
    for (var name : List.of("o", "p")) {
      bench.create(name, SPEC);
      bench.until(name, "Ready", "Available");
      bench.delete(name);
      pass(name);
    }
    bench.after(Duration.ofMinutes(2));
    pass("o");
    pass("p");
    bench.after(LONGEST);
    mark();
    pass("o");
    pass("p");
    bench.after(WINDOW);
    assertThat(pass("o")).isEqualTo(LONGEST);
    assertThat(pass("p")).isEqualTo(LONGEST);
    assertThat(looks()).isZero();
    assertThat(lists()).isEqualTo(1);
    bench.after(LONGEST);
    bench.team().machines().remove(bench.find("o").orElseThrow().getStatus().id());
    pass("o");
    pass("p");
    bench.after(WINDOW);
    pass("p");
    assertThat(looks()).isZero();
    bench.run("o", LONGEST);
    assertThat(looks()).as("its end is looked at").isEqualTo(1);
    assertThat(bench.find("o")).isEmpty();
    assertThat(bench.find("p")).isPresent();
  }
}
