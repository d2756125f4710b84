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
 * Finds what a machine has that its spec does not want. Only declared fields count, and what the
 * answer does not carry is no difference (docs/paperspace-api.md 2.3).
 *
 * <p>The engine sends a difference again only when its texts change. So a text holds nothing but
 * the two values: a resize the service ignores reads the same before the stop and after the start
 * that went with it, and is not tried again.
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
  }

  static List<Drift> of(Machine resource, MachineRemote remote, Inputs inputs) {
    var diff = new MachineDiff(resource, remote, inputs);
    diff.fixed();
    MachineFields.diff(diff.spec, diff.view).forEach(diff::anyTime);
    diff.whileOff();
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
    // Nothing is sent to what never came to be; the failure stays in view (docs/paperspace-api.md
    // 10.15).
    return found.stream()
        .filter(d -> d.remedy() != Remedy.VERB)
        .map(d -> d.remedy() == Remedy.REPLACE ? d : d.with(Remedy.NOT_SENT))
        .toList();
  }

  private void fixed() {
    if (Regions.differ(spec.region(), view.region())) {
      found.add(Drift.replace("region", spec.region(), view.region()));
    }
  }

  private void accessors() {
    if (remote.accessors() != null) {
      found.addAll(Members.diff(MachineFields.ACCESSORS, spec.accessorIds(), remote.accessorIds()));
    }
  }

  /** Whether it is of another type than declared: an unreadable one must never stop a machine. */
  static boolean isOtherType(Machine.Spec spec, Machines.View view) {
    return spec.machineType() != null
        && view.machineType() != null
        && !spec.machineType().equalsIgnoreCase(view.machineType());
  }

  /** Whether its disk is of another size than declared: likewise. */
  static boolean isOtherSize(Machine.Spec spec, Machines.View view) {
    return spec.diskSize() != null
        && DiskSize.gigabytes(view.storageTotal()) != null
        && !DiskSize.is(view.storageTotal(), spec.diskSize());
  }

  private void whileOff() {
    if (isOtherType(spec, view)) {
      offOnly(MachineFields.MACHINE_TYPE, spec.machineType(), view.machineType());
    }
    if (!isOtherSize(spec, view)) {
      return;
    }
    var actual = DiskSize.gigabytes(view.storageTotal());
    if (spec.diskSize() < actual) {
      found.add(Drift.replace(MachineFields.DISK_SIZE, spec.diskSize(), actual));
    } else {
      offOnly(MachineFields.DISK_SIZE, spec.diskSize(), actual);
    }
  }

  private void offOnly(String field, Object declared, Object actual) {
    offOnly(Drift.correctable(field, declared, actual));
  }

  private void offOnly(Drift drift) {
    boolean mayStop = Boolean.TRUE.equals(spec.allowStop()) || declares("Off");
    found.add(on && !mayStop ? drift.with(Remedy.NEEDS_STOP) : drift);
  }

  private void anyTime(Drift drift) {
    if (needsOff.contains(drift.field())) {
      offOnly(drift);
    } else {
      found.add(drift);
    }
  }

  private void power() {
    if (on && declares("Off")) {
      found.add(Drift.correctable(MachineFields.POWER, "Off", "On"));
    }
    boolean toBeStartedAgain = spec.powerState() == null && isStoppedForChange();
    if (off && (declares("On") || toBeStartedAgain)) {
      found.add(Drift.correctable(MachineFields.POWER, "On", "Off"));
    }
  }

  private void verbs() {
    boolean onlyWatched = spec.policy() != null && spec.policy().observeOnly();
    if (onlyWatched || (!on && !off)) {
      return;
    }
    restart();
    if (!needsOff.isEmpty() && found.stream().noneMatch(d -> needsOff.contains(d.field()))) {
      found.add(
          new Drift(
              MachineFields.NEEDS_OFF,
              "(none)",
              inputs.marks().get(MachineFields.NEEDS_OFF),
              Remedy.VERB));
    }
    boolean over = on && !isChangePending();
    if (isStoppedForChange() && (over || declares("Off"))) {
      // Somebody else started it, or wants it off: a later switch-off must not be undone.
      found.add(new Drift(MachineFields.STOPPED, "(none)", "true", Remedy.VERB));
    }
  }

  private void restart() {
    var token = MachineMarks.token(resource);
    var served = inputs.marks().get(MachineMarks.RESTART);
    if (served == null) {
      // Adopted, or made by a create whose answer was lost: what was asked before is not for now.
      found.add(new Drift(MachineFields.RESTART, token, Drift.NOT_KNOWN, Remedy.VERB));
    } else if (isRestartDue(resource, view, inputs.marks()) || isTakenBack(token)) {
      found.add(new Drift(MachineFields.RESTART, token, served, Remedy.VERB));
    }
  }

  /** Announced, and then its annotation was removed: the announcement must not outlive it. */
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
        .anyMatch(
            it ->
                it.equals(MachineFields.MACHINE_TYPE)
                    || it.equals(MachineFields.DISK_SIZE)
                    || needsOff.contains(it));
  }

  private boolean declares(String power) {
    return power.equals(spec.powerState());
  }

  private boolean isStoppedForChange() {
    return "true".equals(inputs.marks().get(MachineMarks.STOPPED));
  }
}
