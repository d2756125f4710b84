package com.paperspace.operator.faults;

import com.paperspace.operator.faults.Operations.Operation;
import java.time.Duration;
import java.util.List;

/**
 * Lives of one kind, one after the other on one stage: in each the process dies somewhere, and
 * another one, which knows nothing of it, takes the life to its end.
 */
final class Sweep implements AutoCloseable {
  /** An act older than the clocks' tolerance of 5 s is never taken for one made later. */
  private static final Duration BETWEEN_LIVES = Duration.ofSeconds(10);

  private final Life life;
  private Stage stage;

  Sweep(Life life) {
    this.life = life;
    open();
  }

  private void open() {
    stage = Stage.open();
    life.prepare().accept(stage.rig);
    rest();
  }

  /** What the operator changes in a life without a crash. */
  List<Operation> operations() {
    var operations = Operations.of(stage);
    if (!isKnown(operations)) {
      throw new AssertionError(life + ": the outcome is unknown without a crash");
    }
    return operations.seen();
  }

  /**
   * Tells a life in which the process dies there; answers whether it is known what came of it.
   *
   * @throws AssertionError when it left too much or too little
   */
  boolean isKnownAfter(Operation fatal, CrashPoint point) {
    try {
      var operations = Operations.of(stage, fatal, point);
      boolean known = isKnown(operations);
      require(operations.areOver(), "the process never came there");
      return known;
    } catch (AssertionError | RuntimeException e) {
      // What it left must not be laid at the door of the next life.
      stage.close();
      open();
      throw new AssertionError(life + ": " + point + " " + fatal + ": " + e.getMessage(), e);
    }
  }

  private boolean isKnown(Operations operations) {
    int made = life.made().applyAsInt(stage);
    int there = life.there().applyAsInt(stage);
    boolean known = true;
    for (var step : life.steps()) {
      take(step, operations);
      int more = life.there().applyAsInt(stage) - there;
      require(more == step.leaves(), "there are " + more + " objects, not " + step.leaves());
      known &= !Life.isUnknown(stage, life.kind());
    }
    int times = life.made().applyAsInt(stage) - made;
    require(times == 1 || (times == 0 && !known), "made " + times + " times");
    require(stage.cloud.violations().isEmpty(), "violations: " + stage.cloud.violations());
    collectGarbage();
    return known;
  }

  private void take(Life.Step step, Operations operations) {
    boolean lived = !operations.areOver();
    step.act().accept(stage.rig);
    stage.until(() -> (lived && operations.areOver()) || step.holds().test(stage));
    if (!lived || !operations.areOver()) {
      rest();
    }
    if (lived && operations.areOver()) {
      stage.restart();
      stage.cloud.faults().clear();
      stage.until(() -> step.holds().test(stage));
      rest();
    }
  }

  /** What a step leaves to the next pass is due at once, and a part of it. */
  private void rest() {
    stage.pass(Duration.ZERO);
  }

  /** The mock server leaves the Secrets of owners that are gone. */
  private void collectGarbage() {
    var secrets = stage.rig.kubernetes.client().secrets().inNamespace(stage.rig.namespace);
    secrets.list().getItems().stream()
        .filter(it -> !it.getMetadata().getOwnerReferences().isEmpty())
        .forEach(it -> secrets.resource(it).delete());
    stage.pass(BETWEEN_LIVES);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  @Override
  public void close() {
    stage.close();
  }
}
