package com.paperspace.operator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.simulator.Team;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Every object of {@code examples} on a real server, with what a person does as their heads ask.
 */
final class AllExamples {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the head of {@code deployment-full.yaml} has made in the console. */
  private static final List<String> BY_HAND = List.of("LICENSE_KEY", "S3_KEY", "CHAT_LOGIN");

  private final Namespace here;
  private final Team team;

  AllExamples(Namespace here, Team team) {
    this.here = here;
    this.team = team;
  }

  /** Applies them and waits until the last is Ready. */
  void getReady() throws IOException {
    Examples.found(team);
    Examples.secrets(QuickStart.KEY)
        .forEach(
            (name, values) -> {
              var args = new ArrayList<>(List.of("create", "secret", "generic", name));
              values.forEach((key, value) -> args.add("--from-literal=" + key + "=" + value));
              here.kubectl("delete", "secret", name, "--ignore-not-found").orFail();
              here.kubectl(args.toArray(String[]::new)).orFail();
            });
    here.kubectl("create", "configmap", "boot", "--from-literal=setup=echo").orFail();
    apply(it -> !Examples.isOfMachine(it));
    Namespace.until(
        "what needs no person is ready", () -> notReady().equals(Examples.BESIDES.keySet()));

    makeSecrets();
    turnOff("build");
    apply(Examples::isOfMachine);
    Namespace.until("all are ready", () -> notReady().isEmpty());
  }

  private void apply(Predicate<ObjectNode> chosen) throws IOException {
    for (var object : Examples.objects()) {
      if (chosen.test(object)) {
        here.apply(JSON.writeValueAsString(object));
      }
    }
  }

  private void makeSecrets() {
    var project = here.value("psproj/research", ".status.id");
    for (var name : BY_HAND) {
      var body = "{\"name\": \"" + name + "\", \"value\": \"user:password\"}";
      team.console("POST", "/projects/" + project + "/secrets", body);
    }
  }

  private void turnOff(String name) {
    var machine = "psmachine/" + name;
    here.kubectl("patch", machine, "--type=merge", "--patch={\"spec\": {\"powerState\": \"Off\"}}")
        .orFail();
    Namespace.until(
        machine + " is off", () -> here.value(machine, ".status.observed.state").equals("off"));
  }

  private Set<String> notReady() throws IOException {
    var names = new TreeSet<String>();
    Examples.objects().forEach(it -> names.add(name(it)));
    var there = here.kubectl("get", "paperspace", "-o", "json").orFail().stdout();
    for (var object : JSON.readTree(there).path("items")) {
      if (isReady(object)) {
        names.remove(name(object));
      }
    }
    return names;
  }

  private static boolean isReady(JsonNode object) {
    for (var condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static String name(JsonNode object) {
    return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
  }
}
