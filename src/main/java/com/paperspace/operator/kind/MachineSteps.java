package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Operation;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.kind.MachinePlan.Planned;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import com.paperspace.operator.reconcile.adapter.Step.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What can be done to a machine, told as steps. */
final class MachineSteps {
  private MachineSteps() {}

  /**
   * A restart asked for before there is a machine is served by its first start, so the token is
   * remembered as served.
   */
  static Step<MachineRemote> create(Machine resource, String name, Inputs inputs) {
    var body = MachineRows.create(resource, name, inputs::id);
    var marks = new HashMap<>(Map.of(MachineMarks.RESTART, MachineMarks.token(resource)));
    if (resource.getSpec().template() != null) {
      marks.put(OsTemplate.FIELD, inputs.id(OsTemplate.FIELD));
    }
    var script = MachineScript.declared(resource.getSpec(), inputs::id);
    if (script != null) {
      marks.put(MachineScript.MARK, script);
    }
    return Step.create(
        name,
        api -> {
          var made = api.machines().create(body);
          return outcome(
              new MachineRemote(made.data(), made.event(), null, null, null), made, marks);
        });
  }

  /** The one call that comes next, see {@link MachinePlan}. */
  static Step<MachineRemote> next(
      Machine resource, MachineRemote remote, List<Drift> todo, Inputs inputs) {
    var marks = inputs.marks();
    var planned = MachinePlan.next(resource, remote, todo, inputs);
    var carries = todo.stream().filter(d -> planned.carries().contains(d.field())).toList();
    var call = planned.call();
    var question =
        MachineTypeCheck.before(planned, resource, remote, todo, marks)
            .or(
                () ->
                    People.question(
                        MachineRows.ACCESSORS_BY_ADDRESS, carries, remote.withoutEvent(), inputs));
    if (question.isPresent()) {
      return question.get();
    }
    if (call instanceof MachineCall.None) {
      var names = String.join(", ", new TreeSet<>(planned.marks().keySet()));
      // The event that told of a failure was judged when this was decided.
      return Step.note("remember " + names, carries, remote.withoutEvent(), planned.marks());
    }
    var detour = detour(resource, call, carries, todo);
    var kind =
        call instanceof MachineCall.Follow
            ? Kind.NOTE
            : detour.isPresent() ? Kind.DETOUR : Kind.CHANGE;
    return new Step<>(
        kind,
        detour.orElseGet(() -> summary(call, carries)),
        carries,
        call instanceof MachineCall.Stop || call instanceof MachineCall.Restart,
        kind == Kind.DETOUR && call instanceof MachineCall.Stop
            ? Set.of(MachineRows.POWER)
            : Set.of(),
        leaves(resource, remote, carries),
        api -> send(planned, remote, inputs, api));
  }

  /** One that is to have another address keeps no static one, which goes on being billed. */
  private static String leaves(Machine resource, MachineRemote remote, List<Drift> carries) {
    return carries.stream().anyMatch(it -> it.field().equals(MachineRows.ADDRESS))
        ? MachineState.staticAddress(resource, remote.view())
            .map(AddressOfMachine::leftBehind)
            .orElse(null)
        : null;
  }

  /** A stop another change needs, and the start after it; empty for other calls. */
  private static Optional<String> detour(
      Machine resource, MachineCall call, List<Drift> carries, List<Drift> todo) {
    var power = resource.getSpec().powerState();
    if (call instanceof MachineCall.Stop && (!"Off".equals(power) || carries.isEmpty())) {
      var waiting = todo.stream().filter(d -> d.remedy() == Remedy.CORRECT).toList();
      return Optional.of("stop, to change " + Step.words(waiting));
    }
    return call instanceof MachineCall.Start && power == null
        ? Optional.of("start again, after the change it was stopped for")
        : Optional.empty();
  }

  private static String summary(MachineCall call, List<Drift> carries) {
    if (call instanceof MachineCall.Restart) {
      return "restart";
    }
    return call instanceof MachineCall.Follow
        ? "follow the restart that is under way"
        : "change " + Step.words(carries);
  }

  private static Outcome<MachineRemote> send(
      Planned planned, MachineRemote remote, Inputs inputs, Paperspace api) {
    Operation<Machines.View> answer;
    try {
      answer = planned.call().send(api, remote.view().id());
    } catch (PaperspaceException e) {
      return MachineRefusal.learned(e, planned, remote, inputs, api);
    }
    var accessors = remote.accessors() == null ? null : planned.call().after(remote.accessors());
    var scripts = remote.scripts() == null ? null : planned.call().scripts(remote.scripts());
    var after =
        new MachineRemote(
            answer.data() == null ? remote.view() : answer.data(),
            answer.event(),
            accessors,
            remote.desktop(),
            remote.restart(),
            scripts);
    return outcome(after, answer, planned.marks());
  }

  /**
   * What hangs on the machine dies with it: snapshots do, templates do not (docs/paperspace-api.md
   * 2.4).
   */
  static Step<MachineRemote> delete(MachineRemote remote) {
    var id = remote.view().id();
    return Step.delete(id, remote, api -> api.machines().delete(id));
  }

  /** Some services delete a machine only while it is off (docs/paperspace-api.md 2.4, 10.28). */
  static Optional<Step<MachineRemote>> clearForDelete(MachineRemote remote) {
    var state = remote.view().state();
    if (MachineRemote.READY.equals(state)) {
      var stop = new MachineCall.Stop();
      return Optional.of(
          new Step<>(
              Kind.DETOUR,
              "stop, to delete it",
              List.of(),
              true,
              api -> outcome(remote, stop.send(api, remote.view().id()), Map.of())));
    }
    // Any other state may never end, so the delete is asked for again instead.
    return "stopping".equals(state)
        ? Optional.of(Step.note("wait until it is off", List.of(), remote, Map.of()))
        : Optional.empty();
  }

  private static Outcome<MachineRemote> outcome(
      MachineRemote after, Operation<Machines.View> answer, Map<String, String> marks) {
    return new Outcome<>(after, answer.event() == null ? null : answer.event().id(), marks);
  }
}
