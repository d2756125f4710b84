package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.api.EventReason;
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
 * What is known of one object only while the process lives; after a restart the slow, safe way is
 * taken. Touched by the passes of that object alone, of which there is one at a time; only what was
 * written, and when it was told that the object is gone, is read by others too.
 */
public final class Memo {
  /**
   * A cloud object that is to go, and who deleted it.
   *
   * @param seen when it was last there after the answer to its delete was lost; null once the API
   *     has accepted one
   */
  record Deleted(String id, Connection by, Instant seen) {}

  /** A create by the text of its intent, and when its refusal came. */
  public record Refused(String intent, Instant at) {}

  /** A cloud object said to be of another team, and by which key of which team it was sought. */
  record Sought(String id, Connection by, String team) {}

  /** What was last written to Kubernetes. */
  public final Written written = new Written();

  /** When the cloud object was last changed from here; null if not since the start. */
  public Instant lastWrite;

  /** When a change was sent whose answer was lost; null if none was. */
  public Instant unsure;

  /** The create the API refused last for lack of capacity; null if it refused none. */
  public Refused refused;

  /** How many lost creates in a row made nothing. */
  public int inVain;

  /** The last time the cloud object vanished and was made again; null if it stays. */
  public Remade remade;

  /** Since when people are told that the cloud object is gone; null if they are not. */
  public volatile Instant toldGone;

  /** What the answer to a change repeated and no read has confirmed yet; null if nothing. */
  public Map<String, Attempt> echoed;

  /** The fields of the last call of several that was refused, or whose work failed. */
  public Set<String> refusedTogether = Set.of();

  /** What was looked for in vain and waits for a check of the session; null if nothing does. */
  public Absence absent;

  /** The deletion the API has or may have accepted; null if there was none since the start. */
  Deleted deleted;

  /** What a key of another team does not show; null if none was asked since the start. */
  Sought sought;

  /** The natural keys claimed for a create, until what it made is visible; most have none. */
  private Set<String> reserved = Set.of();

  /** The fields of other cloud objects it has claimed to decide on; most have none. */
  private Set<String> decided = Set.of();

  /** The connection an account had last; null if it had none. */
  public Connection connection;

  /**
   * By which the cloud object was looked at last; null if it was not since the start, or since the
   * API was away.
   */
  public Connection looked;

  /** Since when it waits for a list that shows all of its kind; null if it does not. */
  public Instant awaits;

  /** When it looks again if nothing has changed by then; null where it then looks by itself. */
  public Instant due;

  /** The list that is watched for it; null if none is. */
  public ListPlace listed;

  /** The list its object was in when a pass had one last; null if none had. */
  public ListPlace place;

  /** Since when its turn at the API is to come; null if it was not turned away last. */
  public Instant queued;

  /** How its object was on its way at the last look; null if a row cannot tell, or it was not. */
  public Course course;

  private Runnable unlist = () -> {};

  /** What a pass had to tell whose status is not written yet; null if nothing. */
  private Untold untold;

  /** The last warning; null if none was given since the start, or it is over. */
  Warned warned;

  /** The differences people were told of and that were not seen to be over yet. */
  public Set<Reason> differed = Set.of();

  /** What it waits for; null if it does not. */
  Wait waits;

  /** When it came to its cloud object; null if that is no news any more. */
  Instant obtained;

  /** Whether it came to its cloud object since the start and was not Ready since. */
  public boolean isNew;

  /** The last reason of Ready that told whether it runs or is off; null if none has. */
  String power;

  /** How often in a row the view was out of date. */
  public int again;

  /** How long a step has been the next one. */
  public Duration since(String next, Instant now) {
    if (!next.equals(step)) {
      step = next;
      stepSince = now;
    }
    return Duration.between(stepSince, now);
  }

  /** Whether no step that may have interrupted what is put aside was sent, as is known. */
  public boolean asideUntouched;

  /** Whether what is put aside was wanted back since the start. */
  public boolean triedBack;

  /** Whether the spec was edited since the object was last made again. */
  public boolean edited;

  private Streaks streaks = Streaks.NONE;
  private Long generation;

  /** The step that is next, and since when. */
  private String step;

  private Instant stepSince;

  /** The intent that was read last, and when it was first. */
  private String readIntent;

  private Instant firstRead;

  /** The natural keys it has claimed for a create. */
  public Set<String> reserved() {
    return reserved;
  }

  /** Notes a natural key that it has claimed. */
  public void reserve(String key) {
    reserved = with(reserved, key);
  }

  /** Notes that it has given back all natural keys. */
  public void unreserve() {
    reserved = Set.of();
  }

  /** The fields of other cloud objects it has claimed to decide on. */
  public Set<String> decided() {
    return decided;
  }

  /** Notes a field that it has claimed to decide on. */
  public void decide(String key) {
    decided = with(decided, key);
  }

  /** Notes that it has given back all fields but these. */
  public void decideOnly(Set<String> wanted) {
    decided = decided.stream().filter(wanted::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** The same set where it has the key already, as it has in nearly every pass. */
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

  /** Notes the list that is watched for it, and what ends that. */
  public void list(ListPlace list, Runnable end) {
    listed = list;
    unlist = end;
  }

  /** Has no list watched for it any more. */
  public void unlist() {
    unlist.run();
    listed = null;
    unlist = () -> {};
  }

  /** Starts to count anew where the spec was edited: what failed before tells nothing about it. */
  public void begin(HasMetadata resource) {
    var now = resource.getMetadata().getGeneration();
    if (generation != null && now != null && !generation.equals(now)) {
      streaks = Streaks.NONE;
      inVain = 0;
      edited = true;
    }
    generation = now == null ? generation : now;
  }

  /** An intent with a time that can be. */
  public Intent dated(Intent intent, Instant apiTime) {
    if (!intent.text().equals(readIntent) || apiTime.isBefore(firstRead)) {
      readIntent = intent.text();
      firstRead = apiTime;
    }
    return intent.dated(apiTime, firstRead);
  }

  /**
   * Notes what is to be told once the status is written; answers all that is, also of passes whose
   * status was not.
   *
   * @param before the conditions the pass began with
   * @param id that of the status it began with
   */
  public Untold tell(List<Condition> before, String id, EventReason obtained) {
    untold = untold == null ? new Untold(before, id, obtained) : untold.and(obtained);
    return untold;
  }

  /** Notes that all is told. */
  public void told() {
    untold = null;
  }

  /** What failed in a row until now. */
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
