package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change the service ignores is sent once, then shown; any other difference is sent anew. */
class AttemptsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Attempts attempts = new Attempts(Duration.ofSeconds(30), true);
  private final StatusDraft<Object> draft = new StatusDraft<>();

  private List<Drift> judge(Drift drift, Integer writtenSecondsAgo) {
    var written = writtenSecondsAgo == null ? null : NOW.minusSeconds(writtenSecondsAgo);
    return attempts.judge(List.of(drift), draft, written, null, NOW);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "big, small, 1, SETTLING, unchanged within the lag: the read may be old",
    "big, small, 29, SETTLING, still within the lag",
    "big, small, 30, NOT_APPLIED, unchanged after the lag",
    "big, small, , NOT_APPLIED, unchanged and not written by this process",
    "huge, small, 1, CORRECT, another wish",
    "big, tiny, 1, CORRECT, another state",
  })
  void whatWasSentBefore(String declared, String actual, Integer ago, Remedy expected, String why) {
    attempts.remember(List.of(Drift.correctable("size", "big", "small")), false, draft);
    assertThat(judge(Drift.correctable("size", declared, actual), ago))
        .as(why)
        .extracting(Drift::remedy)
        .containsExactly(expected);
  }

  @Test
  void anEditOfTheEndOfALongTextIsSent() {
    var text = "x".repeat(250);
    var sent = Drift.correctable("description", text + "2", text + "1");
    attempts.remember(List.of(sent), false, draft);
    assertThat(judge(Drift.correctable("description", text + "3", text + "2"), 10))
        .extracting(Drift::remedy)
        .containsExactly(Remedy.CORRECT);
  }

  @Test
  void aDifferenceThatIsGoneMayComeBackAndIsSentAgain() {
    var drift = Drift.correctable("size", "big", "small");
    attempts.remember(List.of(drift), false, draft);
    assertThat(attempts.judge(List.of(), draft, null, null, NOW)).isEmpty();
    assertThat(draft.attempts).isEmpty();
    assertThat(judge(drift, null)).extracting(Drift::remedy).containsExactly(Remedy.CORRECT);
  }

  /** A start that fails later has nothing to do with a resize that ended, done or ignored. */
  @Test
  void onlyWhatIsStillUnderWayFailsWithTheWork() {
    var resize = Drift.correctable("size", "big", "small");
    var power = Drift.correctable("power", "On", "Off");
    attempts.remember(List.of(resize), true, draft);
    Attempts.ended(draft);
    attempts.remember(List.of(power), true, draft);
    var judged = attempts.judge(List.of(resize, power), draft, null, null, NOW);
    assertThat(judged).extracting(Drift::remedy).containsOnly(Remedy.NOT_APPLIED);
    assertThat(Attempts.underWay(judged, draft)).containsExactly(power);
  }

  @Test
  void whatOnlyTheAnswerShowedIsJudgedByTheNextRead() {
    var drift = Drift.correctable("size", "big", "small");
    var marks = attempts.remember(List.of(drift), false, draft);
    attempts.judge(List.of(), draft, NOW, null, NOW);
    Attempts.recall(draft, marks);
    assertThat(judge(drift, 30)).extracting(Drift::remedy).containsExactly(Remedy.NOT_APPLIED);
    assertThat(attempts.judge(List.of(), draft, NOW, null, NOW)).isEmpty();
    assertThat(draft.attempts).as("a read without the difference ends it").isEmpty();
  }

  @Test
  void onlyWhatIsCorrectedIsNotedAndMarksOfTheKindStay() {
    draft.marks.put("restartAt", "t1");
    attempts.remember(
        List.of(
            Drift.replace("region", "ny2", "ca1"),
            new Drift("restart-at", "t2", "t1", Remedy.VERB),
            Drift.correctable("size", "big", "small")),
        false,
        draft);
    assertThat(draft.attempts).containsOnlyKeys("size");
    Attempts.forget(draft);
    assertThat(draft.attempts).isEmpty();
    assertThat(draft.marks).containsOnlyKeys("restartAt");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "1, SETTLING, it may be under way unseen",
    "29, SETTLING, still within the lag",
    "30, VERB, had it arrived it would show",
    ", VERB, nothing was lost",
  })
  void aVerbWhoseAnswerWasLostWaits(Integer lostSecondsAgo, Remedy expected, String why) {
    var lost = lostSecondsAgo == null ? null : NOW.minusSeconds(lostSecondsAgo);
    var restart = new Drift("restart-at", "t2", "t1", Remedy.VERB);
    assertThat(attempts.judge(List.of(restart), draft, null, lost, NOW))
        .as(why)
        .extracting(Drift::remedy)
        .containsExactly(expected);
  }

  @Test
  void whatWasRefusedStandsAsideUntilItChanges() {
    attempts.refuse(List.of(Drift.correctable("size", "big", "small")), draft);
    assertThat(judge(Drift.correctable("size", "big", "small"), 1))
        .extracting(Drift::remedy)
        .containsExactly(Remedy.REFUSED);
    assertThat(judge(Drift.correctable("size", "huge", "small"), 1))
        .extracting(Drift::remedy)
        .containsExactly(Remedy.CORRECT);
  }

  /**
   * The schema of the status takes 256; with one more nothing could be recorded at all. One whose
   * mark made room for another's would be sent for ever.
   */
  @Test
  void whatIsNotLookedAtIsNotNoted() {
    var first = members("m");
    attempts.refuse(attempts.judge(first, draft, null, null, NOW), draft);
    assertThat(draft.attempts).hasSize(256);
    var both = new ArrayList<>(members("a"));
    both.addAll(first);
    attempts.refuse(attempts.judge(both, draft, null, null, NOW), draft);
    assertThat(draft.attempts).hasSize(256).containsKey("set[m0]");
  }

  private static List<Drift> members(String prefix) {
    return IntStream.range(0, 300)
        .mapToObj(i -> Drift.correctable("set[" + prefix + i + "]", "present", "absent"))
        .toList();
  }

  @Test
  void aNoteIsNoLongerThanTheStatusTakes() {
    attempts.remember(List.of(Drift.correctable("x".repeat(9000), "a", "b")), false, draft);
    assertThat(draft.attempts.keySet()).allMatch(key -> key.length() < 300);
  }

  @Test
  void aNoteShowsNoValue() {
    attempts.remember(List.of(Drift.correctable("env", "hunter2", "(none)")), false, draft);
    assertThat(draft.attempts.toString()).doesNotContain("hunter2");
  }
}
