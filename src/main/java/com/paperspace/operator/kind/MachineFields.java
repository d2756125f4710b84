package com.paperspace.operator.kind;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.reconcile.adapter.Drift;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Compares the fields of a machine that may be sent at any time (docs/paperspace-api.md 2.3). */
final class MachineFields {
  static final String NAME = "name";
  static final String MACHINE_TYPE = "machineType";
  static final String DISK_SIZE = "diskSize";
  static final String ACCESSORS = "accessorIds";
  static final String POWER = "powerState";
  static final String RESTART = "restart-at";
  static final String STOPPED = MachineMarks.STOPPED;
  static final String NEEDS_OFF = MachineMarks.NEEDS_OFF;

  private final Machine.Spec spec;
  private final Machines.View view;
  private final List<Drift> found = new ArrayList<>();

  private MachineFields(Machine.Spec spec, Machines.View view) {
    this.spec = spec;
    this.view = view;
  }

  static List<Drift> diff(Machine.Spec spec, Machines.View view) {
    var fields = new MachineFields(spec, view);
    fields.anyTime();
    return fields.found;
  }

  private void anyTime() {
    if (view.name() != null) {
      text(NAME, spec.name(), view.name());
    }
    // Null is what a machine outside all private networks may show (docs/paperspace-api.md 10.32).
    text("networkId", spec.networkId(), view.networkId());
    var noAddress = view.publicIpType() == null ? "none" : view.publicIpType();
    text("publicIpType", spec.publicIpType(), noAddress);

    flag("autoSnapshotEnabled", spec.autoSnapshotEnabled(), view.autoSnapshotEnabled());
    boolean snapshots = !Boolean.FALSE.equals(spec.autoSnapshotEnabled());
    detail(
        snapshots,
        "autoSnapshotFrequency",
        spec.autoSnapshotFrequency(),
        view.autoSnapshotFrequency());
    detail(
        snapshots,
        "autoSnapshotSaveCount",
        spec.autoSnapshotSaveCount(),
        view.autoSnapshotSaveCount());

    flag("autoShutdownEnabled", spec.autoShutdownEnabled(), view.autoShutdownEnabled());
    boolean shutdown = !Boolean.FALSE.equals(spec.autoShutdownEnabled());
    detail(shutdown, "autoShutdownTimeout", spec.autoShutdownTimeout(), view.autoShutdownTimeout());
    flag("autoShutdownForce", spec.autoShutdownForce(), view.autoShutdownForce());

    flag("restorePointEnabled", spec.restorePointEnabled(), view.restorePointEnabled());
    detail(
        !Boolean.FALSE.equals(spec.restorePointEnabled()),
        "restorePointFrequency",
        spec.restorePointFrequency(),
        view.restorePointFrequency());
  }

  private void text(String field, String declared, String actual) {
    if (declared != null && !declared.equals(actual)) {
      found.add(Drift.correctable(field, declared, actual));
    }
  }

  /** A flag the answer leaves out is off. */
  private void flag(String field, Boolean declared, Boolean actual) {
    if (declared != null && !declared.equals(Boolean.TRUE.equals(actual))) {
      found.add(Drift.correctable(field, declared, actual));
    }
  }

  /** The service may forget the details of what is switched off. */
  private void detail(boolean enabled, String field, Object declared, Object actual) {
    boolean forgotten = actual == null && !enabled;
    if (declared != null && !forgotten && !same(declared, actual)) {
      found.add(Drift.correctable(field, plain(declared), plain(actual)));
    }
  }

  /** Numbers compare by value: 1 or 1.0 (docs/paperspace-api.md 8.9); none is zero. */
  private static boolean same(Object declared, Object actual) {
    if (declared instanceof Number number) {
      double other = actual instanceof Number it ? it.doubleValue() : 0;
      return Double.compare(number.doubleValue(), other) == 0;
    }
    return Objects.equals(declared, actual);
  }

  private static Object plain(Object value) {
    return value instanceof Double number && number % 1 == 0 && Math.abs(number) < 1e15
        ? (Object) number.longValue()
        : value;
  }
}
