package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrBool;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What a CRD needs and the generator has no annotation for. */
final class CrdFinish {

  private static final String CONDITION = ".status.conditions[?(@.type==\"%s\")].%s";

  /**
   * Of the first condition that says more than that all is equal; they stand in the order Stalled,
   * Reconciling, Synced, Ready, so that a Ready which stays True hides no drift, pause or outage.
   */
  private static final String TELLING = ".status.conditions[?(@.reason!=\"UpToDate\")].%s";

  /** Up to here JSON and the API server, which compares as doubles, keep every whole number. */
  private static final double MOST_OF_LONG = 0x1p53;

  /** Every whole number up to here is exact, and far beyond any price or hour. */
  private static final double MOST_OF_DOUBLE = 1e15;

  private final Type observed;

  private CrdFinish(Type observed) {
    this.observed = observed;
  }

  static void apply(CustomResourceDefinition crd, Class<? extends PaperspaceResource<?, ?>> kind) {
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    Type[] parts = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
    JSONSchemaProps spec = root.getProperties().get("spec");
    JSONSchemaProps status = root.getProperties().get("status");

    root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
    root.setRequired(List.of("spec"));
    spec.setDescription(((Class<?>) parts[0]).getAnnotation(JsonClassDescription.class).value());
    status.setDescription("What the operator last did and saw; written by the operator alone.");
    // On the property itself: a default of the field inside does nothing while status is absent.
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    CrdFinish finish = new CrdFinish(parts[1]);
    finish.complete(spec, parts[0]);
    finish.complete(status, ManagedStatus.class);
    CreateOnlyRules.add(root, (Class<?>) parts[0], (Class<?>) parts[1]);
    version.setAdditionalPrinterColumns(columns(version, spec, status));
    if (kind.isAnnotationPresent(IdForm.class)) {
      JSONSchemaProps id = spec.getProperties().get("externalId");
      id.setDescription(
          id.getDescription() + " It is " + kind.getAnnotation(IdForm.class).value() + ".");
    }
  }

  /** Adds what is said by {@link SetList}, {@link MapList} and the Java type of a number. */
  private void complete(JSONSchemaProps schema, Type type) {
    schema.setXKubernetesValidations(
        new ArrayList<>(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    if (type == Integer.class) {
      schema.setFormat("int32");
      bound(schema, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == Long.class) {
      schema.setFormat("int64");
      bound(schema, -MOST_OF_LONG, MOST_OF_LONG);
    } else if (type == Double.class) {
      bound(schema, -MOST_OF_DOUBLE, MOST_OF_DOUBLE);
    } else if (type instanceof TypeVariable) {
      complete(schema, observed);
    } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      complete(schema.getItems().getSchema(), list.getActualTypeArguments()[0]);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (RecordComponent component : record.getRecordComponents()) {
        if (isMapOfTexts(component)) {
          schema.getProperties().put(component.getName(), mapOfTexts(component));
          continue;
        }
        JSONSchemaProps property = schema.getProperties().get(component.getName());
        if (property == null) {
          // A map without a form of its own; its schema depends on the kind.
          continue;
        }
        complete(property, component.getGenericType());
        if (component.isAnnotationPresent(SetList.class)) {
          property.setXKubernetesListType("set");
        } else if (component.isAnnotationPresent(MapList.class)) {
          property.setXKubernetesListType("map");
          property.setXKubernetesListMapKeys(
              List.of(component.getAnnotation(MapList.class).value()));
        }
      }
    }
  }

  /** What Java could not read must not be admitted; a narrower bound of the field stays. */
  private static void bound(JSONSchemaProps schema, double least, double most) {
    schema.setMinimum(schema.getMinimum() == null ? Double.valueOf(least) : schema.getMinimum());
    schema.setMaximum(schema.getMaximum() == null ? Double.valueOf(most) : schema.getMaximum());
  }

  private static List<CustomResourceColumnDefinition> columns(
      CustomResourceDefinitionVersion version, JSONSchemaProps spec, JSONSchemaProps status) {
    boolean hasCloudObject = spec.getProperties().containsKey("externalId");
    Map<String, JSONSchemaProps> observed = status.getProperties().get("observed").getProperties();
    List<CustomResourceColumnDefinition> own = version.getAdditionalPrinterColumns();
    List<CustomResourceColumnDefinition> all = new ArrayList<>();
    all.add(column("READY", "string", null, CONDITION.formatted("Ready", "status")));
    if (hasCloudObject) {
      all.add(column("SYNCED", "string", null, CONDITION.formatted("Synced", "status")));
    }
    all.add(column("REASON", "string", null, TELLING.formatted("reason")));
    if (observed.containsKey("state")) {
      all.add(column("STATE", "string", null, ".status.observed.state"));
    }
    own.stream().filter(column -> !isWide(column)).forEach(all::add);
    if (hasCloudObject) {
      all.add(column("ID", "string", null, ".status.id"));
    }
    all.add(column("AGE", "date", null, ".metadata.creationTimestamp"));
    own.stream()
        .filter(CrdFinish::isWide)
        .sorted(Comparator.comparing(CustomResourceColumnDefinition::getJsonPath))
        .forEach(all::add);
    all.add(column("MESSAGE", "string", 1, TELLING.formatted("message")));
    return all;
  }

  private static boolean isWide(CustomResourceColumnDefinition column) {
    // Written as 0 it would differ from what the API server stores, and GitOps tools would see it.
    if (column.getPriority() != null && column.getPriority() == 0) {
      column.setPriority(null);
    }
    return column.getPriority() != null;
  }

  private static CustomResourceColumnDefinition column(
      String name, String type, Integer priority, String path) {
    CustomResourceColumnDefinition column = new CustomResourceColumnDefinition();
    column.setName(name);
    column.setType(type);
    column.setPriority(priority);
    column.setJsonPath(path);
    return column;
  }

  private static boolean isMapOfTexts(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType map
        && map.getRawType() == Map.class
        && map.getActualTypeArguments()[1] == String.class;
  }

  private static JSONSchemaProps mapOfTexts(RecordComponent map) {
    AnnotatedParameterizedType types = (AnnotatedParameterizedType) map.getAnnotatedType();
    AnnotatedType value = types.getAnnotatedActualTypeArguments()[1];
    JSONSchemaProps text = new JSONSchemaProps();
    text.setType("string");
    text.setMaxLength(value.getAnnotation(Size.class).max());
    JSONSchemaProps schema = new JSONSchemaProps();
    schema.setType("object");
    schema.setDescription(map.getAccessor().getAnnotation(JsonPropertyDescription.class).value());
    schema.setMaxProperties(map.getAccessor().getAnnotation(Size.class).max());
    schema.setAdditionalProperties(new JSONSchemaPropsOrBool(null, text));
    return schema;
  }
}
