package com.paperspace.operator.reconcile.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.client.Auth;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.support.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionChecksTest {
  private static final Duration APART = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final Pacing pacing = Pacing.every(Duration.ofMinutes(5));
  private final SessionChecks checks = new SessionChecks(time, pacing);
  private final Connection connection = new Connection("key", null, new KeyLimiter(time, pacing));
  private final Runnable first = new ResourceIndex().waker(Object.class, "here", "first");
  private final Runnable second = new ResourceIndex().waker(Object.class, "here", "second");

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
}
