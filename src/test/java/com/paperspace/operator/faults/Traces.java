package com.paperspace.operator.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where in the memory of an operator something is still known by its uid: whatever map a later
 * author adds is searched too.
 */
final class Traces {
  private static final Set<String> OURS =
      Set.of(
          "com.paperspace.operator.app.",
          "com.paperspace.operator.reconcile.",
          "com.paperspace.operator.kind.",
          "com.paperspace.operator.client.",
          "io.javaoperatorsdk.");

  /** JOSDK's own, which it drops by itself after twenty minutes. */
  private static final String TOMBSTONES = "TemporaryResourceCache.tombstones";

  private final String uid;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Place> todo = new ArrayDeque<>();
  private final List<String> found = new ArrayList<>();

  private record Place(String path, Object object) {}

  private Traces(String uid) {
    this.uid = uid;
  }

  /** The paths from an object to everything that names a uid. */
  static List<String> of(Object root, String uid) {
    var traces = new Traces(uid);
    traces.add("", root);
    while (!traces.todo.isEmpty()) {
      traces.visit(traces.todo.remove());
    }
    return traces.found;
  }

  private void add(String path, Object object) {
    if (object != null && (object instanceof String || seen.add(object))) {
      todo.add(new Place(path, object));
    }
  }

  private void visit(Place place) {
    var object = place.object();
    if (object instanceof String text) {
      note(place, text.contains(uid));
    } else if (object instanceof HasMetadata resource) {
      note(place, uid.equals(resource.getMetadata().getUid()));
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            add(place.path() + " key", key);
            add(place.path() + " value", value);
          });
    } else if (object instanceof Collection<?> all) {
      all.forEach(it -> add(place.path() + " element", it));
    } else if (object instanceof Optional<?> maybe) {
      maybe.ifPresent(it -> add(place.path(), it));
    } else if (object instanceof AtomicReference<?> held) {
      add(place.path(), held.get());
    } else if (object instanceof Object[]) {
      for (int i = 0; i < Array.getLength(object); i++) {
        add(place.path() + " element", Array.get(object, i));
      }
    } else if (OURS.stream().anyMatch(object.getClass().getName()::startsWith)) {
      for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
        fields(place, type);
      }
    }
  }

  private void fields(Place place, Class<?> type) {
    if (OURS.stream().noneMatch(type.getName()::startsWith)) {
      return;
    }
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
        continue;
      }
      field.setAccessible(true);
      try {
        add(
            place.path() + "/" + type.getSimpleName() + "." + field.getName(),
            field.get(place.object()));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void note(Place place, boolean is) {
    if (is && !place.path().contains(TOMBSTONES)) {
      found.add(place.path());
    }
  }
}
