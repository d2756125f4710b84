package com.paperspace.operator.client;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@link Sensitive}: prints records without their secrets, and collects the secrets of one.
 */
final class Masking {
  /** Reflection makes what it answers anew each time, and every call of the API asks. */
  private static final ClassValue<RecordComponent[]> PARTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private Masking() {}

  /** What a record is made of. */
  static Stream<RecordComponent> parts(Record owner) {
    return Arrays.stream(PARTS.get(owner.getClass()));
  }

  /** Like a record's own {@code toString()}, with {@code ***} for what is masked. */
  static String toString(Record self) {
    return parts(self)
        .map(component -> component.getName() + "=" + shown(self, component))
        .collect(Collectors.joining(", ", self.getClass().getSimpleName() + "[", "]"));
  }

  private static Object shown(Record self, RecordComponent component) {
    var value = value(self, component);
    return value != null && component.isAnnotationPresent(Sensitive.class) ? "***" : value;
  }

  /** Every masked text in a request body, however deep. */
  static List<String> secrets(Object body) {
    var found = new ArrayList<String>();
    collect(body, null, found);
    return found;
  }

  /** Null for what is not masked. */
  private static void collect(Object value, Sensitive as, List<String> found) {
    if (value instanceof String text) {
      if (as != null && isSecret(text, as)) {
        found.add(text);
      }
    } else if (value instanceof Iterable<?> items) {
      items.forEach(item -> collect(item, as, found));
    } else if (value instanceof Map<?, ?> items) {
      items.values().forEach(item -> collect(item, as, found));
    } else if (value instanceof Record owner) {
      parts(owner)
          .forEach(it -> collect(value(owner, it), it.getAnnotation(Sensitive.class), found));
    }
  }

  private static boolean isSecret(String text, Sensitive as) {
    return !text.isBlank() && !(as.orReference() && SecretReference.is(text));
  }

  static Object value(Record owner, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("record without accessor", e);
    }
  }
}
