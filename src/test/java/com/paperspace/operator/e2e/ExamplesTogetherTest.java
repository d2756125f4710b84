package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** All files of {@code examples} in one namespace, with the Secrets they name. */
class ExamplesTogetherTest {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private static final String END = "Available|(DisruptionRequired|InvalidSpec): .+";

  /**
   * Of a team that has the ids in them, each with something made in place of what is taken over.
   */
  @Test
  void completedAsTheirHeadsSayAllGetReadyOrSayWhatTheyWaitFor() throws Exception {
    try (var rig = rig()) {
      Examples.found(rig.cloud.team("a"));
      var ends = runs(rig);
      ends.values().removeIf(it -> it.equals("Available"));
      assertThat(ends)
          .as("what their heads ask for besides")
          .containsOnlyKeys(Examples.BESIDES.keySet());
      Examples.BESIDES.forEach((name, said) -> assertThat(ends.get(name)).contains(said));
    }
  }

  private static Rig rig() {
    var rig = new Rig(KubeServer.mock(), Kinds.all());
    Examples.secrets(Rig.KEY).forEach(rig::secret);
    var boot = new ConfigMapBuilder().withNewMetadata().withName("boot").endMetadata();
    rig.kubernetes
        .client()
        .resource(boot.addToData("setup", "echo").build())
        .inNamespace(rig.namespace)
        .create();
    return rig;
  }

  /** The reason of Ready, and of what is not the message too, by kind and name. */
  private static Map<String, String> runs(Rig rig) throws Exception {
    rig.startOperator();
    var objects = Examples.objects();
    for (var object : objects) {
      if (!Examples.isOfMachine(object)) {
        apply(rig, object);
      }
    }
    end(rig);
    for (var object : objects) {
      if (Examples.isOfMachine(object)) {
        apply(rig, object);
      }
    }
    end(rig);
    return ends(rig);
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

  private static void apply(Rig rig, ObjectNode object) throws Exception {
    object.remove("apiVersion");
    rig.apply(YAML.writeValueAsString(object));
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
