package com.paperspace.operator.kind;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.SharedDrive.Observed;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.SharedDrives;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps a shared drive; only its name can change. Its credentials leave through a Secret alone. */
public final class SharedDriveAdapter implements Adapter<SharedDrive, Observed, SharedDrives.View> {
  private static final String SIZE = "size";

  @Override
  public Class<SharedDrive> type() {
    return SharedDrive.class;
  }

  @Override
  public String name(SharedDrive resource) {
    return Compare.nameOr(resource.getSpec().name(), resource);
  }

  @Override
  public List<Reference> references(SharedDrive resource) {
    return List.of();
  }

  @Override
  public List<SharedDrives.View> list(String scope, Paperspace api) {
    return api.sharedDrives().list();
  }

  @Override
  public Optional<SharedDrives.View> get(String id, Paperspace api) {
    return api.sharedDrives().get(id);
  }

  @Override
  public Identity identity(SharedDrives.View remote) {
    return new Identity(remote.id(), remote.name(), remote.dtCreated());
  }

  @Override
  public Step<SharedDrives.View> create(SharedDrive resource, Inputs inputs) {
    var spec = resource.getSpec();
    var wanted =
        new SharedDrives.Create(name(resource), spec.size(), spec.region(), spec.networkId());
    var marks = Map.of(SIZE, spec.size().toString());
    return Step.create(
        name(resource), api -> new Outcome<>(api.sharedDrives().create(wanted), null, marks));
  }

  @Override
  public List<Drift> diff(SharedDrive resource, SharedDrives.View remote, Inputs inputs) {
    var spec = resource.getSpec();
    return Stream.of(
            Compare.values("name", spec.name(), remote.name()),
            size(spec.size(), remote.size(), inputs),
            Compare.fixed("region", spec.region(), Regions.code(remote.region()).orElse(null)),
            Compare.fixed("networkId", spec.networkId(), network(remote)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static String network(SharedDrives.View remote) {
    return remote.networkId() == null ? remote.privateNetworkId() : remote.networkId();
  }

  /**
   * The unit of the answer is unknown (docs/paperspace-api.md 10.18), so what was sent at create
   * counts.
   */
  private static Optional<Drift> size(Integer declared, Long actual, Inputs inputs) {
    var sent = inputs.marks().get(SIZE);
    if (sent != null) {
      return Compare.fixed(SIZE, declared.toString(), sent);
    }
    boolean fits =
        actual == null || actual == declared.longValue() || DiskSize.is(actual, declared);
    return fits ? Optional.empty() : Optional.of(Drift.replace(SIZE, declared, actual));
  }

  @Override
  public Step<SharedDrives.View> next(
      SharedDrive resource, SharedDrives.View remote, List<Drift> todo, Inputs inputs) {
    var change = new SharedDrives.Change(name(resource));
    var id = remote.id();
    return Step.change(
        todo,
        api -> {
          var drives = api.sharedDrives();
          return Outcome.of(drives.update(id, change).or(() -> drives.get(id)).orElse(remote));
        });
  }

  @Override
  public Step<SharedDrives.View> delete(SharedDrives.View remote) {
    return Step.delete(remote.id(), remote, api -> api.sharedDrives().delete(remote.id()));
  }

  @Override
  public Observation<Observed> observe(
      SharedDrive resource, SharedDrives.View remote, Inputs inputs) {
    return Observation.ready(
        Reason.Available,
        "The drive exists.",
        new Observed(
            remote.size(),
            Regions.code(remote.region()).orElse(null),
            network(remote),
            remote.mountPoint(),
            Objects.toString(remote.dtCreated(), null)));
  }

  @Override
  public Map<String, String> outputs(SharedDrive resource, SharedDrives.View remote) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("mountPoint", remote.mountPoint());
    values.put("username", remote.username());
    values.put("password", remote.password());
    values.values().removeIf(Objects::isNull);
    return values;
  }

  @Override
  public String outputSecret(SharedDrive resource) {
    var outputs = resource.getSpec().outputs();
    return outputs == null ? null : outputs.secret();
  }
}
