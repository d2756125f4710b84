package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.GB;
import static com.paperspace.operator.kind.MachineFixture.accessors;
import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.restartAt;
import static com.paperspace.operator.kind.MachineFixture.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Observe, diff and plan together, driven as the engine drives them over a machine that moves in
 * small steps and refuses whatever does not suit its state: exactly the right calls, then silence.
 */
class MachineSimulationTest {
  private final MachineAdapter adapter = new MachineAdapter();
  private final Cloud cloud = new Cloud();
  private final Map<String, String> sent = new HashMap<>();

  /**
   * {@code status.marks} as Attempted keeps it: one text per field, dropped with the difference.
   */
  private final Map<String, String> tried = new HashMap<>();

  private Remedy lastRemedy;

  MachineSimulationTest() {
    sent.put(MachineMarks.RESTART, MachineMarks.NO_TOKEN);
    // What was looked up before is no call on the machine.
    sent.put(MachineTypeCheck.MARK, "A6000");
  }

  @Test
  void resizeWhileOnOfAMachineWhosePowerIsNotManaged() {
    assertThat(run(machine("{diskSize: 100, machineType: A6000, allowStop: true}")))
        .containsExactly("stop", "put A6000 100", "start");
    assertThat(sent).doesNotContainKey(MachineMarks.STOPPED);
    assertThat(cloud.state).isEqualTo("ready");
  }

  @Test
  void resizeWhileOnOfAMachineDeclaredOn() {
    assertThat(run(machine("{diskSize: 100, allowStop: true, powerState: 'On'}")))
        .containsExactly("stop", "put null 100", "start");
    assertThat(sent).doesNotContainKey(MachineMarks.STOPPED);
  }

  @Test
  void resizeOfAMachineThatWasOffLeavesItOff() {
    cloud.state = "off";
    assertThat(run(machine("{diskSize: 100, allowStop: true}"))).containsExactly("put null 100");
  }

  @Test
  void resizeOfAMachineToBeSwitchedOff() {
    assertThat(run(machine("{diskSize: 100, powerState: 'Off'}")))
        .containsExactly("stop", "put null 100");
  }

  @Test
  void resizeThatIsNotAllowedWaits() {
    assertThat(run(machine("{diskSize: 100, name: new}"))).containsExactly("put name new");
    assertThat(lastRemedy).isEqualTo(Remedy.NEEDS_STOP);
  }

  @Test
  void resizeTheServiceIgnoresStopsTheMachineOnce() {
    cloud.ignoresResize = true;
    var machine = machine("{diskSize: 100, allowStop: true}");
    assertThat(run(machine)).containsExactly("stop", "put null 100", "start");
    assertThat(lastRemedy).isEqualTo(Remedy.NOT_APPLIED);
    assertThat(run(machine)).as("and never again").isEmpty();

    tried.clear();
    assertThat(run(machine))
        .as("a person asks for another try by reconcile-at")
        .containsExactly("stop", "put null 100", "start");
  }

  @Test
  void resizeTakenBackHalfWayStartsTheMachineAgain() {
    var machine = machine("{diskSize: 100, allowStop: true}");
    pass(machine);
    assertThat(cloud.calls).as("announced first").isEmpty();
    pass(machine);
    assertThat(cloud.calls).containsExactly("stop");
    assertThat(run(machine("{diskSize: 50, allowStop: true}"))).containsExactly("start");
  }

  @Test
  void everythingAtOnce() {
    cloud.accessors = new ArrayList<>(List.of("u8", "u9"));
    var machine =
        machine(
            "{name: new, publicIpType: static, accessorIds: [u1, u2, u8], diskSize: 100,"
                + " allowStop: true}");
    assertThat(run(restartAt(machine, "t1")))
        .as("the start serves the restart asked for")
        .containsExactly(
            "put name new", "add u1", "add u2", "remove u9", "stop", "put null 100", "start");
  }

  @Test
  void aFieldTheServiceIgnoresHoldsNothingElseUp() {
    cloud.ignoresAddress = true;
    var machine =
        machine("{publicIpType: static, accessorIds: [u1], diskSize: 100, allowStop: true}");
    assertThat(run(machine))
        .containsExactly("put name null", "add u1", "stop", "put null 100", "start");
    assertThat(lastRemedy).isEqualTo(Remedy.NOT_APPLIED);
  }

  @Test
  void aMachineStartedAfterAResizeThatWasIgnoredMayBeSwitchedOff() {
    cloud.ignoresResize = true;
    assertThat(run(machine("{diskSize: 100, allowStop: true}")))
        .containsExactly("stop", "put null 100", "start");
    assertThat(lastRemedy).isEqualTo(Remedy.NOT_APPLIED);
    cloud.state = "off";
    assertThat(run(machine("{diskSize: 100, allowStop: true}")))
        .as("switched off by a person, power not managed")
        .isEmpty();
  }

  @Test
  void powerOffAndOn() {
    assertThat(run(machine("powerState: 'Off'"))).containsExactly("stop");
    assertThat(run(machine("powerState: 'On'"))).containsExactly("start");
    assertThat(run(machine())).as("not managed").isEmpty();
    cloud.state = "off";
    assertThat(run(machine("powerState: 'On'")))
        .as("switched off elsewhere, again")
        .containsExactly("start");
  }

  @Test
  void twoRestartTokensAreTwoRestarts() {
    var machine = machine();
    assertThat(run(restartAt(machine, "t1"))).containsExactly("restart");
    assertThat(run(machine)).isEmpty();
    assertThat(run(restartAt(machine, "t2"))).containsExactly("restart");
    assertThat(run(machine)).isEmpty();
  }

  @Test
  void aRestartWaitsForAMachineThatIsOff() {
    cloud.state = "off";
    var machine = restartAt(machine(), "t1");
    assertThat(run(machine)).isEmpty();
    cloud.state = "ready";
    assertThat(run(machine)).containsExactly("restart");
  }

  @Test
  void anAdoptedMachineIsNotRestartedForAnOldToken() {
    sent.clear();
    var machine = restartAt(machine(), "t1");
    assertThat(run(machine)).isEmpty();
    assertThat(sent).containsEntry(MachineMarks.RESTART, "t1");
    assertThat(run(restartAt(machine, "t2"))).containsExactly("restart");
  }

  @Test
  void aMachineSomebodyElseStartedIsNotStartedByUsLater() {
    cloud.state = "ready";
    sent.put(MachineMarks.STOPPED, "true");
    assertThat(run(machine())).isEmpty();
    cloud.state = "off";
    assertThat(run(machine())).as("switched off by a person, power not managed").isEmpty();
  }

  /** Passes until three in a row were quiet; the calls they made. */
  private List<String> run(Machine machine) {
    cloud.calls.clear();
    int quiet = 0;
    for (int i = 0; i < 200 && quiet < 3; i++) {
      quiet = pass(machine) ? quiet + 1 : 0;
    }
    assertThat(quiet).as("it comes to rest after " + cloud.calls).isEqualTo(3);
    return List.copyOf(cloud.calls);
  }

  /** One pass of the engine; true when there was nothing to do. */
  private boolean pass(Machine machine) {
    cloud.advance();
    var remote = cloud.remote();
    var inputs = inputs(sent, null);
    var seen = adapter.observe(machine, remote, inputs);
    if (seen.phase() == Phase.BUSY) {
      return false;
    }
    var found = judge(adapter.diff(machine, remote, inputs));
    var todo =
        found.stream()
            .filter(d -> d.remedy() == Remedy.CORRECT || d.remedy() == Remedy.VERB)
            .toList();
    lastRemedy = found.isEmpty() ? null : found.get(found.size() - 1).remedy();
    if (todo.isEmpty()) {
      return true;
    }
    var step = MachinePlan.next(machine, remote, todo, inputs);
    adapter.next(machine, remote, todo, inputs).carries().stream()
        .filter(d -> d.remedy() == Remedy.CORRECT)
        .forEach(d -> tried.put(d.field(), d.declared() + "<" + d.actual()));
    cloud.take(step.call());
    step.marks().forEach((key, value) -> sent.compute(key, (k, old) -> value));
    return false;
  }

  private List<Drift> judge(List<Drift> drift) {
    tried.keySet().removeIf(field -> drift.stream().noneMatch(d -> d.field().equals(field)));
    return drift.stream()
        .map(
            d ->
                d.remedy() == Remedy.CORRECT
                        && (d.declared() + "<" + d.actual()).equals(tried.get(d.field()))
                    ? d.with(Remedy.NOT_APPLIED)
                    : d)
        .toList();
  }

  /** One machine; each look lets it take one step. */
  private static final class Cloud {
    final List<String> calls = new ArrayList<>();
    final Deque<Runnable> steps = new ArrayDeque<>();
    List<String> accessors = new ArrayList<>();
    String state = "ready";
    String name = "trainer";
    String type = "A4000";
    String address = "none";
    long disk = 50;
    boolean ignoresResize;
    boolean ignoresAddress;
    MachineEvents.View event;
    MachineEvents.View restart;

    MachineRemote remote() {
      var view =
          view(
              state,
              "name: " + name,
              "machineType: " + type,
              "publicIpType: " + address,
              "storageTotal: " + disk * GB);
      return new MachineRemote(
          view, event, accessors(accessors.toArray(String[]::new)), null, restart);
    }

    void advance() {
      if (!steps.isEmpty()) {
        steps.poll().run();
      }
    }

    void take(MachineCall call) {
      assertThat(steps).as("nothing is sent to a machine that moves").isEmpty();
      if (call instanceof MachineCall.Put put) {
        put(put.body());
      } else if (call instanceof MachineCall.Stop) {
        require("ready");
        calls.add("stop");
        work("stop", "stopping", "off");
      } else if (call instanceof MachineCall.Start) {
        require("off");
        calls.add("start");
        work("start", "starting", "ready");
      } else if (call instanceof MachineCall.Restart) {
        require("ready");
        calls.add("restart");
        work("restart", "restarting", "ready");
        restart =
            new MachineEvents.View(
                "ev" + calls.size(), "restart", "new", "ps1", null, null, null, null);
      } else if (call instanceof MachineCall.AddAccessor add) {
        assertThat(accessors).doesNotContain(add.userId());
        calls.add("add " + add.userId());
        accessors.add(add.userId());
      } else if (call instanceof MachineCall.RemoveAccessor remove) {
        assertThat(accessors).contains(remove.userId());
        calls.add("remove " + remove.userId());
        accessors.remove(remove.userId());
      }
    }

    private void put(Machines.Body body) {
      event = null;
      if (body.machineType() == null && body.diskSize() == null) {
        calls.add("put name " + body.name());
        name = body.name() == null ? name : body.name();
        address = body.publicIpType() == null || ignoresAddress ? address : body.publicIpType();
        return;
      }
      require("off");
      calls.add("put " + body.machineType() + " " + body.diskSize());
      if (!ignoresResize) {
        type = body.machineType() == null ? type : body.machineType();
        disk = body.diskSize() == null ? disk : body.diskSize();
        work("vm-upgrade", "upgrading", "off");
      }
    }

    /** The state lags behind the event at both ends (docs/paperspace-api.md 2.1). */
    private void work(String name, String moving, String end) {
      event = MachineFixture.event(name, "new", null);
      steps.add(() -> event = MachineFixture.event(name, "in progress", null));
      steps.add(() -> state = moving);
      steps.add(() -> event = MachineFixture.event(name, "done", null));
      steps.add(() -> state = end);
    }

    private void require(String wanted) {
      assertThat(state).as("the state this call needs, after " + calls).isEqualTo(wanted);
    }
  }
}
