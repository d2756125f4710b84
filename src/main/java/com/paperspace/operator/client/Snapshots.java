package com.paperspace.operator.client;

import java.util.List;
import java.util.Optional;

/**
 * {@code /snapshots}: copies of machines' disks. What changes one is work of its machine, told by
 * an event of that.
 */
public final class Snapshots {
  private final RestCollection<View> snapshots;

  Snapshots(Http http) {
    snapshots = RestCollection.of(http, "/snapshots", View.class, View::id);
  }

  public List<View> list() {
    return snapshots.list();
  }

  /** Those of one machine. */
  public List<View> list(String machineId) {
    return snapshots.list("machineId", machineId);
  }

  public Optional<View> get(String id) {
    return snapshots.get(id);
  }

  /** The answer always has its snapshot. */
  public Operation<View> create(Create body) {
    return Operation.create(snapshots, body);
  }

  public Optional<View> update(String id, Change body) {
    return snapshots.put(id, body);
  }

  /** Work begun; neither event nor snapshot when it was gone already. */
  public Operation<View> delete(String id) {
    return Operation.delete(snapshots, id);
  }

  /** Replaces the disk of the snapshot's machine. Every call does it once more. */
  public Operation<View> restore(String id, Restore body) {
    return Operation.change(snapshots, "POST", snapshots.one(id).then("/restore"), body);
  }

  /**
   * A snapshot as the service sees it; nothing tells its age.
   *
   * @param isAutoSnapshot made by the machine's schedule
   */
  public record View(String id, String name, String machineId, Boolean isAutoSnapshot) {}

  /** A snapshot to be. */
  public record Create(String name, String machineId) {}

  /** What can be changed; null leaves it alone. */
  public record Change(String name) {}

  /**
   * How to restore.
   *
   * @param createSnapshotBeforeRestore keep a copy of the present disk first
   */
  public record Restore(Boolean createSnapshotBeforeRestore) {}
}
