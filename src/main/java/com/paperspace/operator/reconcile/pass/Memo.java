package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.Absence;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.cluster.Written;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.reconcile.status.Streaks;
import com.paperspace.operator.reconcile.status.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of one resource only while the process lives; after a restart the slow, safe way is
 * taken. Touched by the passes of that resource alone, of which there is one at a time; only {@link
 * #written}, {@link #toldGone} and {@link #settledBy} are read by others too.
 */
public final class Memo {
  /**
   * A cloud object that was deleted, and the connection that sent the deletion.
   *
   * @param seen when the object was last seen after the answer to its deletion was lost; null once
   *     the API has accepted a deletion
   */
  record Deleted(String id, Connection by, Instant seen) {}

  /** A refused create, by the text of its intent, and when the refusal came. */
  public record Refused(String intent, Instant at) {}

  /** An object recorded as another team's, and the key and team with which it was looked for. */
  record Sought(String id, Connection by, String team) {}

  /** What was last written to Kubernetes. */
  public final Written written = new Written();

  /** When the cloud object was last changed from here; null if not since the start. */
  public Instant lastWrite;

  /** When the last change was sent whose answer was lost; null if no answer was. */
  public Instant unsure;

  /** The create the API refused last for lack of capacity; null if it refused none. */
  public Refused refused;

  /** How many lost creates in a row made nothing. */
  public int inVain;

  /** The last time the cloud object vanished and was made again; null if it stays. */
  public Remade remade;

  /** Since when people are told that the cloud object is gone; null if they are not. */
  public volatile Instant toldGone;

  /** Changes the API's answer repeated and no later read has confirmed yet; null if none. */
  public Map<String, Attempt> echoed;

  /** The fields of the last call that carried several and was refused, or whose work failed. */
  public Set<String> refusedTogether = Set.of();

  /** The object that was looked for in vain and waits for a check of the session; null if none. */
  public Absence absent;

  /** The deletion the API has or may have accepted; null if there was none since the start. */
  Deleted deleted;

  /** The object that a key of another team did not show; null if none was asked since the start. */
  Sought sought;

  /** The natural keys claimed for a create, until its object is visible; mostly empty. */
  private Set<String> reserved = Set.of();

  /** The fields of other cloud objects this resource has claimed to decide on; mostly empty. */
  private Set<String> decided = Set.of();

  /** The connection an account had last; null if it had none. */
  public Connection connection;

  /**
   * The connection by which the cloud object was looked at last; null if it was not looked at since
   * the start, or since the API was away.
   */
  public Connection looked;

  /**
   * The connection by which the last pass found nothing left to do; null while a pass runs, and
   * where the last one ended otherwise.
   */
  public volatile Connection settledBy;

  /** Since when the resource waits for a sweep; null if it does not. */
  public Instant awaits;

  /** When the row of a sweep is to confirm the object; null where it is looked at by itself. */
  public Instant due;

  /** The list in which the object is watched; null if it is not. */
  public ListPlace listed;

  /** The list the object was in at the last pass that knew one; null if none did. */
  public ListPlace place;

  /** Since when the resource waits for its turn at the API; null if the last pass had its turn. */
  public Instant queued;

  /** The course of an object on its way at the last look; null if at rest or no row can tell. */
  public Course course;

  private Runnable unlist = () -> {};

  /** News of passes whose status is not written yet; null if there is none. */
  private Untold untold;

  /** The last warning people were given; null if none since the start, or its cause is over. */
  Warned warned;

  /** The differences people were told of and that were not seen to be over yet. */
  public Set<Reason> differed = Set.of();

  /** What the resource waits for; null if it does not wait. */
  Wait waits;

  /**
   * When the resource came to its cloud object; null once the event of that is no news any more.
   */
  Instant obtained;

  /** Whether the resource came to its cloud object since the start and was not Ready since. */
  public boolean isNew;

  /** The last reason of Ready that told whether the object is on or off; null if none has. */
  String power;

  /** How often in a row a pass had to look again because its view was out of date. */
  public int again;

  /** How long this step has been the next one, pass after pass. */
  public Duration since(String next, Instant now) {
    if (!next.equals(step)) {
      step = next;
      stepSince = now;
    }
    return Duration.between(stepSince, now);
  }

  /** Whether it is known that no step was sent that may have interrupted what is put aside. */
  public boolean asideUntouched;

  /** Whether putting back what is aside was tried since the start. */
  public boolean triedBack;

  /** Whether the spec was edited since the object was last made again. */
  public boolean edited;

  private Streaks streaks = Streaks.NONE;
  private Long generation;

  /** The step that is next, and since when. */
  private String step;

  private Instant stepSince;

  /** The intent that was read last; {@code firstRead} has when it was read first. */
  private String readIntent;

  private Instant firstRead;

  /** The natural keys this resource has claimed for a create. */
  public Set<String> reserved() {
    return reserved;
  }

  /** Notes a natural key that this resource has claimed. */
  public void reserve(String key) {
    reserved = with(reserved, key);
  }

  /** Notes that this resource has given back all its natural keys. */
  public void unreserve() {
    reserved = Set.of();
  }

  /** The fields of other cloud objects this resource has claimed to decide on. */
  public Set<String> decided() {
    return decided;
  }

  /** Notes a field that this resource has claimed to decide on. */
  public void decide(String key) {
    decided = with(decided, key);
  }

  /** Notes that this resource has given back all fields but these. */
  public void decideOnly(Set<String> wanted) {
    decided = decided.stream().filter(wanted::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** The same set where the key is in it already, as in nearly every pass. */
  private static <K> Set<K> with(Set<K> keys, K key) {
    return keys.contains(key)
        ? keys
        : Stream.concat(keys.stream(), Stream.of(key)).collect(Collectors.toUnmodifiableSet());
  }

  /** Notes that people were told of these differences. */
  public void differs(Set<Reason> told) {
    for (var reason : told) {
      differed = with(differed, reason);
    }
  }

  /** Notes the list in which the object is watched, and how to end that. */
  public void list(ListPlace list, Runnable end) {
    listed = list;
    unlist = end;
  }

  /** Ends the watch over the object in its list. */
  public void unlist() {
    unlist.run();
    listed = null;
    unlist = () -> {};
  }

  /**
   * Notes that a pass begins. Counts failures anew after an edit of the spec, for earlier ones tell
   * nothing about it.
   */
  public void begin(HasMetadata resource) {
    settledBy = null;
    var now = resource.getMetadata().getGeneration();
    if (generation != null && now != null && !generation.equals(now)) {
      streaks = Streaks.NONE;
      inVain = 0;
      edited = true;
    }
    generation = now == null ? generation : now;
  }

  /** The intent with a plausible time, see {@link Intent#dated}. */
  public Intent dated(Intent intent, Instant apiTime) {
    if (!intent.text().equals(readIntent) || apiTime.isBefore(firstRead)) {
      readIntent = intent.text();
      firstRead = apiTime;
    }
    return intent.dated(apiTime, firstRead);
  }

  /**
   * Notes what is to be told once the status is written; answers all of it, also of earlier passes
   * whose status could not be written.
   *
   * @param before the conditions the pass began with
   * @param old the status the pass began with; null for none, and for an account's
   */
  public Untold tell(List<Condition> before, ManagedStatus<?> old, EventReason obtained) {
    if (untold != null) {
      untold = untold.and(obtained);
    } else if (old == null) {
      untold = new Untold(before, null, null, obtained);
    } else {
      untold = new Untold(before, old.id(), old.observed(), obtained);
    }
    return untold;
  }

  /** Notes that everything was told. */
  public void told() {
    untold = null;
  }

  /** The failures in a row until now. */
  public Streaks failed() {
    return streaks;
  }

  /** Notes how a pass ended; answers how often in a row it came to this, at least 1. */
  public int count(Verdict verdict) {
    switch (verdict.shape()) {
      case SETTLED, SHOWN, PAUSED -> streaks = Streaks.NONE;
      case WAITING, STALLED, TRANSIENT, DELETE_WAITING, DELETE_STALLED -> {
        // A verdict with notAfter continues an earlier failure or a change, so it is not counted.
        if (verdict.notAfter() == null) {
          streaks = streaks.and(verdict);
        }
      }
      case FAILED, MOVING, DELETING, QUEUED -> {}
    }
    return streaks.length(verdict);
  }
}
