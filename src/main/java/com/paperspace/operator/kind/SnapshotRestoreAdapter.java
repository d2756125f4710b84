package com.paperspace.operator.kind;

import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.api.SnapshotRestore.Observed;
import com.paperspace.operator.api.SnapshotRestore.Spec;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Snapshots;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Restores a machine's disk, once: its cloud object is the event of that work. */
public final class SnapshotRestoreAdapter
    implements Adapter<SnapshotRestore, Observed, RestoreRemote> {
  static final ResourceRef<Spec> SNAPSHOT =
      new ResourceRef<>(
          "snapshotRef", "snapshotId", Snapshot.class, Spec::snapshotRef, Spec::snapshotId);

  /** All that is to be done to a machine, so that nothing of it can change. */
  static final Set<String> CREATE_ONLY =
      Set.of(SNAPSHOT.field(), SNAPSHOT.idField(), "createSnapshotBeforeRestore");

  private static final String WORK = "snapshot-restore";

  @Override
  public Class<SnapshotRestore> type() {
    return SnapshotRestore.class;
  }

  /** For messages; a restore has no name in the cloud. */
  @Override
  public String name(SnapshotRestore resource) {
    return resource.getMetadata().getName();
  }

  /**
   * One that is over needs its snapshot no more, and keeps its result without it. One that is under
   * way uses it, and comes to its result even where that was let go meanwhile.
   */
  @Override
  public List<Reference> references(SnapshotRestore resource) {
    var status = resource.getStatus();
    var observed = status == null ? null : status.observed();
    if (observed != null && RestoreState.isOver(observed)) {
      return List.of();
    }
    var sentWith = observed == null || status.id() == null ? null : observed.snapshotId();
    return SNAPSHOT.reference(resource.getSpec()).stream()
        .<Reference>map(it -> it.knownAs(sentWith))
        .toList();
  }

  @Override
  public boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return api.snapshots().get(inputs.id(reference.field())).isPresent();
  }

  @Override
  public boolean isNamed() {
    return false;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  /** The machine: of two restores of one machine nobody could tell whose event is whose. */
  @Override
  public String scope(SnapshotRestore resource, Inputs inputs, Paperspace api) {
    return snapshot(resource, inputs, api).machineId();
  }

  private static Snapshots.View snapshot(SnapshotRestore resource, Inputs inputs, Paperspace api) {
    var spec = resource.getSpec();
    var id = SNAPSHOT.id(spec, inputs);
    return api.snapshots()
        .get(id)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    SNAPSHOT.field(spec)
                        + ": there is no snapshot "
                        + id
                        + ". Name one that is there, in another object if this one cannot be"
                        + " changed any more."));
  }

  @Override
  public List<RestoreRemote> list(String scope, Paperspace api) {
    return MachineWork.all(scope, WORK, api)
        .map(it -> RestoreRemote.naming(scope, it))
        .map(RestoreRemote::of)
        .toList();
  }

  @Override
  public Optional<RestoreRemote> get(String id, Paperspace api) {
    return api.machineEvents()
        .get(id)
        .filter(event -> WORK.equals(event.name()))
        .map(RestoreRemote::of);
  }

  /** What became of the machine is read once, when the restore is over. */
  @Override
  public RestoreRemote complete(
      SnapshotRestore resource, RestoreRemote remote, Inputs inputs, Paperspace api) {
    var event = RestoreRemote.naming(RestoreState.machine(resource), remote.event());
    var before = RestoreState.stateBefore(resource);
    boolean isMoving = MachineEventState.of(event).isMoving();
    return new RestoreRemote(event, before, isMoving ? null : state(event.machineId(), api));
  }

  /** None of a machine that nobody names. */
  private static String state(String machine, Paperspace api) {
    return machine == null
        ? null
        : api.machines().get(machine).map(Machines.View::state).orElse(null);
  }

  @Override
  public Identity identity(RestoreRemote remote) {
    var event = remote.event();
    return new Identity(event.id(), "", event.dtCreated());
  }

  @Override
  public Step<RestoreRemote> create(SnapshotRestore resource, Inputs inputs) {
    var spec = resource.getSpec();
    var id = SNAPSHOT.id(spec, inputs);
    var body = new Snapshots.Restore(spec.createSnapshotBeforeRestore());
    return Step.create(
        name(resource),
        api -> {
          var machine = snapshot(resource, inputs, api).machineId();
          var before = state(machine, api);
          var event = api.snapshots().restore(id, body).event();
          if (event == null) {
            throw InvalidInputException.afterSending(
                "The API took the restore of snapshot "
                    + id
                    + " and named no event to follow; it is looked for.");
          }
          return outcome(new RestoreRemote(RestoreRemote.naming(machine, event), before, null));
        });
  }

  private static Outcome<RestoreRemote> outcome(RestoreRemote made) {
    return new Outcome<>(made, made.event().id(), Map.of());
  }

  @Override
  public List<Drift> diff(SnapshotRestore resource, RestoreRemote remote, Inputs inputs) {
    return List.of();
  }

  @Override
  public Step<RestoreRemote> next(
      SnapshotRestore resource, RestoreRemote remote, List<Drift> todo, Inputs inputs) {
    throw new IllegalStateException("nothing of a restore can change");
  }

  @Override
  public Step<RestoreRemote> delete(RestoreRemote remote) {
    return Step.note("leave what was restored", List.of(), remote, Map.of());
  }

  @Override
  public Observation<Observed> observe(
      SnapshotRestore resource, RestoreRemote remote, Inputs inputs) {
    return RestoreState.of(RestoreState.observed(resource, remote, SNAPSHOT, inputs));
  }

  @Override
  public Optional<Observation<Observed>> result(SnapshotRestore resource, Observed observed) {
    return RestoreState.isOver(observed)
        ? Optional.of(RestoreState.of(observed))
        : Optional.empty();
  }

  @Override
  public Observed remains(SnapshotRestore resource, Observed observed) {
    return observed;
  }
}
