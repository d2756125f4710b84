package com.paperspace.operator.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.paperspace.operator.support.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The bundle for the Operator Lifecycle Manager: what the chart makes for OpenShift, where OLM is,
 * and by default else, as OLM wants it said. Nobody can change a user or a group in it. It has the
 * operator's own rights and no Service; CRDs come into it when its image is built.
 */
final class OlmBundle {
  static final Path FOLDER = Path.of("helm/olm");
  static final String CSV = "manifests/paperspace-operator.clusterserviceversion.yaml";

  private static final String HEADER =
      "# Generated from the chart; " + ChartReadme.COMMAND.replace("ChartReadme", "OlmBundle");
  private static final String NAME = "paperspace-operator";
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .build();
  private static final String LABEL = "operators.operatorframework.io.bundle.";
  private static final Map<String, String> LABELS =
      new TreeMap<>(
          Map.of(
              LABEL + "mediatype.v1", "registry+v1",
              LABEL + "manifests.v1", "manifests/",
              LABEL + "metadata.v1", "metadata/",
              LABEL + "package.v1", NAME,
              LABEL + "channels.v1", "alpha",
              LABEL + "channel.default.v1", "alpha"));

  private final List<JsonNode> rendered;
  private final JsonNode chart;

  /** Has the chart make what it is made of. */
  OlmBundle(Helm helm) throws IOException {
    this.rendered = helm.plainObjects("--set=openshift=true");
    this.chart = Helm.YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile());
  }

  /** Its files, by their names in {@link #FOLDER}. */
  Map<String, String> files() throws IOException {
    ObjectNode annotations = YAML.createObjectNode();
    LABELS.forEach(annotations.putObject("annotations")::put);
    return Map.of(
        CSV,
        HEADER + " writes it anew.\n" + YAML.writeValueAsString(csv()),
        "metadata/annotations.yaml",
        HEADER + " writes it anew.\n" + YAML.writeValueAsString(annotations),
        "bundle.Dockerfile",
        dockerfile());
  }

  private static String dockerfile() {
    StringBuilder text = new StringBuilder(HEADER + " writes it anew.\n");
    text.append("# Files only; built from the top of the tree, see .github/docker-bake.hcl.\n");
    text.append("FROM scratch\n");
    LABELS.forEach((label, value) -> text.append("LABEL %s=%s\n".formatted(label, value)));
    text.append("COPY crds/*.yaml /manifests/\n");
    text.append("COPY %s/manifests/ /manifests/\n".formatted(FOLDER));
    text.append("COPY %s/metadata/ /metadata/\n".formatted(FOLDER));
    return text.toString();
  }

  private ObjectNode csv() throws IOException {
    String version = chart.at("/appVersion").asText();
    JsonNode deployment = only("Deployment", "");
    ObjectNode csv = YAML.createObjectNode();
    csv.put("apiVersion", "operators.coreos.com/v1alpha1").put("kind", "ClusterServiceVersion");
    ObjectNode metadata = csv.putObject("metadata");
    metadata.put("name", NAME + ".v" + version).put("namespace", "placeholder");
    metadata
        .putObject("annotations")
        .put("alm-examples", examples())
        .put("capabilities", "Basic Install")
        .put("categories", "AI/Machine Learning, Cloud Provider")
        .put("containerImage", deployment.at("/spec/template/spec/containers/0/image").asText())
        .put("description", chart.at("/description").asText());
    ObjectNode spec = csv.putObject("spec");
    spec.put("displayName", "Paperspace operator").put("version", version);
    spec.put("description", description());
    spec.put("maturity", "alpha");
    spec.put("minKubeVersion", chart.at("/kubeVersion").asText().replaceAll(">=|-0$", ""));
    spec.putObject("provider").put("name", "The authors of paperspace-operator");
    spec.putArray("maintainers");
    spec.putArray("links");
    spec.set("keywords", chart.get("keywords"));
    String[] icon = chart.at("/icon").asText().split("[:;,]", 4);
    spec.putArray("icon").addObject().put("base64data", icon[3]).put("mediatype", icon[1]);
    installModes(spec.putArray("installModes"));
    install(spec.putObject("install"), deployment);
    owned(spec.putObject("customresourcedefinitions").putArray("owned"));
    return csv;
  }

  private String description() {
    return chart.at("/description").asText()
        + "\n\nGive a namespace the API key of a Paperspace team: a Secret with the key apiKey, and a"
        + " PaperspaceAccount called default that names it. Every resource of that namespace then"
        + " uses it. Delete the resources before the operator: without it their finalizers hold"
        + " them.\n";
  }

  /** Named namespaces need a RoleBinding in each that the operator can hold; OLM names its own. */
  private static void installModes(ArrayNode modes) {
    for (String mode :
        List.of("OwnNamespace", "SingleNamespace", "MultiNamespace", "AllNamespaces")) {
      modes.addObject().put("type", mode).put("supported", mode.equals("AllNamespaces"));
    }
  }

  private void install(ObjectNode install, JsonNode deployment) {
    install.put("strategy", "deployment");
    ObjectNode spec = install.putObject("spec");
    ObjectNode ours = spec.putArray("deployments").addObject();
    ours.put("name", NAME);
    ours.set("spec", deployment.get("spec"));
    rights(spec.putArray("clusterPermissions").addObject(), only("ClusterRole", ""));
    rights(spec.putArray("permissions").addObject(), only("Role", "-leader"));
  }

  private static void rights(ObjectNode permission, JsonNode role) {
    permission.put("serviceAccountName", NAME);
    permission.set("rules", role.get("rules"));
  }

  private static void owned(ArrayNode owned) throws IOException {
    for (JsonNode crd : crds()) {
      JsonNode version = crd.at("/spec/versions/0");
      owned
          .addObject()
          .put("name", crd.at("/metadata/name").asText())
          .put("kind", crd.at("/spec/names/kind").asText())
          .put("version", version.at("/name").asText())
          .put("displayName", crd.at("/spec/names/kind").asText())
          .put("description", version.at("/schema/openAPIV3Schema/description").asText());
    }
  }

  /** The CRDs that come into the image. */
  static List<JsonNode> crds() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      return files.sorted().map(it -> Manifests.in(it).get(0)).toList();
    }
  }

  /** One of each kind, as people start with. */
  private static String examples() throws IOException {
    ArrayNode examples = YAML.createArrayNode();
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      files
          .filter(it -> it.toString().endsWith("-minimal.yaml"))
          .sorted()
          .flatMap(it -> Manifests.in(it).stream())
          .filter(it -> it.path("apiVersion").asText().startsWith("paperspace.com/"))
          .forEach(examples::add);
    }
    return examples.toPrettyString() + "\n";
  }

  private JsonNode only(String kind, String suffix) {
    return rendered.stream()
        .filter(it -> it.path("kind").asText().equals(kind))
        .filter(it -> it.at("/metadata/name").asText().endsWith(NAME + suffix))
        .findFirst()
        .orElseThrow();
  }
}
