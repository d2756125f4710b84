package com.paperspace.operator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.simulator.Delay;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a life costs at the most: calls of the API, writes to Kubernetes and, beside those, of
 * events, by kind and step.
 */
class LifeCostTest {
  private static final String NAME = "subject";

  /** Of a create, a change and a delete; who lowers one lowers it here. */
  private static final Map<String, List<Cost>> MOST =
      Map.ofEntries(
          // The login is tested in a pass of its own, after the status of the write; its date,
          // which
          // tells whose write was the last, is read back after each.
          Map.entry(
              "ContainerRegistry",
              List.of(new Cost(1, 3, 3), new Cost(1, 2, 2), new Cost(1, 5, 2))),
          // It looks whether its machine is off before its create.
          Map.entry(
              "CustomTemplate", List.of(new Cost(1, 4, 3), new Cost(1, 1, 2), new Cost(1, 3, 2))),
          // It leaves one project before it joins another, and tells of both.
          Map.entry("Model", List.of(new Cost(1, 0, 2), new Cost(2, 6, 3, 2), new Cost(1, 4, 2))),
          // A tag is a call of its own, and told of by itself.
          Map.entry(
              "PaperspaceProject",
              List.of(new Cost(2, 0, 2), new Cost(2, 4, 3, 2), new Cost(1, 6, 2))),
          Map.entry(
              "ProjectSecret", List.of(new Cost(1, 2, 2), new Cost(1, 2, 2), new Cost(1, 4, 2))),
          Map.entry("Deployment", List.of(new Cost(1, 3, 3), new Cost(1, 4, 3), new Cost(1, 4, 2))),
          // What was changed is that it is to be off; that it is comes later.
          Map.entry("Machine", List.of(new Cost(1, 2, 3), new Cost(1, 3, 3, 2), new Cost(1, 3, 2))),
          // A look at all machines and drives, and whether the key shows all, go before its delete.
          Map.entry(
              "PrivateNetwork", List.of(new Cost(1, 1, 2), new Cost(1, 1, 2), new Cost(1, 6, 2))),
          // It is claimed and, once its id is in the status, assigned; its Secret is the fourth
          // write.
          // The region of the machine is read before, and who has which before each assignment.
          // The next machine is noted before it has it, and it is taken off that before it goes.
          Map.entry("PublicIp", List.of(new Cost(2, 4, 4), new Cost(1, 5, 3), new Cost(2, 4, 3))),
          // The third write of its create is the Secret with its credentials.
          Map.entry(
              "SharedDrive", List.of(new Cost(1, 1, 3), new Cost(1, 1, 2), new Cost(1, 3, 2))),
          // It lists what stands before its create.
          Map.entry("Snapshot", List.of(new Cost(1, 3, 3), new Cost(1, 1, 2), new Cost(1, 4, 2))),
          // It is turned off by a second call after its create.
          Map.entry(
              "StartupScript", List.of(new Cost(2, 1, 3), new Cost(1, 1, 2), new Cost(1, 3, 2))),
          Map.entry(
              "StorageProvider", List.of(new Cost(1, 1, 2), new Cost(1, 1, 2), new Cost(1, 7, 2))),
          // A look at its versions, datasets or models goes before a delete.
          Map.entry("Dataset", List.of(new Cost(1, 0, 2), new Cost(1, 1, 2), new Cost(1, 5, 2))),
          Map.entry(
              "DatasetVersion", List.of(new Cost(1, 0, 2), new Cost(1, 1, 2), new Cost(1, 4, 2))),
          Map.entry(
              "TeamSecret", List.of(new Cost(1, 2, 2), new Cost(1, 2, 2), new Cost(1, 4, 2))));

  /** What the service goes on making after it has answered. */
  private static final Set<Class<?>> SLOW =
      Set.of(CustomTemplate.class, Deployment.class, Machine.class, Snapshot.class);

  private static final Set<Delay> SLOWED =
      EnumSet.of(Delay.PROVISION, Delay.SNAPSHOT, Delay.DISTRIBUTE, Delay.APPLY, Delay.HEALTHY);

  /**
   * What a step costs.
   *
   * @param changes calls of the API that change something
   * @param reads calls that do not
   * @param writes requests to Kubernetes that change something
   * @param events writes of events
   */
  record Cost(int changes, int reads, int writes, int events) {
    /** A step is told by one event. */
    Cost(int changes, int reads, int writes) {
      this(changes, reads, writes, 1);
    }

    boolean isWithin(Cost most) {
      return changes <= most.changes
          && reads <= most.reads
          && writes <= most.writes
          && events <= most.events;
    }
  }

  static List<KindScript> kinds() {
    return KindScript.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noStepCostsMore(KindScript script) throws InterruptedException {
    try (var rig = new Rig(KubeServer.mock(), Kinds.all())) {
      rig.cloud.instant();
      rig.startOperator().account();
      rig.settle();
      script.prepare().accept(rig);
      rig.settle();
      var costs = new ArrayList<Cost>();
      costs.add(
          cost(
              rig,
              () -> {
                rig.apply(script.manifest(NAME, script.spec(), ""));
                rig.untilReady(script.kind(), NAME);
              }));
      costs.add(
          cost(
              rig,
              () -> {
                rig.apply(script.manifest(NAME, script.changed(), ""));
                rig.passTimeUntil(
                    "the change arrives",
                    () ->
                        script.table().apply(rig).all().stream()
                            .anyMatch(it -> script.isChanged().test(rig, it)));
                rig.untilReady(script.kind(), NAME);
              }));
      costs.add(
          cost(
              rig,
              () -> {
                rig.delete(script.kind(), NAME);
                rig.untilGone(script.kind(), NAME);
              }));
      var most = MOST.get(script.toString());
      for (int i = 0; i < most.size(); i++) {
        assertThat(costs.get(i).isWithin(most.get(i)))
            .as("of create, change and delete, " + costs + " is at the most " + most)
            .isTrue();
      }
    }
  }

  static Stream<KindScript> slowKinds() {
    return KindScript.all().stream().filter(it -> SLOW.contains(it.kind()));
  }

  /** One when it is made and, minutes later, one when it is ready. */
  @ParameterizedTest
  @MethodSource("slowKinds")
  void aCreateThatTakesMinutesIsToldTwice(KindScript script) throws InterruptedException {
    try (var rig = new Rig(KubeServer.mock(), Kinds.all())) {
      rig.cloud.instant();
      rig.startOperator().account();
      script.prepare().accept(rig);
      rig.settle();
      SLOWED.forEach(it -> rig.cloud.delay(it, Duration.ofMinutes(3)));
      var cost =
          cost(
              rig,
              () -> {
                rig.apply(script.manifest(NAME, script.spec(), ""));
                rig.untilReady(script.kind(), NAME);
              });
      assertThat(cost.events()).as(cost.toString()).isEqualTo(2);
    }
  }

  /** An act is noted twice before it is sent, read to its end, and let go as it is. */
  @Test
  void noActCostsMore() throws InterruptedException {
    try (var rig = new Rig(KubeServer.mock(), Kinds.all())) {
      rig.cloud.instant();
      var act = new ActLife(rig);
      act.prepare();
      rig.settle();
      var done = cost(rig, act::isDone);
      assertThat(done.isWithin(new Cost(1, 5, 4))).as(done.toString()).isTrue();
      assertThat(cost(rig, act::isLetGo).changes()).as("nothing is undone").isZero();
    }
  }

  private static Cost cost(Rig rig, Runnable step) throws InterruptedException {
    rig.journal.clear();
    int mark = rig.cloud.journal().size();
    step.run();
    // What a step leaves to the next pass is due at once, and a part of its cost.
    rig.time.advance(Duration.ZERO);
    rig.settle();
    var calls = rig.cloud.journal().since(mark);
    int changes = (int) calls.stream().filter(it -> it.mutating()).count();
    return new Cost(
        changes, calls.size() - changes, rig.journal.writes().size(), rig.journal.events().size());
  }
}
