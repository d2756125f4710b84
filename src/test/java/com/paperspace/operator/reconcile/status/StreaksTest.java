package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import org.junit.jupiter.api.Test;

class StreaksTest {
  private static final String CUT = PaperspaceException.Reason.MALFORMED.name();

  private static Streaks after(Streaks before, PaperspaceException.Reason why) {
    return before.and(Failures.of(new PaperspaceException(why, 500, "said"), before));
  }

  private static Streaks waiting(Streaks before, Reason why) {
    return before.and(Verdict.waiting(why, "said"));
  }

  @Test
  void whatRepeatsItselfCountsUp() {
    var twice =
        after(
            after(Streaks.NONE, PaperspaceException.Reason.MALFORMED),
            PaperspaceException.Reason.MALFORMED);
    assertThat(twice.next(CUT)).isEqualTo(3);
  }

  @Test
  void aFailureOfAnotherSortStartsAnewThoughUsersSeeTheSameReason() {
    var outage =
        after(
            after(Streaks.NONE, PaperspaceException.Reason.UNAVAILABLE),
            PaperspaceException.Reason.UNAVAILABLE);
    assertThat(outage.next(CUT)).isEqualTo(1);
    assertThat(after(outage, PaperspaceException.Reason.MALFORMED).inRow()).isEqualTo(3);
  }

  @Test
  void waitsCountNothingAndEndNoFailure() {
    var streaks = after(Streaks.NONE, PaperspaceException.Reason.MALFORMED);
    for (int i = 0; i < 30; i++) {
      streaks = waiting(streaks, Reason.WaitingForAccount);
    }
    assertThat(streaks.next(CUT)).isEqualTo(2);
    assertThat(streaks.length(Verdict.waiting(Reason.WaitingForAccount, "said"))).isEqualTo(30);
    assertThat(waiting(streaks, Reason.WaitingForSecret).waits())
        .as("another wait is paced anew")
        .isEqualTo(1);
  }
}
