package com.paperspace.operator.reconcile.pass;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.paperspace.operator.api.GrowOnly;
import com.paperspace.operator.api.Immutable;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.status.Intent;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What only a create can set, of one kind: noted as it was sent, for until the status tells of the
 * create the API server cannot know that an edit of it comes too late.
 */
public final class CreateOnly {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<RecordComponent> fields;

  public CreateOnly(Class<? extends PaperspaceResource<? extends ManagedSpec, ?>> kind) {
    var parts = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
    this.fields =
        Stream.of(((Class<?>) parts[0]).getRecordComponents())
            .filter(CreateOnly::isCreateOnly)
            .toList();
  }

  private static boolean isCreateOnly(RecordComponent field) {
    return field.isAnnotationPresent(Immutable.class) || field.isAnnotationPresent(GrowOnly.class);
  }

  /** What a create of this spec is sent with, in the form the status has it. */
  public Map<String, Object> of(ManagedSpec spec) {
    var sent = new TreeMap<String, Object>();
    for (var field : fields) {
      var value = of(field, spec);
      if (value != null) {
        sent.put(field.getName(), value);
      }
    }
    return sent;
  }

  /** What a create was sent with, from the best witness there is. */
  public Map<String, Object> sentWith(Reconciliation<?, ?> pass, Intent intent) {
    // An older version left no note, but fixed the spec from the start.
    return witnessed(pass, intent).orElseGet(() -> of(pass.resource.getSpec()));
  }

  private Optional<Map<String, Object>> witnessed(Reconciliation<?, ?> pass, Intent intent) {
    return noted(pass.resource, intent)
        // Where somebody replaced the object, annotations and all.
        .or(() -> Optional.ofNullable(pass.draft.createdWith));
  }

  /** Whether the spec still says what a create was sent with. */
  public boolean isAsSent(Reconciliation<?, ?> pass, Intent intent) {
    var spec = pass.resource.getSpec();
    if (spec == null) {
      return true;
    }
    var declared = of(spec);
    // Where nothing was to be noted, nothing of it was sent.
    return witnessed(pass, intent).map(declared::equals).orElse(declared.isEmpty());
  }

  /** Notes it for what was made before there were notes, or when the note was lost. */
  public void complete(Reconciliation<?, ?> pass) {
    if (isUnnoted(pass)) {
      pass.draft.createdWith = note(pass);
    }
  }

  /** Whether there is something of it to note, which no pass has done yet. */
  public boolean isIncomplete(Reconciliation<?, ?> pass) {
    return isUnnoted(pass) && !note(pass).isEmpty();
  }

  private static boolean isUnnoted(Reconciliation<?, ?> pass) {
    return pass.draft.origin() == Origin.Created && pass.draft.createdWith == null;
  }

  private Map<String, Object> note(Reconciliation<?, ?> pass) {
    return Intent.of(pass.resource)
        .flatMap(intent -> noted(pass.resource, intent))
        .orElseGet(() -> of(pass.resource.getSpec()));
  }

  private Optional<Map<String, Object>> noted(PaperspaceResource<?, ?> resource, Intent intent) {
    return CreateNote.read(resource, intent).flatMap(this::known);
  }

  private Optional<Map<String, Object>> known(JsonNode sent) {
    try {
      var known = new TreeMap<String, Object>();
      for (var field : fields) {
        if (sent.hasNonNull(field.getName())) {
          known.put(field.getName(), readable(sent.get(field.getName()), field.getType()));
        }
      }
      return known.isEmpty() ? Optional.empty() : Optional.of(known);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // Damaged by hand: a status with it would be refused, and the id with that.
      return Optional.empty();
    }
  }

  private static Object readable(JsonNode value, Class<?> type) throws JsonProcessingException {
    var text = value.toString();
    if (text.length() > ManagedStatus.CREATED_WITH_LIMIT) {
      throw new IllegalArgumentException("too long");
    }
    return JSON.convertValue(JSON.treeToValue(value, type), Object.class);
  }

  /**
   * What the spec declares otherwise than it was created with, so far as the service does not show
   * it: what it shows is judged by the kind.
   */
  public List<Drift> changed(ManagedSpec spec, Map<String, Object> createdWith, Record observed) {
    if (createdWith == null) {
      return List.of();
    }
    var drift = new ArrayList<Drift>();
    for (var field : fields) {
      var mark = field.getAnnotation(Immutable.class);
      var declared = of(field, spec);
      var sent = createdWith.get(field.getName());
      if (mark != null
          && declared != null
          && !declared.equals(sent)
          && !isShown(observed, mark.shownAs())) {
        drift.add(Drift.replace(field.getName(), text(declared), text(sent)));
      }
    }
    return drift;
  }

  private static Object of(RecordComponent field, ManagedSpec spec) {
    var value = value(field, spec);
    return value == null ? null : JSON.convertValue(value, Object.class);
  }

  /** A reference by its name alone. */
  private static Object text(Object value) {
    return value instanceof Map<?, ?> parts && parts.size() == 1
        ? parts.values().iterator().next()
        : value;
  }

  private static boolean isShown(Record observed, String field) {
    return observed != null
        && Stream.of(observed.getClass().getRecordComponents())
            .filter(it -> it.getName().equals(field))
            .map(it -> value(it, observed))
            .anyMatch(Objects::nonNull);
  }

  private static Object value(RecordComponent field, Object record) {
    try {
      return field.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(field + " cannot be read", e);
    }
  }
}
