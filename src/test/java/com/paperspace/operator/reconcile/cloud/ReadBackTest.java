package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose change is confirmed by a row, and who looks by itself: two projects that were renamed. */
class ReadBackTest {
  private static final Duration LAG = Duration.ofSeconds(30);
  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final String ONE = "/projects/{id}";
  private static final List<String> BOTH = List.of("m", "n");

  private final PassBench<PaperspaceProject, PaperspaceProject.Observed> bench =
      new PassBench<>(ProjectKind.adapter());

  private int lists;
  private int looks;

  @BeforeEach
  void bothAreRenamed() {
    for (var name : BOTH) {
      bench.create(name, "{name: %s}".formatted(name));
      bench.until(name, "Ready", "Available");
    }
    bench.after(LAG);
    BOTH.forEach(name -> rename(name, 2, name + "-renamed"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void rename(String name, int generation, String to) {
    bench.patch(name, "{metadata: {generation: %d}, spec: {name: %s}}".formatted(generation, to));
    assertThat(bench.pass(name)).as("the read of what was sent").contains(LAG);
  }

  private void mark() {
    lists = bench.calls("GET", "/projects");
    looks = bench.calls("GET", ONE);
    bench.woken.clear();
  }

  private int lists() {
    return bench.calls("GET", "/projects") - lists;
  }

  private int looks() {
    return bench.calls("GET", ONE) - looks;
  }

  private void bothPass() {
    BOTH.forEach(bench::pass);
  }

  /** Both are due, and a list was read for them. */
  private void read() {
    bench.after(LAG);
    mark();
    bothPass();
    assertThat(looks()).isZero();
    bench.after(WINDOW);
    assertThat(lists()).isEqualTo(1);
    assertThat(bench.woken).containsExactlyInAnyOrderElementsOf(BOTH);
  }

  private void inTheConsole(String name, String to) {
    var id = bench.find(name).orElseThrow().getStatus().id();
    bench.team().projects().edit(id, it -> it.put("name", to));
  }

  @Test
  void oneListConfirmsBoth() {
    read();
    var before = bench.find("m").orElseThrow().getMetadata().getResourceVersion();
    bothPass();
    assertThat(looks()).isZero();
    assertThat(bench.find("m").orElseThrow().getMetadata().getResourceVersion()).isEqualTo(before);
    bench.woken.clear();
    bench.after(Duration.ofMinutes(6));
    assertThat(lists()).as("at rest they are swept").isEqualTo(2);
    assertThat(bench.woken).as("and that is no news").isEmpty();
    inTheConsole("m", "drifted");
    bench.after(Duration.ofMinutes(6));
    assertThat(bench.woken).as("this is").containsExactly("m");
    bench.pass("m");
    assertThat(bench.team().projects().all())
        .extracting(it -> it.get("name").asText())
        .as("what was confirmed is not taken for one the service ignored")
        .containsExactlyInAnyOrder("m-renamed", "n-renamed");
  }

  @Test
  void whoseChangeIsNotInTheListLooksByItself() {
    bench.after(LAG);
    inTheConsole("m", "m");
    mark();
    bothPass();
    bench.after(WINDOW);
    bothPass();
    assertThat(looks()).isEqualTo(1);
    assertThat(bench.reason("m", "Synced")).isEqualTo("NotApplied");
    assertThat(bench.reason("n", "Synced")).isEqualTo("UpToDate");
  }

  @Test
  void whoIsNotInTheListLooksByItself() {
    bench.after(LAG);
    var id = bench.find("m").orElseThrow().getStatus().id();
    bench.team().projects().remove(id);
    mark();
    bothPass();
    bench.after(WINDOW);
    bothPass();
    assertThat(looks()).isPositive();
    assertThat(bench.reason("n", "Ready")).isEqualTo("Available");
  }

  @Test
  void oneOfTwoThatAreNotDueTogetherLooksByItself() {
    bench.after(WINDOW.plusSeconds(1));
    rename("n", 3, "n-again");
    bench.after(LAG.minus(WINDOW.plusSeconds(1)));
    mark();
    bench.pass("m");
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void whoIsEditedMeanwhileIsChangedAtOnceAndReadBackAnew() {
    read();
    rename("m", 3, "m-again");
    assertThat(looks()).as("before it is sent").isEqualTo(1);
    inTheConsole("m", "m-renamed");
    bench.pass("n");
    bench.after(LAG);
    bench.pass("m");
    assertThat(looks()).as("the row of before tells nothing").isEqualTo(2);
    assertThat(bench.reason("m", "Synced")).isEqualTo("NotApplied");
  }

  @Test
  void whoIsNotWokenByAListLooksByItself() {
    bench.after(LAG);
    mark();
    bench.pass("m");
    bench.pass("m");
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void whoWasToldOfADifferenceSeesForItselfThatItIsOver() {
    inTheConsole("m", "m");
    bench.after(LAG);
    bothPass();
    bench.after(WINDOW);
    bothPass();
    assertThat(bench.reason("m", "Synced")).isEqualTo("NotApplied");
    rename("m", 3, "m-again");
    rename("n", 3, "n-again");
    mark();
    bench.after(LAG);
    bothPass();
    assertThat(looks()).isEqualTo(2);
  }
}
