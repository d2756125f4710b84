package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.kind.Members.Member;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Marks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Decides which one call comes next: fields that can change at any time, accessors, its script,
 * what needs the machine off, power, restart (docs/paperspace-api.md 2.3, 2.4).
 */
final class MachinePlan {
  /** Marks that are forgotten once nothing needs them any more. */
  private static final Set<String> OUTLIVED =
      Set.of(MachineRows.STOPPED, MachineRows.NEEDS_OFF, MachineScript.MARK, MachineTypeCheck.MARK);

  private final Machine resource;
  private final Machine.Spec spec;
  private final MachineRemote remote;
  private final Set<String> fields;
  private final List<Member> members;

  /** After a failure the engine may put the power first, so that no other change goes before it. */
  private final boolean isPowersTurn;

  private final Map<String, String> sent;
  private final UnaryOperator<String> ids;
  private final MachineScript script;

  private MachinePlan(Machine resource, MachineRemote remote, List<Drift> drift, Inputs inputs) {
    this.resource = resource;
    this.spec = resource.getSpec();
    this.remote = remote;
    this.members = drift.stream().map(Members::of).flatMap(Optional::stream).toList();
    this.fields =
        drift.stream()
            .filter(d -> Members.of(d).isEmpty())
            .map(Drift::field)
            .collect(Collectors.toUnmodifiableSet());
    this.isPowersTurn = !drift.isEmpty() && drift.get(0).field().equals(MachineRows.POWER);
    this.sent = inputs.marks();
    this.ids = inputs::id;
    this.script = MachineScript.of(spec, remote, inputs);
  }

  /**
   * The next call.
   *
   * @param call what to send
   * @param carries the fields whose values it sends; all others are still to be tried
   * @param marks what to remember after it; null removes a mark
   */
  record Planned(MachineCall call, Set<String> carries, Map<String, String> marks) {}

  /** The next call for differences that may be corrected. */
  static Planned next(Machine resource, MachineRemote remote, List<Drift> drift, Inputs inputs) {
    return new MachinePlan(resource, remote, drift, inputs).next();
  }

  private Planned next() {
    boolean off = MachineRemote.OFF.equals(remote.view().state());
    var needsOff = MachineMarks.needsOff(sent);
    var anyTime = isPowersTurn ? Optional.<Planned>empty() : anyTime(off ? Set.of() : needsOff);
    return anyTime.orElseGet(() -> byPower(off, needsOff));
  }

  /** The next call that can be sent whether the machine is on or off. */
  private Optional<Planned> anyTime(Set<String> waiting) {
    var anyTime = among(field -> MachineRows.isAnyTime(field) && !waiting.contains(field));
    if (!anyTime.isEmpty()) {
      return Optional.of(put(anyTime));
    }
    if (!members.isEmpty()) {
      return Optional.of(accessor(members.get(0)));
    }
    return fields.stream().anyMatch(MachineScript.REF.fields()::contains)
        ? Optional.of(script())
        : Optional.empty();
  }

  private Planned byPower(boolean off, Set<String> needsOff) {
    var whileOff = among(field -> MachineRows.isWhileOff(field) || needsOff.contains(field));
    if (off && !whileOff.isEmpty()) {
      return put(whileOff);
    }
    boolean on = MachineRemote.READY.equals(remote.view().state());
    if (on && (!whileOff.isEmpty() || fields.contains(MachineRows.POWER))) {
      return stop();
    }
    if (off && fields.contains(MachineRows.POWER)) {
      return start();
    }
    return last();
  }

  private Planned put(Set<String> changed) {
    var body = MachineRows.change(spec, MachineRows.withGroups(changed), ids);
    return new Planned(new MachineCall.Put(body), changed, Map.of());
  }

  /** A stop for another change carries no field: that change is still to be sent. */
  private Planned stop() {
    boolean waits = MachineMarks.WAITS.equals(sent.get(MachineMarks.STOPPED));
    if (!"Off".equals(spec.powerState()) && !waits) {
      // Before the call: were its answer lost, nobody would know that it is to be started again.
      // Also where On is declared, for that may be taken out of the spec before the change is made.
      return new Planned(
          new MachineCall.None(), Set.of(), Map.of(MachineMarks.STOPPED, MachineMarks.WAITS));
    }
    boolean declared = fields.contains(MachineRows.POWER);
    return new Planned(
        new MachineCall.Stop(), declared ? Set.of(MachineRows.POWER) : Set.of(), Map.of());
  }

  /** Starting is as good as restarting: it serves a waiting restart token too. */
  private Planned start() {
    var marks = served();
    if (sent.containsKey(MachineMarks.STOPPED)) {
      marks.put(MachineMarks.STOPPED, MachineMarks.STARTED);
    }
    return new Planned(new MachineCall.Start(), Set.of(MachineRows.POWER), marks);
  }

  private Planned last() {
    boolean due = MachineDiff.isRestartDue(resource, remote.view(), sent);
    if (due && fields.contains(MachineRows.RESTART)) {
      return restart();
    }
    var marks = fields.contains(MachineRows.RESTART) ? served() : new HashMap<String, String>();
    var outlived = among(OUTLIVED::contains);
    outlived.forEach(mark -> marks.put(mark, null));
    var carried = among(it -> outlived.contains(it) || it.equals(MachineRows.RESTART));
    return new Planned(new MachineCall.None(), carried, marks);
  }

  /** A restart is announced, looked for, and only then sent: once, whatever answer gets lost. */
  private Planned restart() {
    var token = MachineMarks.token(resource);
    var newest = remote.restart() == null ? MachineMarks.NO_TOKEN : remote.restart().id();
    if (!token.equals(sent.get(MachineMarks.ANNOUNCED))) {
      return new Planned(
          new MachineCall.None(),
          Set.of(),
          Map.of(MachineMarks.ANNOUNCED, token, MachineMarks.BEFORE, newest));
    }
    boolean isSent = remote.restart() != null && !newest.equals(sent.get(MachineMarks.BEFORE));
    return new Planned(
        isSent ? new MachineCall.Follow(remote.restart()) : new MachineCall.Restart(),
        Set.of(MachineRows.RESTART),
        served());
  }

  /** The marks once the present restart token is served. */
  private Map<String, String> served() {
    var marks = new HashMap<String, String>();
    marks.put(MachineMarks.RESTART, MachineMarks.token(resource));
    marks.put(MachineMarks.ANNOUNCED, null);
    marks.put(MachineMarks.BEFORE, null);
    script.mark(sent).ifPresent(ours -> marks.put(MachineScript.MARK, ours));
    return marks;
  }

  /**
   * The script assigned from here goes before another comes, for a service may allow one alone. A
   * script is marked before it is assigned: were the answer lost, nobody would know that it is ours
   * to take away.
   */
  private Planned script() {
    var carried = Set.of(MachineScript.REF.field(spec));
    if (script.isLeftOver()) {
      return new Planned(
          new MachineCall.Unassign(script.ours()), carried, Marks.without(MachineScript.MARK));
    }
    return script.declared().equals(script.ours())
        ? new Planned(new MachineCall.Assign(script.declared()), carried, Map.of())
        : new Planned(
            new MachineCall.None(), Set.of(), Map.of(MachineScript.MARK, script.declared()));
  }

  private static Planned accessor(Member member) {
    if (member.set().equals(MachineRows.ACCESSORS_BY_ADDRESS)) {
      return new Planned(new MachineCall.None(), Set.of(member.field()), Map.of());
    }
    var call =
        member.wanted()
            ? new MachineCall.AddAccessor(member.name())
            : new MachineCall.RemoveAccessor(member.name());
    return new Planned(call, Set.of(member.field()), Map.of());
  }

  private Set<String> among(Predicate<String> group) {
    return fields.stream().filter(group).collect(Collectors.toUnmodifiableSet());
  }
}
