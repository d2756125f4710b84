package com.paperspace.operator.bench;

import com.paperspace.operator.simulator.Journal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Exact counts since a moment: calls of the cloud's API, and writes the API server has had; those
 * of events apart, for nobody waits for them.
 */
final class Ledger {
  private static final Pattern REQUESTS =
      Pattern.compile(
          "apiserver_request_total\\{.*?group=\"([^\"]*)\".*?resource=\"([^\"]*)\".*?subresource=\"([^\"]*)\","
              + "verb=\"(POST|PUT|PATCH|DELETE|APPLY)\".*?\\} (\\S+)");

  /** Written by a control plane itself, or nothing but a question; its own events, too. */
  private static final Pattern BACKGROUND =
      Pattern.compile("\\w+ ((leases|namespaces|selfsubject).*|events)");

  /** Those of an operator: a control plane writes its own in the core group. */
  private static final String EVENTS = "events.k8s.io";

  /** Counters come after the answer; those that stand still for so long are complete. */
  private static final long STILL_MILLIS = 250;

  private final Site site;
  private final int mark;
  private final Map<String, Long> before;

  private Ledger(Site site) {
    this.site = site;
    this.mark = site.cloud.journal().size();
    this.before = writes(site);
  }

  /** Begins to count when the counters stand still. */
  static Ledger open(Site site) {
    var ledger = new Ledger(site);
    return ledger.kubernetes().isEmpty() ? ledger : open(site);
  }

  /** Calls of the cloud so far, by method and path template. */
  Map<String, Long> cloud() {
    var counts = new TreeMap<String, Long>();
    for (Journal.Entry it : site.cloud.journal().since(mark)) {
      counts.merge(it.method() + " " + it.route(), 1L, Long::sum);
    }
    return counts;
  }

  /**
   * Writes so far but those of events, by verb, resource and sub-resource; returns when they stand
   * still.
   */
  Map<String, Long> kubernetes() {
    var counts = needed();
    for (Map<String, Long> earlier = null; !counts.equals(earlier); ) {
      earlier = counts;
      Pause.millis(STILL_MILLIS);
      counts = needed();
    }
    return counts;
  }

  private Map<String, Long> needed() {
    var counts = since();
    counts.keySet().removeIf(it -> it.endsWith(EVENTS));
    return counts;
  }

  /** Writes of events so far; more may follow. */
  long events() {
    return since().entrySet().stream()
        .filter(it -> it.getKey().endsWith(EVENTS))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many that is; tells which. */
  double written() {
    var writes = kubernetes();
    System.out.println("     " + writes);
    return writes.values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> since() {
    var counts = new TreeMap<String, Long>();
    writes(site)
        .forEach(
            (what, count) -> {
              long more = count - before.getOrDefault(what, 0L);
              if (more > 0) {
                counts.put(what, more);
              }
            });
    return counts;
  }

  private static Map<String, Long> writes(Site site) {
    var counts = new TreeMap<String, Long>();
    for (var line : site.kubernetes().raw("/metrics").lines().toList()) {
      var request = REQUESTS.matcher(line);
      if (line.startsWith("apiserver_request_total") && request.find()) {
        var sub = request.group(3).isEmpty() ? "" : "/" + request.group(3);
        boolean isEvent = request.group(1).equals(EVENTS);
        var what = request.group(4) + " " + (isEvent ? EVENTS : request.group(2) + sub);
        if (!BACKGROUND.matcher(what).matches()) {
          counts.merge(what, (long) Double.parseDouble(request.group(5)), Long::sum);
        }
      }
    }
    return counts;
  }
}
