package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Machine.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges a machine by its event, its state and the power declared (docs/paperspace-api.md 2.1,
 * 2.2).
 */
final class MachineState {
  static final String STATIC = "static";

  // How long a moving state may last: docs/paperspace-api.md 2.1.
  private static final Duration CREATE = Duration.ofMinutes(20);
  private static final Duration POWER = Duration.ofMinutes(10);
  private static final Duration STOP = Duration.ofMinutes(25);
  private static final Duration LONG = Duration.ofMinutes(60);

  private final Machine resource;
  private final Machines.View view;
  private final MachineEvents.View event;
  private final boolean stoppedForChange;
  private final Inputs inputs;

  private MachineState(Machine resource, MachineRemote remote, Inputs inputs) {
    this.resource = resource;
    this.view = remote.view();
    this.event = remote.event();
    this.inputs = inputs;
    this.stoppedForChange = inputs.marks().containsKey(MachineMarks.STOPPED);
  }

  static Observation<Observed> observe(Machine resource, MachineRemote remote, Inputs inputs) {
    return new MachineState(resource, remote, inputs).observe();
  }

  private Observation<Observed> observe() {
    var progress = MachineEventState.of(event);
    if (progress.isMoving() && !isHung()) {
      // Whatever the state says: a restarting machine stays "ready" for a while
      // (docs/paperspace-api.md 2.1).
      return underWay(progress);
    }
    if (MachineEventState.isFailedCreate(event, view.state())) {
      return Observation.unmade(
          Reason.OperationFailed, MachineEventState.failure(event), observed());
    }
    if (MachineEventState.isFailure(event, view.state(), isAsDeclared())) {
      boolean crowded = PaperspaceException.saysNoCapacity(event.error());
      return Observation.failed(
          crowded ? Reason.OutOfCapacity : Reason.OperationFailed,
          MachineEventState.failure(event) + wayOut(),
          observed());
    }
    return switch (String.valueOf(view.state())) {
      case MachineRemote.READY -> on();
      case MachineRemote.OFF -> off();
      case "provisioning" -> busy(Reason.Creating, "The machine is being provisioned.", CREATE);
      case "starting" -> busy(Reason.Starting, "The machine is starting.", POWER);
      case "serviceready" -> busy(Reason.Starting, "The machine is up but not usable yet.", POWER);
      case "restarting" -> busy(Reason.Restarting, "The machine is restarting.", POWER);
      case "stopping" -> busy(Reason.Stopping, "The machine is stopping.", STOP);
      case "upgrading" -> busy(Reason.Updating, "The machine is being changed.", LONG);
      default -> unknown("state", view.state());
    };
  }

  /** Whether the event never ends, which must not keep a machine at rest from every change. */
  private boolean isHung() {
    boolean rests =
        MachineRemote.READY.equals(view.state()) || MachineRemote.OFF.equals(view.state());
    var since = event.dtCreated() == null ? sinceByStatus() : event.dtCreated();
    return rests && since != null && MachineEventState.isHung(since, inputs.now());
  }

  private Instant sinceByStatus() {
    var operation = inputs.operation();
    return operation == null ? null : Text.time(operation.startedAt());
  }

  /** What ends a failure that nothing follows: nothing else shows that somebody has mended it. */
  private String wayOut() {
    boolean isOn = MachineRemote.READY.equals(view.state());
    return isOn && isAsDeclared() && !declares("Off")
        ? " If the machine is well by now, set the annotation "
            + Annotations.RECONCILE_AT
            + " to a new value."
        : "";
  }

  private boolean isAsDeclared() {
    return MachineRows.isAsDeclared(resource.getSpec(), view);
  }

  private Observation<Observed> underWay(MachineEventState progress) {
    if (progress == MachineEventState.UNKNOWN) {
      return unknown("event state", event.state());
    }
    var name = MachineEventState.words(event.name(), "change");
    var message =
        "Waiting for the machine's "
            + name
            + " to end; its state is "
            + MachineEventState.words(view.state(), "not given")
            + ".";
    return switch (name) {
      case "create" -> busy(Reason.Creating, message, CREATE);
      case "start" -> busy(Reason.Starting, message, POWER);
      case "restart" -> busy(Reason.Restarting, message, POWER);
      case "stop", "vm-shutdown-force" -> busy(Reason.Stopping, message, STOP);
      default -> busy(Reason.Updating, message, LONG);
    };
  }

  private Observation<Observed> on() {
    if (declares("Off") && !isOnlyWatched()) {
      return Observation.progressing(
          Reason.Stopping, "The machine is on and to be stopped.", STOP, observed());
    }
    return Observation.ready(Reason.Available, "The machine is ready.", observed());
  }

  private Observation<Observed> off() {
    if (declares("On")) {
      return isOnlyWatched()
          ? Observation.failed(
              Reason.Off,
              "The machine is off, and the policy is not to start it. Start it in the Paperspace"
                  + " console, set policy.drift: Correct and policy.management: Full, or declare"
                  + " powerState: \"Off\".",
              observed())
          : Observation.progressing(
              Reason.Starting, "The machine is off and to be started.", POWER, observed());
    }
    if (declares("Off")) {
      return Observation.ready(Reason.Off, "The machine is off, as declared.", observed());
    }
    if (stoppedForChange) {
      return Observation.progressing(
          Reason.Updating, "The machine was stopped for a change.", LONG, observed());
    }
    return Observation.ready(
        Reason.Off, "The machine is off; its power is not managed.", observed());
  }

  private boolean declares(String power) {
    return power.equals(resource.getSpec().powerState());
  }

  /** Whether the policy keeps the operator from changing the power, so that no change is due. */
  private boolean isOnlyWatched() {
    var policy = resource.getSpec().policy();
    if (policy == null) {
      return false;
    }
    var status = resource.getStatus();
    boolean applied =
        status != null
            && status.appliedGeneration() != null
            && Objects.equals(status.appliedGeneration(), resource.getMetadata().getGeneration());
    return policy.observeOnly() || (policy.reportDrift() && applied);
  }

  private Observation<Observed> unknown(String what, String word) {
    return busy(
        Reason.UnknownState,
        "The API gives the machine's "
            + what
            + " as \""
            + MachineEventState.words(word, "")
            + "\", which this version does not know; it is taken as moving. If that stays, look at the"
            + " machine in the Paperspace console and upgrade the operator.",
        LONG);
  }

  private Observation<Observed> busy(Reason reason, String message, Duration deadline) {
    return Observation.busy(reason, message, deadline, observed());
  }

  private Observed observed() {
    return new Observed(
        view.state(),
        Regions.code(view.region()).orElse(null),
        view.machineType(),
        view.publicIp(),
        view.privateIp(),
        view.usageRate(),
        view.storageRate(),
        DiskSize.gigabytes(view.storageTotal()),
        view.updatesPending(),
        view.dtCreated() == null ? null : view.dtCreated().toString());
  }

  /** The static address a machine has, or had before it went; empty where nothing tells of one. */
  static Optional<String> staticAddress(Machine resource, Machines.View view) {
    var spec = resource.unreadable() == null ? resource.getSpec() : null;
    var declared = spec == null ? null : spec.publicIpType();
    if (!STATIC.equals(view == null ? declared : view.publicIpType())) {
      return Optional.empty();
    }
    var status = resource.getStatus();
    var known = status == null || status.observed() == null ? null : status.observed().publicIp();
    return Optional.ofNullable(view == null || view.publicIp() == null ? known : view.publicIp());
  }
}
