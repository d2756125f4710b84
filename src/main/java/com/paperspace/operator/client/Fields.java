package com.paperspace.operator.client;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names a place in a request body as people know it: see {@link Called}. */
final class Fields {
  /** Some messages start with the field (docs/paperspace-api.md 10.34). */
  private static final Pattern LEADING =
      Pattern.compile("/?([A-Za-z]\\w*(?:[./\\[]\\w+]?)*):?\\s+(.+)", Pattern.DOTALL);

  /** Names that tell one entry of a list from the others better than its position. */
  private static final String NAME = "name";

  private final StringBuilder name = new StringBuilder();
  private Object at;

  private Fields(Object body) {
    at = body;
  }

  /**
   * How people know what was sent.
   *
   * @param body null for none
   * @param parameters what they call those of path and query
   */
  record Names(Object body, Map<String, String> parameters) {

    /** A problem with the name of its place, wherever the service has put that. */
    String words(Issue issue) {
      var message = issue.message();
      var path = issue.path();
      var leading = path.isEmpty() && message != null ? LEADING.matcher(message) : null;
      if (leading != null && leading.matches() && knows(Issue.steps(leading.group(1)).get(0))) {
        path = Issue.steps(leading.group(1));
        message = leading.group(2);
      }
      return path.isEmpty() ? message : named(path) + ": " + message;
    }

    /** What people call the text that the edge may refuse; empty where none was sent. */
    Optional<String> screened() {
      return body instanceof Record owner
          ? Masking.parts(owner)
              .filter(it -> it.isAnnotationPresent(Screened.class))
              .filter(it -> Masking.value(owner, it) != null)
              .map(it -> it.getAnnotation(Screened.class).value())
              .findFirst()
          : Optional.empty();
    }

    private boolean knows(String step) {
      return parameters.containsKey(step) || new Fields(body).component(step).isPresent();
    }

    /** The name of the place, {@code spec} for the whole. */
    private String named(List<String> path) {
      var parameter = parameters.get(path.get(0));
      boolean inBody = new Fields(body).component(path.get(0)).isPresent();
      return parameter != null && !inBody ? parameter : Fields.named(path, body);
    }
  }

  private static String named(List<String> path, Object body) {
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
        ? Masking.parts(owner).filter(it -> it.getName().equals(step)).findFirst()
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
    boolean reference = value instanceof String text && SecretReference.is(text);
    return reference && !called.reference().isEmpty() ? called.reference() : called.value();
  }
}
