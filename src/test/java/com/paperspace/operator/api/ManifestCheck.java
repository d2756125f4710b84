package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.paperspace.operator.support.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether a manifest that people copy is one of ours, before any API server sees it. */
public final class ManifestCheck {
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .setAnnotationIntrospector(new UnknownFieldsMatter())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  /** OpenAPI 3.0, as a CRD has it, and what Kubernetes adds to it. */
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          Dialect.builder(Dialects.getOpenApi30())
              .unknownKeywordFactory((name, context) -> new NonValidationKeyword(name))
              .build());

  private ManifestCheck() {}

  /** Its object; fails on a field that its class does not have. */
  static HasMetadata read(JsonNode document) throws IOException {
    String kind = document.path("kind").asText();
    Class<? extends HasMetadata> type = kind.equals("Secret") ? Secret.class : Crds.kind(kind);
    return STRICT.treeToValue(document, type);
  }

  /** What the schema of its CRD has against a document of our group; its rules are not asked. */
  public static List<String> complaints(JsonNode document) throws IOException {
    read(document);
    String kind = document.path("kind").asText();
    return schema(kind).validate(document.toString(), InputFormat.JSON).stream()
        .map(it -> it.toString())
        .toList();
  }

  /** Whether a part of a manifest, without kind and name, could stand in one of the kind. */
  public static void readPart(String kind, JsonNode part) throws IOException {
    STRICT.treeToValue(part, Crds.kind(kind));
  }

  private static Schema schema(String kind) {
    Path crd = Path.of("crds", HasMetadata.getFullResourceName(Crds.kind(kind)) + ".yaml");
    JsonNode schema = Manifests.in(crd).get(0).at("/spec/versions/0/schema/openAPIV3Schema");
    return REGISTRY.getSchema(schema.toString(), InputFormat.JSON);
  }

  /** {@link ApiRecord} tolerates unknown fields; here they are mistakes. */
  private static final class UnknownFieldsMatter extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(
        MapperConfig<?> config, Annotated annotated) {
      return super.findPropertyIgnoralByName(config, annotated).withoutIgnoreUnknown();
    }
  }
}
