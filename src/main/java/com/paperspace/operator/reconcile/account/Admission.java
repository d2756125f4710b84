package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.KeyLimiter.Closed;
import com.paperspace.operator.reconcile.status.Failures;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.util.Optional;

/** Whether the limiter of a key lets a pass begin, and what is said of the pass if it does not. */
public final class Admission {
  /**
   * The verdict on a pass that has to wait; empty when it may begin.
   *
   * @param urgent whether a person asked for it
   * @param wake runs when the API is back, if it is away now
   */
  public static Optional<Verdict> refused(Connection connection, boolean urgent, Runnable wake) {
    return connection.limiter().closed(urgent, wake).map(Admission::verdict);
  }

  /** The same of a page that is read for all who are on their way: a quarter of the calls are. */
  public static Optional<Verdict> pageRefused(Connection connection) {
    return connection.limiter().pageClosed(Admission::nobody).map(Admission::verdict);
  }

  /** Has something run once the API is back, where it is away now. */
  public static void onReturn(Connection connection, Runnable wake) {
    connection.limiter().onReturn(wake);
  }

  /** Wakes nothing: the list that waits for such a page is told by its own limiter. */
  private static void nobody() {}

  static Verdict verdict(Closed closed) {
    var verdict =
        switch (closed.why()) {
          case REJECTED -> Verdict.stalled(Reason.CredentialsInvalid, Failures.CREDENTIALS_MESSAGE);
          case SLOWED_DOWN ->
              Verdict.of(
                  Shape.TRANSIENT,
                  Reason.RateLimited,
                  "The API asked to slow down; calls go on when it allows.");
          case AWAY ->
              Verdict.of(
                  Shape.TRANSIENT,
                  Reason.ProviderUnavailable,
                  "The API has been failing; one call at a time tests whether it is back.");
          case QUEUED -> Verdict.of(Shape.QUEUED, Reason.RateLimited, "");
        };
    return verdict.notBefore(closed.pause());
  }

  private Admission() {}
}
