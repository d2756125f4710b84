package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rules for what only a create can set. They stand at the root of the CRD, the one place that
 * sees spec and status; a write of the status never changes the spec and so passes them all.
 */
final class CreateOnlyRules {
  private static final String CREATED_WITH = "createdWith";
  private static final String ID = "has(self.status.id) && self.status.id != ''";

  /** Neither made nor announced, as far as the status tells. */
  private static final String FREE =
      "!has(self.status) || !(" + ID + " || has(self.status.openIntent))";

  private static final String ADOPTED =
      ID + " && (!has(self.status.origin) || self.status.origin == 'Adopted')";

  private final Class<?> observed;
  private final Map<String, JSONSchemaProps> createdWith;
  private final List<ValidationRule> rules;

  private CreateOnlyRules(
      Class<?> observed, Map<String, JSONSchemaProps> createdWith, List<ValidationRule> rules) {
    this.observed = observed;
    this.createdWith = createdWith;
    this.rules = rules;
  }

  /** Adds the rules of every marked field, and the part of the status they refer to. */
  static void add(JSONSchemaProps root, Class<?> spec, Class<?> observed) {
    JSONSchemaProps sent = object("");
    List<ValidationRule> rules = new ArrayList<>(root.getXKubernetesValidations());
    CreateOnlyRules all = new CreateOnlyRules(observed, sent.getProperties(), rules);
    Stream.of(spec.getRecordComponents()).forEach(all::add);
    if (!sent.getProperties().isEmpty()) {
      sent.setDescription(description());
      root.getProperties().get("status").getProperties().put(CREATED_WITH, sent);
      root.setXKubernetesValidations(rules);
    }
  }

  private void add(RecordComponent field) {
    String name = field.getName();
    if (field.isAnnotationPresent(Immutable.class)) {
      String shownAs = field.getAnnotation(Immutable.class).shownAs();
      boolean comparable = !shownAs.isEmpty() && field.getType() == shown(shownAs).getType();
      createdWith.put(name, asSent(field.getType()));
      rules.add(immutable(field, comparable ? shownAs : ""));
    } else if (field.isAnnotationPresent(GrowOnly.class)) {
      createdWith.put(name, asSent(field.getType()));
      rules.add(growing(name, shown(field.getAnnotation(GrowOnly.class).shownAs()).getName()));
    }
  }

  private RecordComponent shown(String name) {
    return Stream.of(observed.getRecordComponents())
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(observed + " has no " + name));
  }

  private static ValidationRule immutable(RecordComponent field, String shownAs) {
    String name = field.getName();
    String sent =
        "has(self.status.createdWith) && " + same(field, "self.spec", "self.status.createdWith");
    String rule = FREE + " || " + unchanged(name) + " || (" + sent + ")";
    if (shownAs.isEmpty()) {
      rule += " || (" + ADOPTED + ")";
    } else {
      String cloud = "self.status.observed." + shownAs;
      String known = "has(self.status.observed) && has(" + cloud + ")";
      String here = "has(self.spec." + name + ")";
      rule += " || (" + here + " && " + known + " && self.spec." + name + " == " + cloud + ")";
      rule += " || (" + ADOPTED + " && (!" + here + " || !(" + known + ")))";
    }
    String where = shownAs.isEmpty() ? "" : " and status.observed." + shownAs;
    String other = field.getAnnotation(Immutable.class).givesWayTo();
    if (!other.isEmpty()) {
      // Not while a create is open: what it left is told apart by what was sent.
      rule += " || (" + ID + " && !has(self.spec." + name + ") && has(self.spec." + other + "))";
      where += ", or give way to " + other + " once that exists";
    }
    return rule(
        name,
        rule,
        name
            + " is immutable once a create may have happened: it may only go back to what the cloud"
            + " object has, see status.createdWith"
            + where);
  }

  private static ValidationRule growing(String name, String shownAs) {
    String cloud = "self.status.observed." + shownAs;
    String sent = "self.status.createdWith." + name;
    String rule =
        "%1$s || self.spec.%2$s >= oldSelf.spec.%2$s || (has(self.status.observed) && has(%3$s) ? self.spec.%2$s >= %3$s : %4$s || has(self.status.createdWith) && has(%5$s) && self.spec.%2$s >= %5$s)"
            .formatted(FREE, name, cloud, ADOPTED, sent);
    return rule(
        name,
        rule,
        name
            + " may only grow once a create may have happened, or go back to what the cloud object"
            + " has, see status.observed."
            + shownAs);
  }

  private static ValidationRule rule(String name, String rule, String message) {
    return new ValidationRuleBuilder()
        .withRule(rule)
        .withFieldPath(".spec." + name)
        .withReason("FieldValueForbidden")
        .withMessage(message)
        .build();
  }

  private static String unchanged(String name) {
    return "(has(self.spec.%1$s) ? has(oldSelf.spec.%1$s) && self.spec.%1$s == oldSelf.spec.%1$s : !has(oldSelf.spec.%1$s))"
        .formatted(name);
  }

  /** Objects of two places in a schema are of two types in CEL, so they compare by their parts. */
  private static String same(RecordComponent field, String one, String other) {
    String a = one + "." + field.getName();
    String b = other + "." + field.getName();
    String equal = a + " == " + b;
    if (field.getType().isRecord()) {
      List<String> parts =
          Stream.of(field.getType().getRecordComponents())
              .map(part -> "(" + same(part, a, b) + ")")
              .toList();
      equal = String.join(" && ", parts);
    }
    return "(has(%1$s) ? has(%2$s) && %3$s : !has(%2$s))".formatted(a, b, equal);
  }

  /** Wider than the spec: what a create was sent with must fit in whatever the spec admits now. */
  private static JSONSchemaProps asSent(Class<?> type) {
    JSONSchemaProps schema = type.isRecord() ? object("As sent.") : new JSONSchemaProps();
    schema.setDescription("As sent with the create.");
    if (type == Integer.class) {
      schema.setType("integer");
      schema.setFormat("int32");
      schema.setMinimum((double) Integer.MIN_VALUE);
      schema.setMaximum((double) Integer.MAX_VALUE);
    } else if (type == Boolean.class) {
      schema.setType("boolean");
    } else if (type == String.class) {
      schema.setType("string");
      schema.setMaxLength((long) ManagedStatus.CREATED_WITH_LIMIT);
    } else if (type.isRecord()) {
      for (RecordComponent part : type.getRecordComponents()) {
        schema.getProperties().put(part.getName(), asSent(part.getType()));
      }
    } else {
      throw new IllegalArgumentException("what a create sends cannot be noted as " + type);
    }
    return schema;
  }

  private static JSONSchemaProps object(String description) {
    JSONSchemaProps schema = new JSONSchemaProps();
    schema.setType("object");
    schema.setDescription(description);
    return schema;
  }

  private static String description() {
    return Stream.of(ManagedStatus.class.getRecordComponents())
        .filter(component -> component.getName().equals(CREATED_WITH))
        .findFirst()
        .orElseThrow()
        .getAccessor()
        .getAnnotation(JsonPropertyDescription.class)
        .value();
  }
}
