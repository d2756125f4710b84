package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.reconcile.adapter.Text;
import io.fabric8.generator.annotation.Size;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What users are shown of a cloud object, cut to what the schema of the status takes: were one text
 * longer, the API server would refuse the whole status, and the id with it.
 */
final class Fitting {
  private Fitting() {}

  /** The same where all of it fits. */
  static <O> O of(O observed) {
    return observed instanceof Record it ? cast(observed, fitted(it)) : observed;
  }

  @SuppressWarnings("unchecked")
  private static <O> O cast(O same, Object fitted) {
    return (O) same.getClass().cast(fitted);
  }

  private static Record fitted(Record whole) {
    var parts = whole.getClass().getRecordComponents();
    var values = Arrays.stream(parts).map(it -> value(it, whole)).toList();
    var fitted = new ArrayList<Object>();
    for (int i = 0; i < parts.length; i++) {
      fitted.add(fitted(parts[i], values.get(i)));
    }
    return fitted.equals(values) ? whole : made(whole.getClass(), parts, fitted.toArray());
  }

  private static Object fitted(RecordComponent part, Object value) {
    var size = part.getAccessor().getAnnotation(Size.class);
    long most = size == null ? Long.MAX_VALUE : size.max();
    if (value instanceof String text) {
      return text.length() > most ? Text.cut(text, (int) most) : text;
    }
    if (value instanceof Record it) {
      return fitted(it);
    }
    return value instanceof List<?> list ? fitted(list, most) : value;
  }

  private static List<?> fitted(List<?> list, long most) {
    return list.stream().limit(most).map(it -> it instanceof Record r ? fitted(r) : it).toList();
  }

  private static Object value(RecordComponent part, Record of) {
    try {
      return part.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(part + " cannot be read", e);
    }
  }

  private static Record made(Class<?> type, RecordComponent[] parts, Object... values) {
    var types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return (Record) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
