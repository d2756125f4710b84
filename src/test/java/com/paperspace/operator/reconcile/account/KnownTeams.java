package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.client.Auth;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.status.PacingTest;
import com.paperspace.operator.support.VirtualTime;
import java.net.URI;
import java.util.List;

/** Connections whose team and user are known without a call; one that is made goes nowhere. */
public final class KnownTeams {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  private KnownTeams() {}

  /** A connection, checked just now; {@code seesAll} false makes its user a plain member. */
  public static Connection open(VirtualTime time, String team, String user, boolean seesAll) {
    var api =
        Paperspace.connect(
            ClientConfig.of(NOWHERE, "key-of-" + team).withClock(time, time::nanoTime));
    var connection =
        new Connection("key-of-" + team, api, new KeyLimiter(time, PacingTest.with(0)));
    check(time, connection, team, user, seesAll);
    return connection;
  }

  /** Answers a check of the session: the key belongs to this team and user now. */
  public static void check(
      VirtualTime time, Connection connection, String team, String user, boolean seesAll) {
    connection.checked(time.instant(), connection.tick(), session(team, user, seesAll));
  }

  /** The same as it was answered before. */
  public static void check(VirtualTime time, Connection connection) {
    check(time, connection, connection.teamId(), connection.userId(), connection.seesAll());
  }

  private static Auth.Session session(String team, String user, boolean seesAll) {
    var memberships =
        List.of(
            new Auth.Membership(
                new Auth.NamedTeam(team, team, team, null, null), seesAll, seesAll));
    return new Auth.Session(
        new Auth.Owner(user, null, null, null, null, null, memberships),
        new Auth.Team(team, "Team " + team, null, null));
  }
}
