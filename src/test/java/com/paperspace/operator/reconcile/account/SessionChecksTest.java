package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.client.Auth;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.support.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionChecksTest {
  private static final Duration APART = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final Pacing pacing = Pacing.every(Duration.ofMinutes(5));
  private final SessionChecks checks = new SessionChecks(time, pacing);
  private final Connection connection = new Connection("key", null, new KeyLimiter(time, pacing));
  private final Runnable first = new ResourceIndex().waker(Object.class, "here", "first");
  private final Runnable second = new ResourceIndex().waker(Object.class, "here", "second");

  private final List<Integer> people = new ArrayList<>();

  SessionChecksTest() {
    var team = new Auth.Team("team", "Team", null, null);
    connection.checked(time.instant(), connection.tick(), new Auth.Session(null, team));
  }

  private Duration waits(Runnable who) {
    return catchThrowableOfType(PassEndedException.class, () -> checks.requireDue(connection, who))
        .verdict()
        .notBefore();
  }

  @Test
  void theFirstComesBackForAll() throws InterruptedException {
    assertThat(waits(first)).isEqualTo(APART);
    assertThat(waits(second)).isGreaterThan(APART);
    time.advance(APART);
    checks.requireDue(connection, first);
    assertThat(checks.served(connection)).containsExactly(first, second);
  }

  @Test
  void nobodyWaitsLongForAFirstThatIsGone() {
    waits(first);
    assertThat(waits(second)).isLessThanOrEqualTo(APART.plusSeconds(3));
  }

  @Test
  void whoComesLaterStandsInATenthOfTheLagAfter() {
    waits(first);
    assertThat(waits(second)).isEqualTo(APART.plusSeconds(3));
    assertThat(waits(first)).as("the first stays the first").isEqualTo(APART);
  }

  @Test
  void aCheckWaitsForTheQueueButNotForEver() throws InterruptedException {
    connection.limiter().budget("a", new PaperspaceAccount.Budget(1, 1));
    connection.limiter().called(null, null, Duration.ZERO);
    for (int i = 0; i < 20; i++) {
      int person = i;
      assertThat(connection.limiter().closed(true, () -> people.add(person))).isPresent();
    }
    assertThat(waits(first)).as("until the last had a turn").isEqualTo(Duration.ofSeconds(20));
    for (int i = 0; i < 20; i++) {
      int person = i;
      assertThat(connection.limiter().closed(true, () -> people.add(person))).isPresent();
    }
    assertThat(waits(first)).as("no longer than the lag").isEqualTo(Duration.ofSeconds(30));
    time.advance(Duration.ofSeconds(30));
    checks.requireDue(connection, second);
  }

  @Test
  void whoWasServedWaitsNoMore() {
    waits(first);
    assertThat(checks.served(connection)).containsExactly(first);
    assertThat(checks.served(connection)).isEmpty();
    assertThat(waits(second)).as("now the first of the next").isEqualTo(APART);
  }
}
