package com.paperspace.operator.bench;

/**
 * Who brings the cloud in line with what was written: an operator, or a baseline.
 *
 * @param name what the figures call it
 * @param namespace where it works, alone
 * @param watches whether it sees by itself what was written, or is told
 */
record Contender(String name, String namespace, Child process, boolean watches)
    implements AutoCloseable {
  static Contender operator(Site site, String name) {
    var namespace = named(site, name);
    var process = Child.operator(namespace, site.variables(namespace));
    return new Contender(name, namespace, process, true);
  }

  /**
   * A loop that makes the same calls and writes ({@code bare}), that has an informer of what it
   * writes besides ({@code watching}), or that makes the writes alone ({@code lean}).
   */
  static Contender loop(Site site, String name, String which) {
    var namespace = named(site, name);
    var process =
        Child.told(
            namespace,
            Loops.class,
            which,
            site.kubeconfig().toString(),
            site.cloud.url().toString(),
            site.keyOf(namespace),
            namespace);
    return new Contender(name, namespace, process, false);
  }

  static Contender naive(Site site, String name) {
    var namespace = named(site, name);
    var process =
        Child.baseline(
            namespace,
            NaiveOperator.class,
            site.kubeconfig().toString(),
            site.cloud.url().toString(),
            site.keyOf(namespace),
            namespace);
    return new Contender(name, namespace, process, true);
  }

  private static String named(Site site, String name) {
    var namespace = site.fileOf(name);
    site.namespace(namespace);
    return namespace;
  }

  /** Sees nothing from now on, so that all is written before it begins. */
  void hold() {
    if (watches) {
      process.hold();
    }
  }

  /** Is told what was written, and reads it if it has to. */
  void prepare(Phase phase) {
    if (!watches) {
      requireAnswer("prepared", process.ask(phase.name()));
    }
  }

  /** Begins; may return before all is done. */
  void go() {
    if (watches) {
      process.release();
    } else {
      requireAnswer("done", process.ask("go"));
    }
  }

  private void requireAnswer(String wanted, String answer) {
    if (!answer.equals(wanted)) {
      throw new IllegalStateException(name + " said " + answer);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
