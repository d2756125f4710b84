package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds where a machine differs from its spec. Only declared fields count; what it means that an
 * answer lacks a field, the row of the field in {@link MachineRows} says (docs/paperspace-api.md
 * 2.3).
 *
 * <p>The engine sends a difference again only when its texts change. So the texts are the two
 * values and nothing else: a resize the service ignores reads the same before the stop and after
 * the start, and is not tried again.
 */
final class MachineDiff {
  private final Machine resource;
  private final Machine.Spec spec;
  private final MachineRemote remote;
  private final Machines.View view;
  private final Inputs inputs;
  private final boolean on;
  private final boolean off;
  private final Set<String> needsOff;
  private final String stopped;
  private final List<Drift> found = new ArrayList<>();

  private MachineDiff(Machine resource, MachineRemote remote, Inputs inputs) {
    this.resource = resource;
    this.spec = resource.getSpec();
    this.remote = remote;
    this.view = remote.view();
    this.inputs = inputs;
    this.on = MachineRemote.READY.equals(view.state());
    this.off = MachineRemote.OFF.equals(view.state());
    this.needsOff = MachineMarks.needsOff(inputs.marks());
    this.stopped = inputs.marks().get(MachineMarks.STOPPED);
  }

  static List<Drift> of(Machine resource, MachineRemote remote, Inputs inputs) {
    var diff = new MachineDiff(resource, remote, inputs);
    diff.fields();
    diff.power();
    diff.verbs();
    // Last: the engine looks at the first few, and many members must not hide the power.
    diff.accessors();
    return diff.result();
  }

  private List<Drift> result() {
    if (!MachineEventState.isFailedCreate(remote.event(), view.state())) {
      return List.copyOf(found);
    }
    // Nothing is sent to a machine whose create failed; the failure stays in view
    // (docs/paperspace-api.md 10.15).
    return found.stream()
        .filter(d -> d.remedy() != Remedy.VERB)
        .map(d -> d.remedy() == Remedy.REPLACE ? d : d.with(Remedy.NOT_SENT))
        .toList();
  }

  private void fields() {
    for (var row : MachineRows.all(inputs::id)) {
      row.diff(spec, view, inputs)
          .map(it -> isForOff(it.field()) ? stopping(it) : it)
          .ifPresent(found::add);
    }
    script().diff(spec).ifPresent(found::add);
  }

  private MachineScript script() {
    return MachineScript.of(spec, remote, inputs);
  }

  private boolean isForOff(String field) {
    return MachineRows.isWhileOff(field) || needsOff.contains(field);
  }

  private Drift stopping(Drift drift) {
    boolean mayStop = Boolean.TRUE.equals(spec.allowStop()) || declares("Off");
    return drift.remedy() == Remedy.CORRECT && on && !mayStop
        ? drift.with(Remedy.NEEDS_STOP)
        : drift;
  }

  private void accessors() {
    var addresses = MachineRows.addresses(spec);
    found.addAll(People.missing(MachineRows.ACCESSORS_BY_ADDRESS, addresses, inputs));
    if (remote.accessors() != null) {
      found.addAll(
          Members.diff(
              MachineRows.ACCESSORS,
              MachineRows.accessors(spec, inputs::id),
              remote.accessorIds()));
    }
  }

  private void power() {
    if (on && declares("Off")) {
      found.add(Drift.correctable(MachineRows.POWER, "Off", "On"));
    }
    boolean toBeStartedAgain = spec.powerState() == null && stopped != null;
    if (off && (declares("On") || toBeStartedAgain)) {
      found.add(Drift.correctable(MachineRows.POWER, "On", "Off"));
    }
  }

  private void verbs() {
    boolean onlyWatched = spec.policy() != null && spec.policy().observeOnly();
    if (onlyWatched || (!on && !off)) {
      return;
    }
    restart();
    script().outdatedMark().ifPresent(found::add);
    outlived(MachineRows.NEEDS_OFF, needsOff);
    outlived(MachineTypeCheck.MARK, Set.of(MachineTypeCheck.FIELD));
    boolean over = on && (MachineMarks.STARTED.equals(stopped) || !isChangePending());
    if (stopped != null && (over || declares("Off"))) {
      // The machine is on again, or is declared off: a later switch-off must not be undone.
      found.add(new Drift(MachineRows.STOPPED, "(none)", stopped, Remedy.VERB));
    }
  }

  /** A mark that is of use only as long as one of these fields differs. */
  private void outlived(String mark, Set<String> fields) {
    var noted = inputs.marks().get(mark);
    if (noted != null && found.stream().noneMatch(d -> fields.contains(d.field()))) {
      found.add(new Drift(mark, "(none)", noted, Remedy.VERB));
    }
  }

  private void restart() {
    var token = MachineMarks.token(resource);
    var served = inputs.marks().get(MachineMarks.RESTART);
    if (served == null) {
      // Adopted, or made by a create whose answer was lost: a token set before asks for nothing.
      found.add(new Drift(MachineRows.RESTART, token, Drift.NOT_KNOWN, Remedy.VERB));
    } else if (isRestartDue(resource, view, inputs.marks()) || isTakenBack(token)) {
      found.add(new Drift(MachineRows.RESTART, token, served, Remedy.VERB));
    }
  }

  /** Whether an announced restart was taken back: the mark must not outlive the annotation. */
  private boolean isTakenBack(String token) {
    return token.equals(MachineMarks.NO_TOKEN)
        && inputs.marks().get(MachineMarks.ANNOUNCED) != null;
  }

  /** Whether a person asked for a restart that was not served and can be now. */
  static boolean isRestartDue(Machine resource, Machines.View view, Map<String, String> sent) {
    var token = MachineMarks.token(resource);
    var served = sent.get(MachineMarks.RESTART);
    return served != null
        && MachineRemote.READY.equals(view.state())
        && !"Off".equals(resource.getSpec().powerState())
        && !token.equals(MachineMarks.NO_TOKEN)
        && !token.equals(served);
  }

  private boolean isChangePending() {
    return found.stream()
        .filter(d -> d.remedy() == Remedy.CORRECT)
        .map(Drift::field)
        .anyMatch(this::isForOff);
  }

  private boolean declares(String power) {
    return power.equals(spec.powerState());
  }
}
