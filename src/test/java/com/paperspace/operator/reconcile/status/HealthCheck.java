package com.paperspace.operator.reconcile.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Our health check for Argo CD, run as it runs it. */
final class HealthCheck {
  private static final Path FILE = Path.of("helm/paperspace-operator/files/health.lua");

  private HealthCheck() {}

  static String script() throws IOException {
    return Files.readString(FILE, UTF_8);
  }

  /** What it says of an object: {@code status} and {@code message}. */
  static LuaValue of(Object resource) throws IOException {
    var lua = JsePlatform.standardGlobals();
    lua.set("obj", table(new ObjectMapper().readTree(Serialization.asJson(resource))));
    return lua.load(script()).call();
  }

  private static LuaValue table(JsonNode json) {
    if (json.isNumber()) {
      return LuaValue.valueOf(json.asDouble());
    }
    if (json.isBoolean()) {
      return LuaValue.valueOf(json.asBoolean());
    }
    if (!json.isContainerNode()) {
      return json.isNull() ? LuaValue.NIL : LuaValue.valueOf(json.asText());
    }
    var table = new LuaTable();
    for (int i = 0; i < json.size() && json.isArray(); i++) {
      table.set(i + 1, table(json.get(i)));
    }
    json.properties().forEach(it -> table.set(it.getKey(), table(it.getValue())));
    return table;
  }
}
