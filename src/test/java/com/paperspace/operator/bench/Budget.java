package com.paperspace.operator.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How fast the operator may use the API in a storm: the accounts its objects use in turns. */
enum Budget {
  /** As good as none: the most that can be said, of each of ten keys. */
  NONE("no budget", 10, 100, 1000),
  HUNDRED("100/s", 1, 100, 50),
  TEN("10/s", 1, 10, 50);

  private final String label;
  private final int keys;
  private final int perSecond;
  private final int burst;

  Budget(String label, int keys, int perSecond, int burst) {
    this.label = label;
    this.keys = keys;
    this.perSecond = perSecond;
    this.burst = burst;
  }

  @Override
  public String toString() {
    return label;
  }

  List<String> accounts() {
    return IntStream.range(0, keys)
        .mapToObj(i -> name().toLowerCase(Locale.ROOT) + "-" + i)
        .toList();
  }

  /** Makes its accounts in a namespace and waits until the operator there has taken them. */
  void open(Site site, String namespace) {
    accounts().forEach(it -> site.account(namespace, it, perSecond, burst));
    accounts().forEach(it -> site.untilReady(namespace, it));
  }

  /** How long until all that can be saved up is there again. */
  long refillMillis() {
    return this == NONE ? 0 : 1000L * burst / perSecond;
  }

  /** How many calls it allows in a time, all that was saved up before among them. */
  double allows(double seconds) {
    return keys * (burst + perSecond * seconds);
  }
}
