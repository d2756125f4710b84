package com.paperspace.operator.api;

import com.paperspace.operator.reconcile.update.DecisionPage;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pages of {@code docs/} that only repeat the code. */
final class Docs {

  private static final String GENERATED =
      "<!-- Generated; mvn test -Dupdate -Dtest=CrdsAreCurrentTest writes it anew. -->\n\n";

  private Docs() {}

  /** The content of every generated page, by its name. */
  static Map<String, String> files() {
    return Map.of(
        "conditions.md",
        GENERATED + ConditionsPage.text(),
        "decision.md",
        GENERATED + DecisionPage.text(),
        "reasons.md",
        reasons(),
        "reference.md",
        reference());
  }

  private static String reasons() {
    StringBuilder page = new StringBuilder(GENERATED);
    page.append("# Reasons\n\n");
    page.append(
        "Every `reason` a condition of a resource can have: what it means and what to do.\n");
    Map<String, Reason> sorted = new TreeMap<>();
    for (Reason reason : Reason.values()) {
      sorted.put(reason.name(), reason);
    }
    sorted.forEach(
        (name, reason) ->
            page.append(
                "\n## %s\n\n%s\n\nNext: %s\n".formatted(name, reason.meaning(), reason.remedy())));
    events(page);
    return page.toString();
  }

  private static void events(StringBuilder page) {
    page.append("\n# Events\n\n");
    page.append(
        "An event of type `Warning` gives the reason of the condition above that it tells of, or one"
            + " of these:\n\n| Reason | Type | When |\n| --- | --- | --- |\n");
    for (EventReason it : EventReason.values()) {
      page.append("| `%s` | %s | %s |\n".formatted(it, it.type(), it.when()));
    }
  }

  private static String reference() {
    StringBuilder page = new StringBuilder(GENERATED);
    page.append("# Reference\n\n");
    page.append(
        "Every field of every kind of `paperspace.com/v1alpha1`; `kubectl explain` says the same."
            + " A star marks a field that must be given, `[]` an item of a list.\n");
    for (CustomResourceDefinition crd : Crds.all()) {
      JSONSchemaProps root = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
      page.append("\n## %s\n\n".formatted(crd.getSpec().getNames().getKind()));
      page.append(root.getDescription()).append("\n\n");
      page.append("Short name `%s`.\n".formatted(crd.getSpec().getNames().getShortNames().get(0)));
      List<String> rules = new ArrayList<>();
      root.getXKubernetesValidations().forEach(rule -> rules.add(rule.getMessage()));
      StringBuilder rows = new StringBuilder();
      rows(rows, rules, "spec", root.getProperties().get("spec"), true);
      rows(rows, new ArrayList<>(), "status", root.getProperties().get("status"), false);
      if (!rules.isEmpty()) {
        page.append("\nRules:\n\n");
        rules.forEach(rule -> page.append("- ").append(rule).append('\n'));
      }
      page.append("\n| Field | Type | Limits | Meaning |\n| --- | --- | --- | --- |\n")
          .append(rows);
    }
    return page.toString();
  }

  private static void rows(
      StringBuilder rows, List<String> rules, String path, JSONSchemaProps field, boolean needed) {
    rows.append(
        "| `%s`%s | %s | %s | %s |\n"
            .formatted(
                path, needed ? "\\*" : "", type(field), limits(field), field.getDescription()));
    JSONSchemaProps inner = field;
    String prefix = path;
    if (field.getItems() != null) {
      inner = field.getItems().getSchema();
      prefix = path + "[]";
    }
    String where = prefix;
    inner
        .getXKubernetesValidations()
        .forEach(rule -> rules.add("`%s`: %s".formatted(where, rule.getMessage())));
    List<String> required = inner.getRequired();
    inner
        .getProperties()
        .forEach(
            (name, child) -> rows(rows, rules, where + "." + name, child, required.contains(name)));
  }

  private static String type(JSONSchemaProps field) {
    if (field.getItems() != null) {
      return "list of " + field.getItems().getSchema().getType();
    }
    return field.getAdditionalProperties() == null ? field.getType() : "map of string";
  }

  private static String limits(JSONSchemaProps field) {
    List<String> limits = new ArrayList<>();
    if (!field.getEnum().isEmpty()) {
      limits.add(
          String.join(
              ", ",
              field.getEnum().stream().map(value -> "`\"" + value.asText() + "\"`").toList()));
    }
    if ("set".equals(field.getXKubernetesListType())) {
      limits.add("no doubles");
    } else if ("map".equals(field.getXKubernetesListType())) {
      limits.add("one per `" + field.getXKubernetesListMapKeys().get(0) + "`");
    }
    range(limits, "", field.getMinimum(), field.getMaximum());
    range(limits, " characters", field.getMinLength(), field.getMaxLength());
    range(limits, " items", field.getMinItems(), field.getMaxItems());
    range(limits, " entries", field.getMinProperties(), field.getMaxProperties());
    if (field.getPattern() != null) {
      limits.add("`" + field.getPattern() + "`");
    }
    if (field.getItems() != null) {
      String each = limits(field.getItems().getSchema());
      if (!each.isEmpty()) {
        limits.add("each " + each);
      }
    }
    return String.join("; ", limits);
  }

  private static void range(List<String> limits, String unit, Number min, Number max) {
    if (min != null && max != null) {
      limits.add(plain(min) + " to " + plain(max) + unit);
    } else if (max != null) {
      limits.add("at most " + plain(max) + unit);
    } else if (min != null) {
      limits.add("at least " + plain(min) + unit);
    }
  }

  private static String plain(Number number) {
    return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }
}
