package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Stream;

/** The operating systems of the service, the same for every team (docs/paperspace-api.md 4). */
enum OsTemplates {
  /** By name, for the list's own order is that of names. */
  T9TAJ00E("CentOS 7", "LinuxHeadless"),
  TIQ8MHTI("ML-in-a-Box Ubuntu 22.04 H100", "LinuxHeadless", "H100"),
  TVIMTOL9("ML-in-a-Box Ubuntu 22.04 H100x8", "LinuxHeadless", "H100x8"),
  T04AZGPH("Ubuntu 18.04", "LinuxHeadless"),
  TKNI3AA4("Ubuntu 20.04", "LinuxHeadless"),
  T0NSPUR5("Ubuntu 22.04", "LinuxHeadless"),
  TPI7GQHT("Ubuntu 22.04 Kubernetes Worker", "LinuxHeadless"),
  TNR2OH1M("Windows 10", "WindowsDesktop");

  private final String label;
  private final String agentType;
  private final String only;

  OsTemplates(String label, String agentType) {
    this(label, agentType, "");
  }

  /**
   * A template.
   *
   * @param only the machine type it alone is for; empty for all that have none of their own
   */
  OsTemplates(String label, String agentType, String only) {
    this.label = label;
    this.agentType = agentType;
    this.only = only;
  }

  static void seed(Team team) {
    for (var template : values()) {
      var id = template.name().toLowerCase(Locale.ROOT);
      team.osTemplates().put(id, template.row(team, id));
    }
  }

  private ObjectNode row(Team team, String id) {
    var row =
        team.fresh(id)
            .put("name", label)
            .put("operatingSystemLabel", label)
            .put("agentType", agentType)
            .put("defaultSizeGb", 50);
    var types = row.putArray("availableMachineTypes");
    offered().forEach(it -> types.addObject().put("machineTypeLabel", it).put("isAvailable", true));
    return row;
  }

  private Stream<String> offered() {
    return only.isEmpty()
        ? Catalogue.types()
            .filter(type -> Stream.of(values()).noneMatch(it -> it.only.equals(type)))
        : Stream.of(only);
  }
}
