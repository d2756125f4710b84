package com.paperspace.operator.reconcile.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was told lately, so that it is counted up and not told again, and no object tells too much;
 * not thread-safe.
 */
final class EventMemory {
  /** As many different events as there may wait; those told least lately are forgotten. */
  static final int KEPT = 1_000;

  /** Longer than most waits between two tries, and shorter than the hour events are kept. */
  static final Duration SAME_WITHIN = Duration.ofMinutes(10);

  /** What client-go allows each object: 25 at once, and then one in five minutes. */
  static final int PER_OBJECT = 25;

  static final Duration PER_OBJECT_EVERY = Duration.ofMinutes(5);

  private final Map<Notice.Kind, EventSeries> told = new Latest<>();
  private final Map<String, Allowance> objects = new Latest<>();

  private static final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > KEPT;
    }
  }

  /** The series a notice belongs to, counted up; empty when its object has told enough. */
  Optional<EventSeries> note(Notice notice) {
    var series = told.get(notice.kind());
    boolean same = series != null && isSame(series.last(), notice.at());
    if (same) {
      series.again(notice.at());
    }
    boolean allowed =
        objects
            .computeIfAbsent(
                notice.about().getUid(), uid -> new Allowance(PER_OBJECT, PER_OBJECT_EVERY))
            .take(notice.at());
    if (!allowed) {
      return Optional.empty();
    }
    if (!same) {
      series = new EventSeries(notice);
      told.put(notice.kind(), series);
    }
    return Optional.of(series);
  }

  private static boolean isSame(Instant last, Instant now) {
    return now.isBefore(last.plus(SAME_WITHIN));
  }

  /** Forgets an object that is gone. */
  void forget(String uid) {
    objects.remove(uid);
    told.keySet().removeIf(it -> it.uid().equals(uid));
  }

  /** Forgets one that could not be written. */
  void forget(EventSeries series) {
    told.remove(series.first.kind(), series);
  }
}
