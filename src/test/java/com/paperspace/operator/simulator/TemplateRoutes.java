package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.ComputeChoices.TemplateReady;

/** What machines start with: the service's templates, and the team's own. */
final class TemplateRoutes {
  private static final String TYPES = "availableMachineTypes";

  private TemplateRoutes() {}

  static void register(Routes routes) {
    routes.on("GET /os-templates", call -> Pages.page(call, call.team().osTemplates()));
    routes.on("GET /custom-templates", call -> Pages.page(call, call.team().customTemplates()));
    routes.on("POST /custom-templates", TemplateRoutes::create);
    routes.on("GET /custom-templates/{id}", call -> call.team().customTemplates().read(call.id()));
    routes.on("PUT /custom-templates/{id}", call -> call.renamed(call.team().customTemplates()));
    routes.on("DELETE /custom-templates/{id}", TemplateRoutes::delete);
  }

  private static JsonNode delete(Call call) {
    call.team().customTemplates().require(call.id());
    return Json.view(call.team().customTemplates().bury(call.id()));
  }

  private static JsonNode create(Call call) {
    var team = call.team();
    team.reference("machines", call.text("machineId"));
    var machine = MachineLife.idle(team, call.text("machineId"));
    if (!machine.path("state").asText().equals("off")) {
      throw Refusal.conflict("The machine has to be off for a template of it");
    }
    var id = team.world().id("t");
    var template =
        team.fresh(id)
            .put("name", call.text("name"))
            .put("region", machine.path("region").asText())
            .put("agentType", machine.path("agentType").asText())
            .put("operatingSystemLabel", machine.path("os").asText())
            .put("defaultSizeGb", machine.path("storageTotal").asLong() >> 30)
            .put("parentMachineId", call.text("machineId"))
            .put("_machineId", call.text("machineId"))
            .put("_os", machine.path("_os").asText())
            .putNull("dtDeleted");
    template.putArray(TYPES);
    team.customTemplates().put(id, template);
    return distribute(call, id).set("data", Json.view(template));
  }

  /** Of the two signs of readiness one comes in time, the other long after. */
  private static ObjectNode distribute(Call call, String id) {
    var team = call.team();
    boolean typesFirst = call.chose(TemplateReady.TYPES_FILL);
    var inTime = team.world().delay(Delay.DISTRIBUTE);
    var late = inTime.multipliedBy(2);
    var machine = call.text("machineId");
    var reply =
        new MachineMove(team, machine, "template-create", typesFirst ? late : inTime)
            .begin("off", it -> ready(team, id), it -> failed(team, id));
    team.after(typesFirst ? inTime : late, () -> fill(team, id));
    return reply;
  }

  private static void ready(Team team, String id) {
    if (team.customTemplates().has(id)) {
      team.customTemplates().change(id, it -> it.put("_ready", true));
    }
  }

  private static void fill(Team team, String id) {
    ready(team, id);
    if (team.customTemplates().has(id)) {
      team.customTemplates().change(id, it -> it.set(TYPES, types(team, it)));
    }
  }

  private static JsonNode types(Team team, ObjectNode template) {
    return team.osTemplates().require(template.path("_os").asText()).path(TYPES);
  }

  private static void failed(Team team, String id) {
    if (team.customTemplates().has(id)) {
      team.customTemplates().bury(id);
    }
  }

  /** Refuses the template that a new machine names where none can be made of it. */
  static void check(Call call) {
    var team = call.team();
    var id = call.text("templateId");
    if (!team.osTemplates().has(id)) {
      team.reference("custom-templates", id);
      var own = team.customTemplates().require(id);
      if (!own.path("region").asText().equals(call.text("region"))) {
        throw Refusal.badRequest("The template is in another region");
      }
      if (!own.has("_ready")) {
        throw Refusal.conflict("The template is not ready");
      }
    }
    var type = call.text("machineType");
    var offered = of(team, id).path(TYPES);
    if (Catalogue.knows(type)
        && !offered.isEmpty()
        && offered.valueStream().noneMatch(it -> offers(it, type))) {
      throw Refusal.badRequest("The template is not available for machine type " + type);
    }
  }

  private static boolean offers(JsonNode offered, String type) {
    return offered.path("machineTypeLabel").asText().equalsIgnoreCase(type);
  }

  /** The template that a machine is made of. */
  static ObjectNode of(Team team, String id) {
    return team.osTemplates().has(id)
        ? team.osTemplates().require(id)
        : team.customTemplates().require(id);
  }
}
