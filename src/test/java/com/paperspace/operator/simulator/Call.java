package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** A valid request in the hands of a route, with the team and the user it acts for. */
record Call(Team team, Request request, String user) {
  String id() {
    return path("id");
  }

  String path(String name) {
    return request.pathParameters().get(name);
  }

  String query(String name) {
    return request.query().getOrDefault(name, "");
  }

  ObjectNode body() {
    return request.body() instanceof ObjectNode object ? object : Json.object();
  }

  String text(String field) {
    return body().path(field).asText();
  }

  boolean chose(Enum<?> choice) {
    return team.world().choices.is(choice);
  }

  /** The row of the path under the name of the body, where that has one. */
  ObjectNode renamed(Table table) {
    table.require(id());
    return Json.view(table.change(id(), it -> given("name", name -> it.set("name", name))));
  }

  /** Runs the action when the body names the field with a value. */
  void given(String field, Consumer<JsonNode> action) {
    if (body().hasNonNull(field)) {
      action.accept(body().get(field));
    }
  }
}
