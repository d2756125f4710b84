package com.paperspace.operator.bench;

import com.paperspace.operator.simulator.Journal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Exact counts since a moment: calls of the cloud's API, and writes the API server has had. */
final class Ledger {
  private static final Pattern REQUESTS =
      Pattern.compile(
          "apiserver_request_total\\{.*?resource=\"([^\"]*)\".*?subresource=\"([^\"]*)\","
              + "verb=\"(POST|PUT|PATCH|DELETE|APPLY)\".*?\\} (\\S+)");

  /** Written by a control plane itself, or nothing but a question. */
  private static final Pattern BACKGROUND =
      Pattern.compile("\\w+ (leases|namespaces|selfsubject).*");

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

  /** Writes so far, by verb, resource and sub-resource; returns when they stand still. */
  Map<String, Long> kubernetes() {
    var counts = since();
    for (Map<String, Long> earlier = null; !counts.equals(earlier); ) {
      earlier = counts;
      Pause.millis(STILL_MILLIS);
      counts = since();
    }
    return counts;
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
        var sub = request.group(2).isEmpty() ? "" : "/" + request.group(2);
        var what = request.group(3) + " " + request.group(1) + sub;
        if (!BACKGROUND.matcher(what).matches()) {
          counts.merge(what, (long) Double.parseDouble(request.group(4)), Long::sum);
        }
      }
    }
    return counts;
  }
}
