package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who looks by itself, who waits for a list, and who is swept for, pass by pass. */
class InventoryTest {
  private static final String LIST = "/projects";
  private static final String ONE = "/projects/{id}";
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private static final Duration LAG = Duration.ofSeconds(30);
  private static final Duration LONGEST = PERIOD.multipliedBy(120);

  private final PassBench<PaperspaceProject, PaperspaceProject.Observed> bench =
      new PassBench<>(ProjectKind.adapter());

  private int lists;
  private int looks;

  @BeforeEach
  void aProjectRests() {
    bench.create("p", "{name: p}");
    bench.until("p", "Ready", "Available");
    bench.after(Duration.ofMinutes(1));
    bench.pass("p");
    mark();
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

  private String id() {
    return bench.find("p").orElseThrow().getStatus().id();
  }

  @Test
  void whatRestsIsSweptForAndLooksSeldom() {
    assertThat(bench.pass("p")).as("ten hours").contains(LONGEST);
    mark();
    bench.woken.clear();
    bench.after(PERIOD);
    assertThat(lists()).isEqualTo(1);
    assertThat(bench.woken).as("the list shows what it has seen").isEmpty();
    assertThat(looks()).isZero();
  }

  /** The draft of its next pass says already what no write of a status has told. */
  @Test
  void noRowIsEnoughWhileAStatusIsToBeWritten() {
    bench.pass("p");
    bench.after(PERIOD);
    mark();
    bench.unsaved("p");
    bench.pass("p");
    assertThat(looks()).isEqualTo(1);
  }

  /** Until only the time calls for a look. */
  private void restForLong() {
    bench.pass("p");
    bench.after(PERIOD);
    bench.pass("p");
    bench.after(LONGEST);
    mark();
  }

  @Test
  void whatOnlyTheTimeCallsForIsSeenInTheNextList() {
    restForLong();
    assertThat(bench.pass("p")).as("if no list comes").contains(PERIOD.multipliedBy(2));
    bench.after(PERIOD);
    assertThat(lists()).isEqualTo(1);
    assertThat(bench.pass("p")).contains(LONGEST);
    assertThat(looks()).isZero();
  }

  @Test
  void whatOnlyTheTimeCallsForIsLookedAtWhereNoListComes() {
    restForLong();
    bench.pass("p");
    assertThat(bench.pass("p")).contains(LONGEST);
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void whatNoListCarriesIsReadInARoundOfItsOwn() {
    bench.patch("p", "{metadata: {generation: 2}, spec: {tags: [red]}}");
    bench.until("p", "Synced", "UpToDate");
    bench.after(Duration.ofMinutes(1));
    assertThat(bench.pass("p")).as("an hour").contains(PERIOD.multipliedBy(12));
  }

  private void sync(String period, String more) {
    bench.patch(
        "p", "{metadata: {generation: 2}, spec: {policy: {sync: " + period + "}" + more + "}}");
    bench.until("p", "Synced", "UpToDate");
    bench.after(Duration.ofMinutes(1));
    bench.pass("p");
    mark();
  }

  @Test
  void whoWantsMoreLooksThanThePeriodGivesLooksByItself() {
    sync("30s", "");
    for (int i = 1; i < 4; i++) {
      assertThat(bench.pass("p")).contains(Duration.ofSeconds(30));
      assertThat(looks()).isEqualTo(i);
    }
    assertThat(lists()).isZero();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "10m | ''              | 36000 | lists show it every five minutes",
        "24h | ''              | 36000 | the row of a list is enough then",
        "10m | ', tags: [red]' | 600   | no list shows tags",
        "24h | ', tags: [red]' | 86400 | nobody looks at it sooner",
        "1w  | ''              | 36000 | as if nothing was said",
      })
  void aLongerOneIsForWhatNoListShows(String period, String more, long seconds, String why) {
    sync(period, more);
    assertThat(bench.pass("p")).as(why).contains(Duration.ofSeconds(seconds));
  }

  /** A longer one is for what lists do not show; what differs is in no list. */
  @Test
  void whatDiffersIsNotSeenLaterForALongerOne() {
    bench.patch("p", "{metadata: {generation: 2}, spec: {policy: {drift: Report, sync: 24h}}}");
    bench.until("p", "Synced", "UpToDate");
    bench.team().projects().edit(id(), it -> it.put("name", "q"));
    bench.patch("p", "{metadata: {annotations: {paperspace.com/reconcile-at: now}}}");
    bench.until("p", "Synced", "DriftReported");
    assertThat(bench.pass("p").orElseThrow()).isLessThanOrEqualTo(PERIOD.multipliedBy(2));
  }

  @Test
  void afterAStartWhoWantsMoreLooksWaitsForTheListAsOthersDo() {
    sync("30s", "");
    bench.restart();
    assertThat(bench.pass("p")).contains(LAG);
    bench.after(Duration.ofSeconds(1));
    bench.pass("p");
    assertThat(lists()).isEqualTo(1);
    assertThat(looks()).isZero();
    bench.after(Duration.ofMinutes(1));
    bench.pass("p");
    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void afterAStartItWaitsForOneList() {
    bench.restart();
    assertThat(bench.pass("p")).as("if nothing wakes it").contains(LAG);
    bench.after(Duration.ofSeconds(1));
    assertThat(lists()).isEqualTo(1);
    assertThat(bench.pass("p")).contains(LONGEST);
    assertThat(looks()).isZero();
    bench.after(Duration.ofMinutes(1));
    bench.pass("p");
    assertThat(looks()).as("any other reason to look is a look").isEqualTo(1);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{metadata: {generation: 2}, spec: {name: q}} | an edit",
        "{metadata: {annotations: {paperspace.com/reconcile-at: now}}} | a request",
      })
  void afterAStartWhoHasMoreToDoLooksAtOnce(String change, String why) {
    bench.patch("p", change);
    bench.restart();
    bench.pass("p");
    assertThat(looks()).as(why).isEqualTo(1);
    assertThat(lists()).isZero();
  }

  @Test
  void whatDiffersAfterAStartIsLookedAtAndPutRight() {
    bench.restart();
    bench.team().projects().edit(id(), it -> it.put("name", "q"));
    bench.pass("p");
    bench.after(Duration.ofSeconds(1));
    bench.pass("p");
    assertThat(looks()).isEqualTo(1);
    assertThat(bench.team().projects().all().get(0).path("name").asText()).isEqualTo("p");
  }

  @Test
  void aListThatDoesNotComeIsNotWaitedForLong() {
    bench.cloud.faults().next("GET", LIST, Fault.BLOCKED_AT_EDGE).always();
    bench.restart();
    assertThat(bench.pass("p")).contains(LAG);
    bench.after(LAG.multipliedBy(2));
    assertThat(bench.pass("p")).contains(LAG);
    bench.after(Duration.ofSeconds(1));
    bench.pass("p");
    assertThat(looks()).isEqualTo(1);
  }

  /** Each looks by itself meanwhile, which tells nothing of the list. */
  @Test
  void aListThatFailsGrowsOldWhileAnybodyIsToBeInIt() {
    bench.cloud.faults().next("GET", LIST, Fault.BLOCKED_AT_EDGE).always();
    for (int i = 0; i < 4; i++) {
      bench.after(PERIOD);
      bench.pass("p");
    }
    assertThat(looks()).as("nothing else tells how it is").isPositive();
    assertThat(bench.sweepAge().orElseThrow()).isGreaterThan(PERIOD.multipliedBy(3));
    bench.cloud.faults().clear();
    bench.after(PERIOD);
    assertThat(bench.sweepAge().orElseThrow()).isLessThanOrEqualTo(PERIOD);
    bench.delete("p");
    bench.pass("p");
    bench.after(PERIOD.multipliedBy(2));
    assertThat(bench.sweepAge()).as("nobody is in it any more").isEmpty();
  }

  @Test
  void aClockThatIsPutBackHidesNoNews() {
    bench.pass("p");
    bench.after(PERIOD);
    bench.pass("p");
    bench.clock.set(Duration.ofHours(-1));
    bench.team().projects().edit(id(), it -> it.put("name", "q"));
    bench.woken.clear();
    bench.after(PERIOD);
    assertThat(bench.woken).contains("p");
    assertThat(bench.sweepAge().orElseThrow()).isLessThanOrEqualTo(PERIOD);
  }

  @Test
  void whoLeavesIsSweptForNoMore() {
    bench.delete("p");
    bench.pass("p");
    bench.after(PERIOD.multipliedBy(3));
    assertThat(lists()).as("nobody is left to read it for").isZero();
  }

  @Test
  void afterAnOutageTheRowIsEnoughToSayThatAllIsWell() {
    bench.cloud.faults().next("GET", "*", Fault.UNAVAILABLE).always();
    var failing = bench.pass("p");
    assertThat(failing.map(it -> it.compareTo(PERIOD) < 0)).isEqualTo(Optional.of(true));
    assertThat(bench.reason("p", "Synced")).isEqualTo("ProviderUnavailable");
    bench.cloud.faults().clear();
    mark();
    bench.run("p", Duration.ofMinutes(5));
    assertThat(bench.reason("p", "Synced")).isEqualTo("UpToDate");
    assertThat(bench.reason("p", "Ready")).isEqualTo("Available");
    assertThat(looks()).isZero();
    assertThat(lists()).isPositive();
  }

  @Test
  void aRowThatShowsAnEditAfterAnOutageIsItsReadBack() {
    bench.patch("p", "{metadata: {generation: 2}, spec: {name: renamed}}");
    bench.pass("p");
    bench.cloud.faults().next("GET", "*", Fault.UNAVAILABLE).always();
    bench.after(Duration.ofMinutes(1));
    bench.pass("p");
    bench.cloud.faults().clear();
    bench.run("p", Duration.ofMinutes(5));
    assertThat(bench.reason("p", "Synced")).isEqualTo("UpToDate");
    mark();
    bench.after(LONGEST);
    bench.pass("p");
    assertThat(looks()).isZero();
    assertThat(lists()).as("sweeps, and no list of its own").isEqualTo(120);
  }
}
