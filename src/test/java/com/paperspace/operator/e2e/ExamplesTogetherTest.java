package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Manifests;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** All files of {@code examples} in one namespace, with the Secrets they name. */
class ExamplesTogetherTest {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  /** What a person has to do that no file does, and what is said until then. */
  private static final Map<String, String> BESIDES =
      Map.of(
          "CustomTemplate build-base",
              "is on, and a template can only be made from one that is off",
          "Deployment chat", "Secret LICENSE_KEY does not exist");

  private static final String END = "Available|(DisruptionRequired|InvalidSpec): .+";

  /**
   * Of a team that has the ids in them, each with something made in place of what is taken over.
   */
  @Test
  void completedAsTheirHeadsSayAllGetReadyOrSayWhatTheyWaitFor() throws Exception {
    try (var rig = rig()) {
      var team = rig.cloud.team("a").addUser("ann").addUser("ur1234567");
      for (var network : List.of("nw1234567", "nw-quickstart")) {
        var made =
            team.console("POST", "/private-networks", "{\"name\": \"n\", \"region\": \"ny2\"}");
        team.networks().add(network, made.<ObjectNode>deepCopy().put("id", network));
      }
      var model = team.console("POST", "/models", "{\"name\": \"m\"}");
      team.models().add("mo7654321", model.<ObjectNode>deepCopy().put("id", "mo7654321"));
      var ends = ends(rig, ExamplesTogetherTest::complete);
      ends.values().removeIf(it -> it.equals("Available"));
      assertThat(ends).as("what their heads ask for besides").containsOnlyKeys(BESIDES.keySet());
      BESIDES.forEach((name, said) -> assertThat(ends.get(name)).contains(said));
    }
  }

  private static void complete(ObjectNode spec) {
    spec.remove("externalId");
    spec.remove("teamId");
    if (spec.path("policy").path("management").asText().equals("ObserveOnly")) {
      ((ObjectNode) spec.path("policy")).remove("management");
    }
  }

  private static Rig rig() {
    var rig = new Rig(KubeServer.mock(), Kinds.all());
    rig.secret("paperspace-key", "apiKey", Rig.KEY);
    rig.secret("team-a-key", "apiKey", Rig.KEY);
    rig.secret("registry-login", "password", "x");
    rig.secret("tokens", Map.of("token", "x", "hugging-face", "y", "spaces-key", "z"));
    rig.secret("bucket", Map.of("access-key", "AKIAEXAMPLE", "secret-access-key", "x"));
    var boot = new ConfigMapBuilder().withNewMetadata().withName("boot").endMetadata();
    rig.kubernetes
        .client()
        .resource(boot.addToData("setup", "echo").build())
        .inNamespace(rig.namespace)
        .create();
    return rig;
  }

  /** The reason of Ready, and of what is not the message too, by kind and name. */
  private static Map<String, String> ends(Rig rig, Consumer<ObjectNode> edit) throws Exception {
    rig.startOperator();
    try (var files = Files.list(Path.of("examples"))) {
      var documents = files.sorted().flatMap(it -> Manifests.in(it).stream()).toList();
      for (var document : documents) {
        if (!isOfMachine(document)) {
          apply(rig, document, edit);
        }
      }
      end(rig);
      for (var document : documents) {
        if (isOfMachine(document)) {
          apply(rig, document, edit);
        }
      }
    }
    end(rig);
    return ends(rig);
  }

  /** It would be made if its machine were off for another template, or a restore, just then. */
  private static boolean isOfMachine(JsonNode document) {
    return document.path("kind").asText().equals("CustomTemplate")
        && document.at("/metadata/name").asText().equals("build-base");
  }

  private static void end(Rig rig) {
    rig.passTimeUntil(
        "all have come to an end, and the machine is on",
        () -> ends(rig).values().stream().allMatch(it -> it.matches(END)) && isOn(rig));
  }

  private static boolean isOn(Rig rig) {
    return rig.cloud.team("a").machines().all().stream()
        .filter(it -> it.path("name").asText().equals("build"))
        .allMatch(it -> it.path("state").asText().equals("ready"));
  }

  private static Map<String, String> ends(Rig rig) {
    var ends = new TreeMap<String, String>();
    kinds().forEach(kind -> list(rig, kind).forEach(it -> ends.put(name(it), end(it))));
    return ends;
  }

  private static void apply(Rig rig, JsonNode document, Consumer<ObjectNode> edit)
      throws Exception {
    var kind = document.path("kind").asText();
    var name = document.at("/metadata/name").asText();
    if (!kind.equals("Secret")) {
      edit.accept((ObjectNode) document.path("spec"));
      ((ObjectNode) document).remove("apiVersion");
      rig.apply(YAML.writeValueAsString(document));
    } else if (!name.equals("paperspace-key")) {
      var values = new TreeMap<String, String>();
      document
          .path("stringData")
          .properties()
          .forEach(it -> values.put(it.getKey(), it.getValue().asText()));
      rig.secret(name, values);
    }
  }

  private static List<Class<? extends PaperspaceResource<?, ?>>> kinds() {
    var kinds = new ArrayList<Class<? extends PaperspaceResource<?, ?>>>();
    kinds.add(PaperspaceAccount.class);
    Kinds.all().forEach(it -> kinds.add(it.type()));
    return kinds;
  }

  private static <R extends PaperspaceResource<?, ?>> List<R> list(Rig rig, Class<R> kind) {
    return rig.kubernetes.client().resources(kind).inNamespace(rig.namespace).list().getItems();
  }

  private static String name(PaperspaceResource<?, ?> it) {
    return it.getKind() + " " + it.getMetadata().getName();
  }

  private static String end(PaperspaceResource<?, ?> it) {
    return Rig.condition(it, "Ready")
        .map(c -> c.status().equals("True") ? "Available" : c.reason() + ": " + c.message())
        .orElse("nothing is said");
  }
}
