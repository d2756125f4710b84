package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.ComputeChoices.ReleaseAssigned;
import java.util.Optional;

/** Static addresses: their own ids, without a name; they outlive the machines that have them. */
final class PublicIpRoutes {
  private static final String ASSIGNED = "assignedMachineId";

  private PublicIpRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /public-ips", call -> Pages.page(call, call.team().publicIps()));
    routes.on("POST /public-ips", PublicIpRoutes::claim);
    routes.on("PUT /public-ips/{ip}", PublicIpRoutes::assign);
    routes.on("DELETE /public-ips/{ip}", PublicIpRoutes::release);
  }

  private static JsonNode claim(Call call) {
    return Json.view(claimed(call.team(), call.text("region"), null));
  }

  /** Addresses of the range for benchmarks, which nobody has (RFC 2544). */
  private static ObjectNode claimed(Team team, String region, String machine) {
    var number = team.world().number();
    var ip = "198." + (18 + number / 65536 % 2) + "." + number / 256 % 256 + "." + number % 256;
    var address =
        Json.object()
            .put("ip", ip)
            .put("region", region)
            .put(ASSIGNED, machine)
            .put("dtCreated", Json.time(team.now()));
    team.publicIps().put(ip, address);
    return address;
  }

  /** The address of a machine that is to have a static one; claimed when it has none. */
  static String of(Team team, ObjectNode machine) {
    var id = machine.path("id").asText();
    return assignedTo(team, id)
        .orElseGet(() -> claimed(team, machine.path("region").asText(), id).path("ip").asText());
  }

  private static Optional<String> assignedTo(Team team, String machine) {
    return team.publicIps().live().stream()
        .filter(it -> it.node().path(ASSIGNED).asText().equals(machine))
        .map(Table.Row::key)
        .findFirst();
  }

  /** Takes a machine's address off it, where it has one; the address stays and costs money. */
  static boolean free(Team team, String machine) {
    var address = assignedTo(team, machine);
    address.ifPresent(ip -> put(team, ip, null));
    return address.isPresent();
  }

  private static ObjectNode put(Team team, String ip, String machine) {
    return team.publicIps().change(ip, it -> it.put(ASSIGNED, machine));
  }

  private static JsonNode assign(Call call) {
    var team = call.team();
    var ip = call.path("ip");
    var address = team.publicIps().require(ip);
    var machine = call.body().path("machineId");
    if (!machine.isNull()) {
      checkCanHave(call, machine.asText(), address);
    }
    if (address.path(ASSIGNED).asText().equals(machine.asText())) {
      return Json.view(address);
    }
    detach(team, address);
    if (machine.isNull()) {
      return Json.view(put(team, ip, null));
    }
    var assigned = put(team, ip, machine.asText());
    team.machines()
        .change(
            machine.asText(),
            it -> {
              it.put("_dynamic", it.path("publicIpType").asText().equals("dynamic"));
              it.put("publicIpType", "static").put("publicIp", ip);
            });
    return Json.view(assigned);
  }

  private static void checkCanHave(Call call, String machine, ObjectNode address) {
    call.team().reference("machines", machine);
    var region = MachineLife.idle(call.team(), machine).path("region").asText();
    if (!region.equals(address.path("region").asText())) {
      throw Refusal.badRequest("The machine is in another region than the address");
    }
    var has = assignedTo(call.team(), machine);
    if (has.filter(it -> !it.equals(address.path("ip").asText())).isPresent()) {
      throw Refusal.conflict("The machine has a static address already");
    }
  }

  /** The machine is again what it was before. */
  private static void detach(Team team, ObjectNode address) {
    var machine = address.path(ASSIGNED).asText();
    put(team, address.path("ip").asText(), null);
    if (team.machines().has(machine)) {
      team.machines()
          .change(
              machine,
              it -> {
                it.put("publicIpType", it.path("_dynamic").asBoolean() ? "dynamic" : "none");
                MachineLife.address(team, it.putNull("publicIp"));
              });
    }
  }

  private static JsonNode release(Call call) {
    var team = call.team();
    var address = team.publicIps().require(call.path("ip"));
    boolean used = team.machines().has(address.path(ASSIGNED).asText());
    if (used && call.chose(ReleaseAssigned.CONFLICT)) {
      throw Refusal.conflict("The address is assigned to a machine");
    }
    detach(team, address);
    team.publicIps().drop(call.path("ip"));
    return Json.object().put("ip", call.path("ip"));
  }
}
