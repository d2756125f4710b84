package com.paperspace.operator.kind;

import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.Snapshot.Observed;
import com.paperspace.operator.api.Snapshot.Spec;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Snapshots;
import com.paperspace.operator.client.Snapshots.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A snapshot of a machine; only its name can change. Those of a schedule are nobody's. */
public final class SnapshotKind {
  /** As long as a change of a machine may take (docs/paperspace-api.md 2.1). */
  private static final Duration LONGEST = Duration.ofMinutes(60);

  private SnapshotKind() {}

  /** The kind as its table says. */
  public static Adapter<Snapshot, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(Snapshot.class, Paperspace::snapshots, SnapshotKind::list, SnapshotKind::get)
            .identity(it -> new Identity(it.id(), it.name(), null))
            .is(Trait.UNDATED)
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .reference(
                new ReferenceRow<>(
                    MachineRef.of(Spec::machineRef, Spec::machineId),
                    View::machineId,
                    MachineRef::exists,
                    true))
            .begin(
                new MachineWork<>("snapshot-create", View::machineId, it -> false, LONGEST),
                it -> new Snapshots.Create(it.name(), it.id(MachineRef.FIELD)),
                (all, body) -> Made.of(all.create(body)))
            .change(it -> new Snapshots.Change(it.changed("name", Spec::name)), Snapshots::update)
            .holds("the disk of its machine as that is by then")
            .diesWith("machine", Observed::machineId, MachineRef::exists)
            .delete(Snapshots::delete)
            .observed("The snapshot exists.", it -> new Observed(it.view().machineId())));
  }

  private static List<View> list(Snapshots all) {
    return all.list().stream().filter(SnapshotKind::isOurs).toList();
  }

  private static Optional<View> get(Snapshots all, String id) {
    return all.get(id).filter(SnapshotKind::isOurs);
  }

  /** The schedule of a machine makes its own and takes them away again. */
  private static boolean isOurs(View it) {
    return !Boolean.TRUE.equals(it.isAutoSnapshot());
  }
}
