package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The truth table: from a verdict to conditions, in the order Stalled, Reconciling, Synced, Ready.
 */
public final class Conditions {
  public static final String STALLED = "Stalled";
  public static final String RECONCILING = "Reconciling";
  public static final String SYNCED = "Synced";
  public static final String READY = "Ready";

  private static final String EQUAL = "The cloud object equals the spec.";

  /** Half of what the schema takes: four conditions with a message each stay readable. */
  private static final int MESSAGE_LIMIT = 2048;

  private final List<Condition> before;
  private final long generation;
  private final Instant now;
  private final List<Condition> after = new ArrayList<>();

  private Conditions(List<Condition> before, long generation, Instant now) {
    this.before = before == null ? List.of() : before;
    this.generation = generation;
    this.now = now;
  }

  /**
   * The conditions after a verdict.
   *
   * @param before the conditions until now, or null
   * @param generation the metadata.generation the verdict is about
   * @param staleAfter how long Ready is believed while the API cannot be asked
   */
  public static List<Condition> of(
      Verdict verdict, List<Condition> before, long generation, Instant now, Duration staleAfter) {
    var conditions = new Conditions(before, generation, now);
    conditions.fill(verdict, staleAfter);
    return List.copyOf(conditions.after);
  }

  /** The same conditions, one of a kind's own among them as it is now. */
  public static List<Condition> with(
      String type,
      String status,
      Reason reason,
      String message,
      List<Condition> before,
      long generation,
      Instant now) {
    var conditions = new Conditions(before, generation, now);
    conditions.before.stream().filter(it -> !type.equals(it.type())).forEach(conditions.after::add);
    conditions.add(type, status, reason, message);
    return List.copyOf(conditions.after);
  }

  /** Those of {@code after}, and of {@code before} those of a kind's own: their types are given. */
  public static List<Condition> keeping(
      Set<String> types, List<Condition> before, List<Condition> after) {
    var own =
        before == null
            ? Stream.<Condition>empty()
            : before.stream().filter(it -> types.contains(it.type()));
    return Stream.concat(after.stream(), own.filter(it -> find(after, it.type()) == null)).toList();
  }

  /** The condition of a type, or null. */
  public static Condition find(List<Condition> conditions, String type) {
    return conditions == null
        ? null
        : conditions.stream().filter(c -> type.equals(c.type())).findFirst().orElse(null);
  }

  /** Whether a condition of a type is there and True. */
  public static boolean isTrue(List<Condition> conditions, String type) {
    var condition = find(conditions, type);
    return condition != null && "True".equals(condition.status());
  }

  /** Whether a condition gives this reason already. */
  public static boolean saysAlready(List<Condition> conditions, String type, Reason reason) {
    var condition = find(conditions, type);
    return condition != null && condition.reason().equals(reason.name());
  }

  /** Whether two sets of conditions say the same, whatever their words and times. */
  public static boolean sameState(List<Condition> some, List<Condition> others) {
    return states(some).equals(states(others));
  }

  private static Set<String> states(List<Condition> conditions) {
    return conditions == null
        ? Set.of()
        : conditions.stream()
            .map(it -> it.type() + " " + it.status() + " " + it.reason())
            .collect(Collectors.toSet());
  }

  private void fill(Verdict verdict, Duration staleAfter) {
    var reason = verdict.reason();
    var message = verdict.message();
    switch (verdict.shape()) {
      case SETTLED -> {
        // An account has no cloud object to see.
        boolean seen = verdict.observation() != null;
        add(SYNCED, "True", Reason.UpToDate, seen ? EQUAL : message);
        add(READY, "True", reason, message);
      }
      case SHOWN -> shown(verdict);
      case MOVING -> {
        add(RECONCILING, "True", reason, message);
        add(SYNCED, "Unknown", Reason.InProgress, message);
        add(READY, "False", reason, message);
      }
      case WAITING -> {
        add(RECONCILING, "True", reason, message);
        add(SYNCED, "False", reason, message);
        add(READY, "False", reason, message);
      }
      case STALLED, DELETE_STALLED -> {
        add(STALLED, "True", reason, message);
        add(SYNCED, "False", reason, message);
        add(READY, "False", reason, message);
      }
      case FAILED -> {
        add(STALLED, "True", reason, message);
        add(SYNCED, "True", Reason.UpToDate, EQUAL);
        add(READY, "False", reason, message);
      }
      case TRANSIENT -> transientFailure(reason, message, staleAfter);
      case QUEUED -> after.addAll(before);
      case PAUSED -> {
        add(SYNCED, "False", reason, message);
        keepReady(reason, message);
      }
      case DELETING, DELETE_WAITING -> {
        add(SYNCED, "False", reason, message);
        add(READY, "False", reason, message);
      }
    }
  }

  private void shown(Verdict verdict) {
    var seen = verdict.observation();
    switch (seen.phase()) {
      case READY -> {
        add(SYNCED, "False", verdict.reason(), verdict.message());
        add(READY, "True", seen.reason(), seen.message());
      }
      case PROGRESSING, BUSY -> {
        add(RECONCILING, "True", seen.reason(), seen.message());
        add(SYNCED, "False", verdict.reason(), verdict.message());
        add(READY, "False", seen.reason(), seen.message());
      }
      case FAILED, UNMADE -> {
        add(STALLED, "True", seen.reason(), seen.message());
        add(SYNCED, "False", verdict.reason(), verdict.message());
        add(READY, "False", seen.reason(), seen.message());
      }
    }
  }

  private void transientFailure(Reason reason, String message, Duration staleAfter) {
    var ready = find(before, READY);
    var synced = find(before, SYNCED);
    boolean pending = ready == null || !aboutThis(ready) || isTrue(before, RECONCILING);
    if (pending) {
      add(RECONCILING, "True", reason, message);
    }
    add(SYNCED, "Unknown", reason, message);
    boolean stale =
        synced != null
            && "Unknown".equals(synced.status())
            && !Reason.InProgress.name().equals(synced.reason())
            && Text.time(since(synced)).plus(staleAfter).isBefore(now);
    if (stale) {
      add(READY, "Unknown", reason, message);
    } else {
      keepReady(reason, message);
    }
  }

  private void keepReady(Reason reason, String message) {
    var ready = find(before, READY);
    if (ready != null && aboutThis(ready)) {
      after.add(ready);
    } else {
      add(READY, "Unknown", reason, message);
    }
  }

  private boolean aboutThis(Condition condition) {
    return Objects.equals(condition.observedGeneration(), generation);
  }

  private void add(String type, String status, Reason reason, String message) {
    var old = find(before, type);
    var since =
        old != null && old.status().equals(status)
            ? since(old)
            : now.truncatedTo(ChronoUnit.SECONDS).toString();
    after.add(new Condition(type, status, reason.name(), bounded(message), since, generation));
  }

  /**
   * A time that lies ahead counts as now; it would never grow old, nor what is believed for a
   * while.
   */
  private String since(Condition old) {
    return Text.isAhead(Text.time(old.lastTransitionTime()), now)
        ? now.truncatedTo(ChronoUnit.SECONDS).toString()
        : old.lastTransitionTime();
  }

  /** A message cut to what is worth keeping. */
  public static String bounded(String message) {
    return message == null ? "" : Text.cut(message, MESSAGE_LIMIT);
  }
}
