package com.paperspace.operator.bench;

/** Who brings the cloud in line with what was written: the operator, or a baseline. */
interface Contender extends AutoCloseable {
  /** What the figures call it. */
  String name();

  /** The process it is. */
  Child process();

  /** Sees nothing from now on, so that all is written before it begins. */
  void hold();

  /** Is told what was written, and reads it if it has to. */
  void prepare(Phase phase);

  /** Begins; may return before all is done. */
  void go();

  @Override
  default void close() {
    process().close();
  }

  /** An operator, which watches by itself. */
  record Watching(String name, Child process) implements Contender {
    @Override
    public void hold() {
      process.hold();
    }

    @Override
    public void prepare(Phase phase) {}

    @Override
    public void go() {
      process.release();
    }
  }

  /** A loop, which is told. */
  record Told(String name, Child process) implements Contender {
    @Override
    public void hold() {}

    @Override
    public void prepare(Phase phase) {
      process.ask(phase.name());
    }

    @Override
    public void go() {
      process.ask("go");
    }
  }
}
