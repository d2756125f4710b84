package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Outputs;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.MachineAccess;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps virtual machines; every change but a rename is work the cloud reports by an event. */
public final class MachineAdapter implements Adapter<Machine, Machine.Observed, MachineRemote> {
  private static final MachineAccess.Desktop NO_DESKTOP = new MachineAccess.Desktop(null, null);

  @Override
  public Class<Machine> type() {
    return Machine.class;
  }

  @Override
  public String name(Machine resource) {
    return CloudName.of(resource.getSpec().name(), resource);
  }

  @Override
  public List<Reference> references(Machine resource) {
    return Stream.of(
            MachineRows.NETWORK.reference(resource.getSpec()),
            MachineScript.REF.reference(resource.getSpec()),
            TemplateRef.reference(resource))
        .<Reference>flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Map<String, String> lookUp(Machine resource, Inputs inputs, Paperspace api) {
    var spec = resource.getSpec();
    var addresses = MachineRows.addresses(spec);
    var found =
        new HashMap<>(
            People.of(resource, MachineRows.ACCESSORS_BY_ADDRESS, addresses, inputs, api));
    if (spec.template() != null) {
      OsTemplate.id(resource, inputs, api).ifPresent(id -> found.put(OsTemplate.FIELD, id));
    }
    return found;
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    var id = inputs.id(reference.field());
    return switch (reference.field()) {
      case NetworkRef.FIELD -> NetworkRef.exists(api, id);
      case TemplateRef.FIELD -> TemplateRef.exists(api, id);
      default -> MachineScript.exists(api, id);
    };
  }

  @Override
  public List<SharedField> decidesOn(Machine resource) {
    return Stream.of(
            AddressOfMachine.declaredByMachine(resource), PowerOfMachine.declaredBy(resource))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<SharedField> guards(Machine resource) {
    return PowerOfMachine.guardedBy(resource);
  }

  @Override
  public List<MachineRemote> list(String scope, Paperspace api) {
    return api.machines().list().stream().map(MachineRemote::of).toList();
  }

  @Override
  public Optional<MachineRemote> get(String id, Paperspace api) {
    return api.machines().get(id).map(MachineRemote::of);
  }

  /** While the machine is busy nothing is compared, so nothing more is read. */
  @Override
  public MachineRemote complete(
      Machine resource, MachineRemote remote, Inputs inputs, Paperspace api) {
    var view = remote.view();
    var event = MachineWork.recorded(inputs, api);
    var judged = new MachineRemote(view, event, null, null, null);
    var phase = observe(resource, judged, inputs).phase();
    if (phase == Phase.BUSY) {
      return judged;
    }
    var spec = resource.getSpec();
    var accessors = declaresAccessors(spec) ? api.machineAccess().list(view.id()) : null;
    boolean wanted = spec.outputs() != null && MachineRemote.READY.equals(view.state());
    var desktop = wanted ? api.machineAccess().desktop(view.id()).orElse(NO_DESKTOP) : null;
    var restart =
        MachineDiff.isRestartDue(resource, view, inputs.marks())
            ? MachineWork.newest(view.id(), "restart", api).orElse(null)
            : null;
    var scripts = MachineScript.read(resource, view.id(), inputs, api);
    return new MachineRemote(view, event, accessors, desktop, restart, scripts);
  }

  @Override
  public boolean hasUnlisted(Machine resource, Inputs inputs) {
    var spec = resource.getSpec();
    return declaresAccessors(spec)
        || spec.outputs() != null
        || MachineScript.isRead(resource, inputs);
  }

  private static boolean declaresAccessors(Machine.Spec spec) {
    return spec.accessorIds() != null || spec.accessors() != null;
  }

  @Override
  public Identity identity(MachineRemote remote) {
    var view = remote.view();
    return new Identity(view.id(), view.name(), view.dtCreated());
  }

  /** Names are not unique: a machine of the name in another place is somebody else's. */
  @Override
  public boolean isAsMade(Machine resource, MachineRemote remote, Optional<Inputs> inputs) {
    var spec = resource.getSpec();
    var view = remote.view();
    return spec == null
        || (!Regions.differ(spec.region(), view.region())
            && !isElsewhere(view.networkId(), network(spec, inputs)));
  }

  /**
   * The network it was to be made in; null where none is declared, or the reference is not read.
   */
  private static String network(Machine.Spec spec, Optional<Inputs> inputs) {
    return inputs.map(it -> MachineRows.NETWORK.id(spec, it)).orElse(spec.networkId());
  }

  private static boolean isElsewhere(String shown, String declared) {
    return shown != null && declared != null && !shown.equals(declared);
  }

  @Override
  public Optional<Observation<Machine.Observed>> beforeCreate(
      Machine resource, Inputs inputs, Paperspace api) {
    var addresses = MachineRows.addresses(resource.getSpec());
    People.requireAll(MachineRows.ACCESSORS_BY_ADDRESS, addresses, inputs, api);
    OsTemplate.require(resource.getSpec(), inputs, api);
    return TemplateRef.check(resource, inputs, api);
  }

  @Override
  public Step<MachineRemote> create(Machine resource, Inputs inputs) {
    return MachineSteps.create(resource, name(resource), inputs);
  }

  @Override
  public List<Drift> diff(Machine resource, MachineRemote remote, Inputs inputs) {
    return MachineDiff.of(resource, remote, inputs);
  }

  @Override
  public Step<MachineRemote> next(
      Machine resource, MachineRemote remote, List<Drift> todo, Inputs inputs) {
    return MachineSteps.next(resource, remote, todo, inputs);
  }

  @Override
  public Step<MachineRemote> delete(MachineRemote remote) {
    return MachineSteps.delete(remote);
  }

  @Override
  public Optional<Step<MachineRemote>> clearForDelete(MachineRemote remote) {
    return MachineSteps.clearForDelete(remote);
  }

  /**
   * A failed create may leave nothing (docs/paperspace-api.md 10.15). One that failed for want of
   * room may succeed later.
   */
  @Override
  public Optional<Observation<Machine.Observed>> whyGone(
      Machine resource, Inputs inputs, Paperspace api) {
    return Optional.ofNullable(MachineWork.recorded(inputs, api))
        .filter(event -> "create".equals(event.name()))
        .flatMap(
            event ->
                MachineWork.failed(event, resource.getStatus().observed())
                    .map(it -> mayReturn(resource, event) ? forWantOfRoom(it) : it));
  }

  /** Not with a static address: each try would leave one behind, which is paid for. */
  private static boolean mayReturn(Machine resource, MachineEvents.View event) {
    return PaperspaceException.saysNoCapacity(event.error())
        && !MachineState.STATIC.equals(resource.getSpec().publicIpType());
  }

  private static Observation<Machine.Observed> forWantOfRoom(Observation<Machine.Observed> failed) {
    return Observation.failed(Reason.OutOfCapacity, failed.message(), failed.observed());
  }

  /** Keeps a static address in view, to be told of when its machine is made again or let go. */
  @Override
  public Machine.Observed remains(Machine resource, Machine.Observed observed) {
    return MachineState.staticAddress(resource, null)
        .map(it -> new Machine.Observed(null, null, null, it, null, null, null, null, null, null))
        .orElse(null);
  }

  /** A static address outlives its machine (docs/paperspace-api.md 2.4). */
  @Override
  public Optional<String> leavesBehind(Machine resource, Optional<MachineRemote> remote) {
    return MachineState.staticAddress(resource, remote.map(MachineRemote::view).orElse(null))
        .map(AddressOfMachine::leftBehind);
  }

  @Override
  public Optional<String> wayOut(List<Drift> notApplied) {
    return notApplied.stream().map(Drift::field).anyMatch(MachineRows::isShutdownDetail)
        ? Optional.of(
            "The service may keep these while auto-shutdown is on. Turn it off and on again: set"
                + " autoShutdownEnabled: false and, once that is Synced, then true.")
        : Optional.empty();
  }

  @Override
  public Observation<Machine.Observed> observe(
      Machine resource, MachineRemote remote, Inputs inputs) {
    return MachineState.observe(resource, remote, inputs);
  }

  /**
   * How to reach the desktop: {@code protocol} (vnc or rdp), {@code host}, {@code port}, {@code
   * password} (vnc only), and the addresses {@code publicIp} and {@code privateIp}; each only where
   * there is one. Nothing until the desktop was read, so that a machine that is off keeps what was
   * written.
   */
  @Override
  public Map<String, String> outputs(Machine resource, MachineRemote remote) {
    var desktop = remote.desktop();
    if (desktop == null) {
      return Map.of();
    }
    var values = new HashMap<String, String>();
    put(values, "publicIp", remote.view().publicIp());
    put(values, "privateIp", remote.view().privateIp());
    if (desktop.vnc() != null) {
      put(values, "protocol", "vnc");
      put(values, "host", desktop.vnc().hostname());
      put(values, "port", desktop.vnc().port());
      put(values, "password", desktop.vnc().password());
    } else if (desktop.windows() != null) {
      put(values, "protocol", "rdp");
      put(values, "host", desktop.windows().hostname());
      put(values, "port", desktop.windows().port());
      put(values, "publicIp", desktop.windows().publicIp());
    }
    return values;
  }

  @Override
  public String outputSecret(Machine resource) {
    return Outputs.secretOf(resource.getSpec().outputs());
  }

  private static void put(Map<String, String> values, String key, Object value) {
    if (value != null && !value.toString().isEmpty()) {
      values.put(key, value.toString());
    }
  }
}
