package com.paperspace.operator.faults;

import com.paperspace.operator.faults.Operations.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lives of one kind on one stage, each with a process that dies somewhere and a cold restart. */
final class Sweep implements AutoCloseable {
  private final Life life;
  private Stage stage;

  /** How a life ended. */
  enum End {
    /** With one object while it lived, and none after. */
    WELL,
    /** It is not known whether the act was done, which is said; it was not done twice. */
    UNKNOWN
  }

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
    return tell(Operations.of(stage), new ArrayList<>()).seen();
  }

  /** Tells a life in which the process dies there. */
  End dying(Operation at, CrashPoint point) {
    var ends = new ArrayList<End>();
    try {
      var operations = tell(Operations.of(stage, at, point), ends);
      require(operations.areOver(), "the process never came to " + at);
    } catch (AssertionError | RuntimeException e) {
      close();
      open();
      throw new AssertionError(life + ", crash at " + at + ", " + point + ": " + e.getMessage(), e);
    }
    return ends.contains(End.UNKNOWN) ? End.UNKNOWN : End.WELL;
  }

  private Operations tell(Operations operations, List<End> ends) {
    int made = life.made().applyAsInt(stage);
    int there = life.there().applyAsInt(stage);
    for (var step : life.steps()) {
      take(step, operations);
      require(life.there().applyAsInt(stage) - there == step.leaves(), "objects: " + there(there));
      if (Life.isUnknown(stage, life.kind())) {
        ends.add(End.UNKNOWN);
      }
    }
    int now = life.made().applyAsInt(stage) - made;
    require(now == 1 || (now == 0 && ends.contains(End.UNKNOWN)), "made " + now + " times");
    require(stage.cloud.violations().isEmpty(), "violations: " + stage.cloud.violations());
    collectGarbage();
    return operations;
  }

  private String there(int before) {
    return life.there().applyAsInt(stage) + ", before it was " + before;
  }

  private void take(Life.Step step, Operations operations) {
    boolean lived = !operations.areOver();
    step.act().accept(stage.rig);
    stage.until(() -> (lived && operations.areOver()) || step.holds().test(stage));
    rest();
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
    rest();
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
