package com.paperspace.operator.paperspace;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Names a place in a request body as people know it: see {@link Called}. */
final class Fields {
  /** Names that tell one entry of a list from the others better than its position. */
  private static final String NAME = "name";

  private final StringBuilder name = new StringBuilder();
  private Object at;

  private Fields(Object body) {
    at = body;
  }

  /** The name of the place, {@code spec} for the whole; empty for an empty path. */
  static String named(List<String> path, Object body) {
    if (path.isEmpty()) {
      return "";
    }
    var fields = new Fields(body);
    path.forEach(fields::step);
    return fields.name.isEmpty() ? "spec" : fields.name.toString();
  }

  private void step(String step) {
    if (step.matches("\\d{1,9}")) {
      at = at instanceof List<?> list ? entry(list, Integer.parseInt(step)) : null;
      name.append('[').append(component(NAME).map(this::text).orElse(step)).append(']');
      return;
    }
    var component = component(step);
    var value = component.map(this::value).orElse(null);
    var called = component.map(it -> called(it, value)).orElse(step);
    at = value;
    if (!called.isEmpty()) {
      name.append(name.isEmpty() ? "" : ".").append(called);
    }
  }

  private static Object entry(List<?> list, int position) {
    return position < list.size() ? list.get(position) : null;
  }

  private Optional<RecordComponent> component(String step) {
    return at instanceof Record owner
        ? Arrays.stream(owner.getClass().getRecordComponents())
            .filter(it -> it.getName().equals(step))
            .findFirst()
        : Optional.empty();
  }

  private Object value(RecordComponent component) {
    return Masking.value((Record) at, component);
  }

  private String text(RecordComponent component) {
    return value(component) instanceof String text ? text : null;
  }

  private static String called(RecordComponent component, Object value) {
    var called = component.getAnnotation(Called.class);
    if (called == null) {
      return component.getName();
    }
    boolean reference = value instanceof String text && text.startsWith("secret:");
    return reference && !called.reference().isEmpty() ? called.reference() : called.value();
  }
}
