package com.paperspace.operator.faults;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.lifecycle.ActLife;
import com.paperspace.operator.lifecycle.KindScript;
import com.paperspace.operator.support.Rig;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * One life of a kind, from nothing to nothing; it can be told again and again on one stage.
 *
 * @param prepare makes what it refers to, which stays
 * @param steps what happens to it; the last one is its deletion
 * @param made how many objects, or acts, the cloud has ever seen of the kind
 * @param there how many objects it has now
 */
record Life(
    Class<? extends PaperspaceResource<?, ?>> kind,
    Consumer<Rig> prepare,
    List<Step> steps,
    ToIntFunction<Stage> made,
    ToIntFunction<Stage> there) {

  /**
   * What a person does, and what comes of it.
   *
   * @param leaves how many objects of the kind there are more than before the life
   */
  record Step(Consumer<Rig> act, Predicate<Stage> holds, int leaves) {}

  /** One of every kind. */
  static List<Life> all() {
    return Stream.concat(KindScript.all().stream().map(Life::of), Stream.of(act())).toList();
  }

  private static Life of(KindScript script) {
    var kind = script.kind();
    var make =
        new Step(
            rig -> rig.apply(script.manifest(ActLife.NAME, script.spec(), "")),
            stage -> isReady(stage, kind),
            1);
    var change =
        new Step(
            rig -> rig.apply(script.manifest(ActLife.NAME, script.changed(), "")),
            stage -> isReady(stage, kind) && isChanged(stage, script),
            1);
    return new Life(
        kind,
        script.prepare(),
        List.of(make, change, deletion(kind)),
        stage -> script.table().apply(stage.rig).made(),
        stage -> script.table().apply(stage.rig).size());
  }

  /** Of an act it may stay unknown whether it was done, and then it is never done twice. */
  private static Life act() {
    var kind = SnapshotRestore.class;
    return new Life(
        kind,
        ActLife::refersTo,
        List.of(
            new Step(ActLife::begin, stage -> isReady(stage, kind) || isUnknown(stage, kind), 0),
            deletion(kind)),
        stage -> ActLife.done(stage.rig),
        stage -> 0);
  }

  private static Step deletion(Class<? extends PaperspaceResource<?, ?>> kind) {
    return new Step(
        rig -> rig.delete(kind, ActLife.NAME),
        stage -> stage.rig.find(kind, ActLife.NAME).isEmpty(),
        0);
  }

  private static boolean isReady(Stage stage, Class<? extends PaperspaceResource<?, ?>> kind) {
    return stage.rig.find(kind, ActLife.NAME).filter(it -> Rig.is(it, "Ready", "True")).isPresent();
  }

  static boolean isUnknown(Stage stage, Class<? extends PaperspaceResource<?, ?>> kind) {
    return stage
        .rig
        .find(kind, ActLife.NAME)
        .flatMap(it -> Rig.condition(it, "Stalled"))
        .filter(it -> it.reason().equals("OutcomeUnknown"))
        .isPresent();
  }

  private static boolean isChanged(Stage stage, KindScript script) {
    return script.table().apply(stage.rig).all().stream()
        .anyMatch(it -> script.isChanged().test(stage.rig, it));
  }

  @Override
  public String toString() {
    return kind.getSimpleName();
  }
}
