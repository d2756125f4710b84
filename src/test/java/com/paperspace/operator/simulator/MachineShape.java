package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a machine looks like: the fields a new one has, and the sizes it can take. */
final class MachineShape {
  private static final long GIGABYTE = 1L << 30;
  static final List<String> COPIED =
      List.of(
          "name",
          "region",
          "networkId",
          "publicIpType",
          "autoSnapshotEnabled",
          "autoSnapshotFrequency",
          "autoSnapshotSaveCount",
          "autoShutdownEnabled",
          "autoShutdownTimeout",
          "autoShutdownForce",
          "restorePointEnabled",
          "restorePointFrequency");

  private MachineShape() {}

  /** A machine being provisioned, from the body of its creation. */
  static ObjectNode create(Call call, String id) {
    var team = call.team();
    var template = TemplateRoutes.of(team, call.text("templateId"));
    var machine =
        team.fresh(id)
            .put("dtModified", Json.time(team.now()))
            .putNull("dtDeleted")
            .put("state", "provisioning")
            .put("os", template.path("operatingSystemLabel").asText())
            .put("agentType", template.path("agentType").asText())
            .put("_os", template.path("_os").asText(template.path("id").asText()))
            .put("publicIpType", "none")
            .putNull("publicIp")
            .put("networkId", noNetwork(call))
            .put("autoSnapshotEnabled", false)
            .putNull("autoSnapshotFrequency")
            .putNull("autoSnapshotSaveCount")
            .put("autoShutdownEnabled", false)
            .putNull("autoShutdownTimeout")
            .putNull("autoShutdownForce")
            .put("restorePointEnabled", false)
            .putNull("restorePointFrequency")
            .putNull("restorePointSnapshotId")
            .put("updatesPending", false)
            .put("storageUsed", 0L)
            .putNull("reservation")
            .put("_initial", call.body().path("takeInitialSnapshot").asBoolean())
            .put("_boots", call.body().path("startOnCreate").asBoolean(true));
    COPIED.forEach(field -> call.given(field, it -> machine.set(field, it)));
    var networked = call.body().hasNonNull("networkId");
    machine.put("privateIp", networked ? "10.0.0." + team.world().number() % 250 : null);
    return size(team, machine, call.body());
  }

  /** What a machine of a region has where it has no private network. */
  private static String noNetwork(Call call) {
    return call.chose(Dialects.NoNetwork.NULL)
        ? null
        : call.team().defaultNetwork(call.text("region"));
  }

  /** Takes type and disk from a body, and all that follows from them. */
  static ObjectNode size(Team team, ObjectNode machine, ObjectNode body) {
    if (body.hasNonNull("machineType")) {
      var type = Catalogue.kept(team.world().choices, body.path("machineType").asText());
      var cpuOnly = cpuOnly(type);
      machine
          .put("machineType", type)
          .put("cpus", cpuOnly ? 4 : 8)
          .put("ram", (cpuOnly ? 8 : 45) * GIGABYTE)
          .put("usageRate", cpuOnly ? 0.08 : 0.76)
          .putNull("accelerators");
      if (!cpuOnly) {
        machine
            .putArray("accelerators")
            .addObject()
            .put("name", type)
            .put("memory", 16 * GIGABYTE)
            .put("count", 1);
      }
    }
    if (body.hasNonNull("diskSize")) {
      var gigabytes = body.path("diskSize").asLong();
      machine.put("storageTotal", gigabytes * GIGABYTE).put("storageRate", 0.0001 * gigabytes);
    }
    return machine;
  }

  /** Whether an update changes type or disk; refuses what no machine can become. */
  static boolean resize(Call call, ObjectNode machine) {
    var before = machine.path("machineType").asText();
    var after = call.body().path("machineType").asText(before);
    if (call.body().hasNonNull("machineType")) {
      after = Catalogue.kept(call.team().world().choices, after);
    }
    if (cpuOnly(before) != cpuOnly(after)) {
      throw Refusal.badRequest("machineType " + after + " is of another group than " + before);
    }
    var disk = machine.path("storageTotal").asLong();
    var wanted = call.body().path("diskSize").asLong(disk / GIGABYTE) * GIGABYTE;
    if (wanted < disk) {
      throw Refusal.badRequest("diskSize cannot shrink");
    }
    return wanted > disk || !after.equalsIgnoreCase(before);
  }

  private static boolean cpuOnly(String machineType) {
    return machineType.matches("[Cc]\\d+");
  }
}
