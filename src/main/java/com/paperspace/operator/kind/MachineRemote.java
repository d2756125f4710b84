package com.paperspace.operator.kind;

import com.paperspace.operator.client.MachineAccess;
import com.paperspace.operator.client.MachineAccess.Accessor;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Machines;
import java.util.List;

/**
 * A machine as far as it was read.
 *
 * @param event the work last asked for; null if there is none, or none that can still be read
 * @param accessors null when not read
 * @param desktop null when not read; without parts when it was read and there is none
 * @param restart the newest restart; null when not read, or there was none
 * @param scripts ids of the startup scripts that are for it; null when not read
 */
public record MachineRemote(
    Machines.View view,
    MachineEvents.View event,
    List<Accessor> accessors,
    MachineAccess.Desktop desktop,
    MachineEvents.View restart,
    List<String> scripts) {
  public static final String OFF = "off";
  static final String READY = "ready";

  /** One whose scripts were not read. */
  MachineRemote(
      Machines.View view,
      MachineEvents.View event,
      List<Accessor> accessors,
      MachineAccess.Desktop desktop,
      MachineEvents.View restart) {
    this(view, event, accessors, desktop, restart, null);
  }

  static MachineRemote of(Machines.View view) {
    return new MachineRemote(view, null, null, null, null);
  }

  /** The same without the work last asked for. */
  MachineRemote withoutEvent() {
    return new MachineRemote(view, null, accessors, desktop, restart, scripts);
  }

  /** Who may use it; removed ones linger in the list with a date (docs/paperspace-api.md 2.7). */
  List<String> accessorIds() {
    return accessors.stream()
        .filter(it -> it.dtDeleted() == null && it.user() != null && it.user().id() != null)
        .map(it -> it.user().id())
        .toList();
  }
}
