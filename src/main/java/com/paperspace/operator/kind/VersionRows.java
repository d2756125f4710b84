package com.paperspace.operator.kind;

import com.paperspace.operator.api.DatasetVersion.Spec;
import com.paperspace.operator.client.DatasetVersions.View;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The fields of a version, as a spec declares them and as the service shows them. */
final class VersionRows {
  static final Row<Spec, View> MESSAGE =
      Row.of("message", Spec::message, it -> Objects.requireNonNullElse(it.message(), ""));

  static final Row<Spec, View> TAGS =
      Row.of(
          "tags",
          it -> sorted(it.tags()),
          it -> sorted(Objects.requireNonNullElse(it.tags(), List.of())));

  static final Row<Spec, View> METADATA =
      Row.<Spec, View>of(
              "metadata",
              it -> texts(it.metadata()),
              it -> texts(Objects.requireNonNullElse(it.metadata(), Map.of())))
          .hidden();

  static final Row<Spec, View> IS_COMMITTED =
      Row.<Spec, View>flag("isCommitted", Spec::isCommitted, View::isCommitted).growing();

  private VersionRows() {}

  private static List<String> sorted(List<String> tags) {
    return tags == null ? null : tags.stream().distinct().sorted().toList();
  }

  /** A value that is not a text is compared as one. */
  static Map<String, Object> texts(Map<String, ?> values) {
    if (values == null) {
      return null;
    }
    var texts = new TreeMap<String, Object>();
    values.forEach((key, value) -> texts.put(key, Objects.toString(value, null)));
    return texts;
  }
}
