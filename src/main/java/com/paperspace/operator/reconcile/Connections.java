package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.paperspace.Listener;
import com.paperspace.operator.paperspace.Paperspace;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** From an account to a connection: finds the key, checks it once a period, and pins the team. */
final class Connections {
  /** Name of the account a namespace uses when a resource names none. */
  static final String DEFAULT_ACCOUNT = "default";

  /** Key in the account's Secret. */
  static final String API_KEY = "apiKey";

  private static final String OWN_KEY =
      "It is the operator's own, of PAPERSPACE_API_KEY_FILE, or of PAPERSPACE_API_KEY, which is read"
          + " at its start only";

  /** A key that nobody used for so long is forgotten; longer than any wait between two looks. */
  private static final Duration IDLE = Duration.ofDays(2);

  /** Makes the client of one API key. */
  @FunctionalInterface
  interface Factory {
    Paperspace connect(String apiKey, Listener listener);
  }

  /** A connection and what of it is recorded in a status. */
  record Use(Connection connection, AccountUse account) {}

  private final Estate estate;
  private final Secrets secrets;
  private final Supplier<Optional<String>> ownKey;
  private final Factory factory;
  private final Clock clock;
  private final Pacing pacing;
  private final Budgets budgets;
  private final Map<String, Connection> byKey = new ConcurrentHashMap<>();

  /**
   * Takes what is needed to find and check keys.
   *
   * @param ownKey the operator's own key, used where a namespace has no account
   * @param pacing its period is how long the answer to "whose key is this" is believed
   */
  Connections(
      Estate estate,
      Secrets secrets,
      Supplier<Optional<String>> ownKey,
      Factory factory,
      Clock clock,
      Pacing pacing) {
    this.estate = estate;
    this.secrets = secrets;
    this.ownKey = ownKey;
    this.factory = factory;
    this.clock = clock;
    this.pacing = pacing;
    this.budgets = new Budgets(estate);
  }

  /**
   * The connection for a resource; {@code accountName} null means the namespace's default.
   *
   * @param wake runs when the API is back, if it is away now
   * @throws PassEndedException when there is none
   */
  Use open(String namespace, String accountName, Runnable wake) {
    var name = accountName == null ? DEFAULT_ACCOUNT : accountName;
    var account = estate.find(PaperspaceAccount.class, namespace, name);
    if (account.isPresent()) {
      return of(account.get(), wake);
    }
    if (accountName != null) {
      throw waiting(
          "PaperspaceAccount " + name + " does not exist in namespace " + namespace + ".");
    }
    return own(namespace, wake);
  }

  /** The connection that made an object, by what its status recorded. */
  Use reopen(String namespace, AccountUse recorded, Runnable wake) {
    return recorded.name() == null ? own(namespace, wake) : open(namespace, recorded.name(), wake);
  }

  /** The connection of an account, with its team known and equal to the pin. */
  Use of(PaperspaceAccount account, Runnable wake) {
    var connection = connect(account);
    var spec = account.getSpec();
    checkSession(connection, wake);
    if (spec.teamId() != null && !spec.teamId().equals(connection.teamId())) {
      throw new PassEndedException(
          Verdict.stalled(
              Reason.TeamMismatch,
              "The key belongs to team "
                  + connection.teamId()
                  + ", but spec.teamId of PaperspaceAccount "
                  + account.getMetadata().getName()
                  + " is "
                  + spec.teamId()
                  + "."));
    }
    return new Use(
        connection, new AccountUse(account.getMetadata().getName(), connection.teamId()));
  }

  /** Forgets what is known about an account's key, so that it is asked for again. */
  void recheck(PaperspaceAccount account) {
    var connection = connect(account);
    connection.forgetCheck();
    connection.gate().tryKeyAgain();
  }

  /** Drops the budget of an account that is gone, or cannot be read and so uses no key. */
  void forget(PaperspaceAccount account) {
    budgets.drop(account);
  }

  private Connection connect(PaperspaceAccount account) {
    try {
      var connection = connect(keyOf(account), keyFrom(account));
      budgets.count(account, connection.gate());
      return connection;
    } catch (PassEndedException e) {
      budgets.drop(account);
      throw e;
    }
  }

  private Use own(String namespace, Runnable wake) {
    var key =
        ownKey
            .get()
            .orElseThrow(
                () ->
                    waiting(
                        "Namespace "
                            + namespace
                            + " has no PaperspaceAccount \"default\", accountRef is not set, and the"
                            + " operator has no key of its own."));
    var connection = connect(key, OWN_KEY);
    checkSession(connection, wake);
    return new Use(connection, new AccountUse(null, connection.teamId()));
  }

  /** Where the key comes from that {@link #open} takes. */
  String keyFrom(String namespace, String accountName) {
    var name = accountName == null ? DEFAULT_ACCOUNT : accountName;
    return estate
        .find(PaperspaceAccount.class, namespace, name)
        .map(Connections::keyFrom)
        .orElse(OWN_KEY);
  }

  /** Where the key comes from that {@link #reopen} takes. */
  String keyFrom(String namespace, AccountUse recorded) {
    return recorded.name() == null ? OWN_KEY : keyFrom(namespace, recorded.name());
  }

  /** Where the key of an account comes from. */
  static String keyFrom(PaperspaceAccount account) {
    if (account.getSpec() == null) {
      return "It is that of PaperspaceAccount " + account.getMetadata().getName();
    }
    return "It stands under %s in Secret %s of PaperspaceAccount %s"
        .formatted(API_KEY, account.getSpec().secretRef().name(), account.getMetadata().getName());
  }

  private String keyOf(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    var named = "PaperspaceAccount " + metadata.getName();
    if (account.unreadable() != null || account.getSpec() == null) {
      throw waiting(named + " cannot be read; see its status.");
    }
    var secret = account.getSpec().secretRef().name();
    boolean there = secrets.find(metadata.getNamespace(), secret).isPresent();
    var missing =
        there
            ? "Secret %s of %s has no value under %s. Put the API key there."
            : "Secret %s of %s does not exist. Create it, with the API key under %s.";
    return secrets
        .value(metadata.getNamespace(), secret, API_KEY)
        .orElseThrow(() -> waiting(missing.formatted(secret, named, API_KEY)));
  }

  private Connection connect(String apiKey, String from) {
    try {
      var now = clock.instant();
      var connection = byKey.computeIfAbsent(Text.sha256(apiKey), print -> make(apiKey));
      connection.used(now);
      byKey.values().removeIf(it -> it.isIdleSince(now.minus(IDLE)));
      return connection;
    } catch (IllegalArgumentException e) {
      throw waiting("The API key cannot be used: " + e.getMessage() + ". " + from + ".");
    }
  }

  private Connection make(String apiKey) {
    var gate = new Gate(clock, pacing);
    var api = factory.connect(apiKey, call -> gate.called(call.reason(), call.retryAfter()));
    return new Connection(apiKey, api, gate);
  }

  /**
   * Asks anew whose key it is: under another team's key everything is "not found".
   *
   * @throws PassEndedException unless the key still belongs to the team that has the object
   */
  void requireTeam(Connection connection, AccountUse recorded, String id) {
    connection.forgetCheck();
    checkSession(connection, () -> {});
    if (!connection.teamId().equals(recorded.teamId())) {
      throw new PassEndedException(wrongTeam(connection.teamId(), recorded, id));
    }
  }

  /** The verdict on an object whose account's key belongs to another team. */
  static Verdict wrongTeam(String actual, AccountUse recorded, String id) {
    return Verdict.stalled(
        Reason.TeamMismatch,
        "The key belongs to team "
            + actual
            + ", but "
            + id
            + " was made in team "
            + recorded.teamId()
            + ". Restore a key of that team; nothing is done until then.");
  }

  private void checkSession(Connection connection, Runnable wake) {
    // One asks for all: without the answer none of the key's passes may go on anyway.
    synchronized (connection) {
      var now = clock.instant();
      boolean known = connection.isCheckedSince(now.minus(pacing.syncPeriod()));
      if (known && !connection.gate().isDoubted()) {
        return;
      }
      var closed = connection.gate().closed(true, wake);
      if (closed.isPresent()) {
        throw new PassEndedException(closed.get());
      }
      var session = connection.api().session().get();
      if (session.isEmpty()) {
        connection.gate().rejected();
        throw new PassEndedException(
            Verdict.stalled(Reason.CredentialsInvalid, Failures.CREDENTIALS_MESSAGE));
      }
      var team = session.get().team();
      connection.checked(now, team.id(), team.namespace());
      connection.gate().believe();
    }
  }

  private static PassEndedException waiting(String message) {
    return new PassEndedException(Verdict.waiting(Reason.WaitingForAccount, message));
  }
}
