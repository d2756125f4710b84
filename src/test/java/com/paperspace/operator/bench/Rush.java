package com.paperspace.operator.bench;

import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One phase of a storm as it was measured, from the release of the contender until a watch has seen
 * the last object Ready or gone.
 *
 * @param cpu milliseconds of processor time of the contender
 * @param calls of the cloud's API, by method and path template
 * @param writes to Kubernetes, by verb and resource
 */
record Rush(
    int objects, double seconds, double cpu, Map<String, Long> calls, Map<String, Long> writes) {

  /** Has a contender go through all phases, and tells of each. */
  static void through(
      Site site, Contender contender, Budget budget, int objects, BiConsumer<Phase, Rush> seen) {
    var herd = new Herd(site.kubernetes(), contender.namespace(), budget.accounts(), objects);
    try (var arrivals = new Arrivals(site.kubernetes(), contender.namespace())) {
      for (var phase : Phase.values()) {
        Pause.millis(budget.refillMillis());
        seen.accept(phase, one(site, contender, herd, arrivals, phase));
      }
    }
  }

  private static Rush one(
      Site site, Contender contender, Herd herd, Arrivals arrivals, Phase phase) {
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
    return new Rush(herd.count, seconds, cpu, ledger.cloud(), writes);
  }

  double perSecond() {
    return objects / seconds;
  }

  double cpuPerObject() {
    return cpu / objects;
  }

  long callsMade() {
    return sum(calls);
  }

  double callsPerObject() {
    return (double) callsMade() / objects;
  }

  double writesPerObject() {
    return (double) sum(writes) / objects;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
