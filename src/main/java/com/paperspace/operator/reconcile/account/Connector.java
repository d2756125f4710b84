package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Listener;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.SteadyClock;
import com.paperspace.operator.reconcile.status.Pacing;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Connects an account: finds its key, asks once a period which team the key belongs to, and refuses
 * a key of another team than the account names.
 */
public final class Connector {
  /** A key is forgotten when no pass and no sweep, once a day at least, has used it for as long. */
  private static final Duration IDLE = Duration.ofDays(2);

  /**
   * Keys without an account that are kept, those used last. One that is put back, or whose Secret
   * is away for a moment, goes on where it was; who writes one key after another fills no memory.
   */
  static final int SPARE = 100;

  /** Makes the client of one API key. */
  @FunctionalInterface
  public interface Factory {
    Paperspace connect(String apiKey, Listener listener);
  }

  private final ResourceIndex index;
  private final ApiKeys keys;
  private final Factory factory;
  private final SteadyClock clock;
  private final Pacing pacing;
  private final RateBudgets budgets;
  private final Sessions sessions;
  private final Map<String, Connection> byKey = new ConcurrentHashMap<>();
  private volatile Connection own;

  /**
   * Takes what is needed to find and check keys.
   *
   * @param clock never put back: a key must not stand still for as long
   * @param pacing its period is how long the answer to "whose key is this" is believed
   */
  public Connector(
      ResourceIndex index, ApiKeys keys, Factory factory, SteadyClock clock, Pacing pacing) {
    this.index = index;
    this.keys = keys;
    this.factory = factory;
    this.clock = clock;
    this.pacing = pacing;
    this.budgets = new RateBudgets(index);
    this.sessions = new Sessions(clock, pacing);
  }

  /**
   * The connection for a resource; {@code accountName} null means the namespace's default. Its team
   * is known, and still to be {@link Use#requireTeam required}.
   *
   * @param wake runs when the API is back, if it is away now
   * @throws PassEndedException when there is none
   */
  public Use open(String namespace, String accountName, Runnable wake) {
    return open(namespace, accountName, "Create it, or name another in spec.accountRef.", wake);
  }

  /**
   * The same for what goes by the account in its status, whatever the spec names by now.
   *
   * @param wayOut what helps beside that account: a clause behind another, or nothing
   * @throws PassEndedException when there is none
   */
  public Use openRecorded(String namespace, String accountName, String wayOut, Runnable wake) {
    var remedy = "It is the one in the status that counts here: create it again" + wayOut + ".";
    return open(namespace, accountName, remedy, wake);
  }

  private Use open(String namespace, String accountName, String remedy, Runnable wake) {
    var name = accountName == null ? PaperspaceAccount.DEFAULT_ACCOUNT : accountName;
    var account = index.find(PaperspaceAccount.class, namespace, name);
    if (account.isPresent()) {
      return use(account.get(), wake);
    }
    if (accountName != null) {
      throw ApiKeys.waiting(
          "PaperspaceAccount "
              + name
              + " does not exist in namespace "
              + namespace
              + ". "
              + remedy);
    }
    return own(namespace, wake);
  }

  /** The connection of an account, with its team known and equal to the pin. */
  public Use of(PaperspaceAccount account, Runnable wake) {
    var use = use(account, wake);
    use.requireTeam();
    return use;
  }

  private Use use(PaperspaceAccount account, Runnable wake) {
    var connection = connect(account);
    sessions.require(connection, wake);
    return Use.of(account, connection);
  }

  /**
   * Has the key of an account tried again if it was rejected.
   *
   * @param requested whether a person asks for it: then the session is asked for before the next
   *     use; otherwise its answer is kept for its period, because an account is looked at each time
   *     one of its users is deleted
   */
  public void recheck(PaperspaceAccount account, boolean requested) {
    sessions.recheck(connect(account), requested);
  }

  /** Drops the budget of an account that is gone, or cannot be read and so uses no key. */
  public void forget(PaperspaceAccount account) {
    budgets.drop(account);
  }

  private Connection connect(PaperspaceAccount account) {
    try {
      var connection = connect(keys.of(account));
      budgets.count(account, connection.limiter());
      return connection;
    } catch (PassEndedException e) {
      budgets.drop(account);
      throw e;
    }
  }

  /** How the key of each account is used now, and the operator's own once it was used. */
  public List<KeyUse> uses() {
    var ours = own;
    return Stream.concat(
            budgets.uses().stream(),
            Stream.ofNullable(ours).map(it -> it.limiter().use(KeyUse.OPERATOR)))
        .toList();
  }

  private Use own(String namespace, Runnable wake) {
    var connection = connect(keys.own(namespace));
    own = connection;
    sessions.require(connection, wake);
    return Use.own(connection);
  }

  private Connection connect(String apiKey) {
    try {
      var now = clock.instant();
      var connection = byKey.computeIfAbsent(Text.sha256(apiKey), print -> make(apiKey));
      connection.used(now);
      byKey.values().removeIf(it -> it.isIdleSince(now.minus(IDLE)));
      dropSpare();
      return connection;
    } catch (IllegalArgumentException e) {
      // It never becomes a key by itself: a person has to act, as with one that was revoked.
      throw new PassEndedException(
          Verdict.stalled(
              Reason.CredentialsInvalid, "The API key can never be used: " + e.getMessage() + "."));
    }
  }

  private void dropSpare() {
    if (byKey.size() <= budgets.size() + SPARE) {
      return;
    }
    var used = budgets.inUse();
    var spare =
        byKey.values().stream()
            .filter(it -> it != own && !used.contains(it.limiter()))
            .sorted(Comparator.comparing(Connection::usedAt))
            .toList();
    byKey.values().removeAll(spare.subList(0, Math.max(0, spare.size() - SPARE)));
  }

  private Connection make(String apiKey) {
    var limiter = new KeyLimiter(clock, pacing);
    var api = factory.connect(apiKey, limiter);
    return new Connection(apiKey, api, limiter);
  }

  /**
   * Returns when the session was checked after an object was looked for in vain. The connection
   * then tells whose key it is.
   *
   * @param wake runs when the check that is waited for has ended
   * @throws PassEndedException when the check is still to come, or the key is not accepted
   */
  public void requireCheck(Absence look, Runnable wake) {
    sessions.requireAfter(look, wake);
  }
}
