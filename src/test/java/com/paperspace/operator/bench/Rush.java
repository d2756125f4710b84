package com.paperspace.operator.bench;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * One phase of a storm as it was measured, from the release of the contender until a watch has seen
 * the last object Ready or gone.
 *
 * @param cpu milliseconds of processor time of the contender
 * @param calls of the cloud's API, by method and path template
 * @param writes to Kubernetes but those of events, by verb and resource
 * @param events writes of events by the end; nobody waits for the others
 */
record Rush(
    int objects,
    double seconds,
    double cpu,
    Map<String, Long> calls,
    Map<String, Long> writes,
    long events) {

  static final String RATE = ": objects/s";

  /** Has a contender go through the phases that are wanted, and tells of each. */
  static void through(
      Site site,
      Contender contender,
      Budget budget,
      int objects,
      Predicate<Phase> wanted,
      BiConsumer<Phase, Rush> seen) {
    var herd = new Herd(site.kubernetes(), contender.namespace(), budget.accounts(), objects);
    try (var arrivals = Arrivals.ofProjects(site.kubernetes(), contender.namespace())) {
      for (var phase : Phase.values()) {
        // What is not created cannot be edited, and what is not deleted is in the way.
        if (phase != Phase.EDIT || wanted.test(phase)) {
          Pause.millis(budget.refillMillis());
          var rush = one(site, contender, herd, arrivals, phase);
          if (wanted.test(phase)) {
            seen.accept(phase, rush);
          }
        }
      }
    }
  }

  private static Rush one(
      Site site, Contender contender, Herd herd, Arrivals<?> arrivals, Phase phase) {
    contender.hold();
    herd.write(phase);
    arrivals.written(phase, herd.count);
    contender.prepare(phase);
    var ledger = Ledger.open(site);
    double before = Usage.cpuMillis(contender.process());
    long start = System.nanoTime();
    contender.go();
    arrivals.done(phase, herd.count);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = Usage.cpuMillis(contender.process()) - before;
    var writes = ledger.kubernetes();
    return new Rush(herd.count, seconds, cpu, ledger.cloud(), writes, ledger.events());
  }

  /** Notes how fast it was, and at what price of the processor. */
  void noteSpeed(Figures figures, String of, String who) {
    figures.add(of, who + RATE, objects / seconds);
    figures.add(of, who + ": CPU ms/object", cpu / objects);
    System.out.printf("     %s %s%n", calls, writes);
  }

  /** Notes what it asked of both servers, in columns that begin so. */
  void noteCounts(Figures figures, String of, String prefix) {
    figures.add(of, prefix + "API calls/object", (double) callsMade() / objects);
    figures.add(of, prefix + "Kubernetes writes/object", (double) sum(writes) / objects);
    figures.add(of, prefix + "event writes/object", (double) events / objects);
  }

  long callsMade() {
    return sum(calls);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
