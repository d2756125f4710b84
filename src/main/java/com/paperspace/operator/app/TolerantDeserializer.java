package com.paperspace.operator.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerFactory;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PaperspaceResource.Unreadable;
import com.paperspace.operator.api.Policy;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Reads one resource. What does not fit marks it unreadable, and the rest is read all the same: the
 * id in the status, so that the cloud object is not lost, and the policy, which says what a
 * deletion may do.
 */
final class TolerantDeserializer extends JsonDeserializer<Object> {
  private final JavaType type;

  /** Made when it is needed: to learn what a kind is made of takes long, and few are used. */
  private volatile JsonDeserializer<Object> strict;

  TolerantDeserializer(JavaType type) {
    this.type = type;
  }

  /** Lists and watches of a kind share one, and so its reader. */
  @Override
  public boolean isCachable() {
    return true;
  }

  private JsonDeserializer<Object> strict(DeserializationContext context)
      throws JsonMappingException {
    if (strict == null) {
      synchronized (this) {
        if (strict == null) {
          strict = learned(context);
        }
      }
    }
    return strict;
  }

  private JsonDeserializer<Object> learned(DeserializationContext context)
      throws JsonMappingException {
    var factory = (BeanDeserializerFactory) context.getFactory();
    var made = factory.buildBeanDeserializer(context, type, context.getConfig().introspect(type));
    ((ResolvableDeserializer) made).resolve(context);
    return made;
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    // Before anything is read: a kind that cannot be read at all is a fault of ours, and loud.
    var reader = strict(context);
    JsonNode tree = context.readTree(parser);
    Ballast.drop(tree.path("metadata"));
    PaperspaceResource<?, ?> resource;
    try (JsonParser again = tree.traverse(parser.getCodec())) {
      again.nextToken();
      resource = (PaperspaceResource<?, ?>) reader.deserialize(again, context);
    } catch (JsonMappingException e) {
      resource = salvage(tree, context);
    }
    hideUnknownPolicy(resource);
    return Ballast.share(resource);
  }

  /** An unknown word in the policy must not be taken for its default, which deletes. */
  private static void hideUnknownPolicy(PaperspaceResource<?, ?> resource) {
    if (resource.getSpec() instanceof ManagedSpec spec
        && spec.policy() != null
        && !spec.policy().known()) {
      resource.setSpec(null);
      resource.unreadable(new Unreadable("spec.policy: a value this version does not know", null));
    }
  }

  @SuppressWarnings("unchecked")
  private PaperspaceResource<?, ?> salvage(JsonNode tree, DeserializationContext context)
      throws IOException {
    PaperspaceResource<Object, Object> resource;
    try {
      resource =
          (PaperspaceResource<Object, Object>)
              type.getRawClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    JavaType parts = type.findSuperType(PaperspaceResource.class);
    JavaType status =
        context
            .getTypeFactory()
            .constructParametricType(ManagedStatus.class, parts.containedType(1));
    resource.setMetadata(context.readTreeAsValue(tree.path("metadata"), ObjectMeta.class));
    resource.setSpec(null);
    resource.setStatus(null);

    String lost = readStatus(resource, tree.path("status"), status, context);
    if (lost != null) {
      // Perhaps even the id: with an unknown policy, nothing will be deleted.
      resource.unreadable(new Unreadable(lost, null));
      return resource;
    }
    try {
      resource.setSpec(context.readTreeAsValue(tree.path("spec"), parts.containedType(0)));
    } catch (JsonMappingException e) {
      resource.unreadable(
          new Unreadable(where("spec", e, tree.path("spec")), policy(tree.path("spec"), context)));
    }
    return resource;
  }

  /**
   * Reads the status without what does not fit.
   *
   * @return what does not fit, or null when only {@code observed} does not, which is for people
   */
  private static String readStatus(
      PaperspaceResource<Object, Object> resource,
      JsonNode tree,
      JavaType type,
      DeserializationContext context)
      throws IOException {
    String lost = null;
    JsonNode rest = tree.deepCopy();
    while (!rest.isMissingNode()) {
      try {
        resource.setStatus(context.readTreeAsValue(rest, type));
        return lost;
      } catch (JsonMappingException e) {
        String field = e.getPath().isEmpty() ? null : e.getPath().get(0).getFieldName();
        if (!"observed".equals(field)) {
          lost = where("status", e, tree);
        }
        if (field == null || !(rest instanceof ObjectNode fields) || fields.remove(field) == null) {
          return lost;
        }
      }
    }
    return lost;
  }

  private static Policy policy(JsonNode spec, DeserializationContext context) throws IOException {
    if (!spec.isObject()) {
      return null;
    }
    JsonNode policy = spec.path("policy");
    if (policy.isMissingNode() || policy.isNull()) {
      return Policy.DEFAULT;
    }
    try {
      Policy read = context.readTreeAsValue(policy, Policy.class);
      return read.known() ? read : null;
    } catch (JsonMappingException e) {
      return null;
    }
  }

  /** Path and problem; never the value, nor Jackson's message, which repeats it. */
  private static String where(String root, JsonMappingException problem, JsonNode tree) {
    StringBuilder path = new StringBuilder(root);
    JsonNode found = tree;
    for (JsonMappingException.Reference step : problem.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
        found = found.path(step.getIndex());
      } else {
        path.append('.').append(step.getFieldName());
        found = found.path(step.getFieldName());
      }
    }
    Class<?> wanted =
        problem instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    return path + ": expected " + word(wanted) + ", found " + word(found);
  }

  private static String word(Class<?> type) {
    if (type == null) {
      return "something else";
    } else if (type == Integer.class || type == Long.class) {
      return "integer";
    } else if (Number.class.isAssignableFrom(type)) {
      return "number";
    } else if (type == Boolean.class) {
      return "boolean";
    } else if (type == String.class) {
      return "string";
    }
    return List.class.isAssignableFrom(type) ? "array" : "object";
  }

  private static String word(JsonNode found) {
    return found.getNodeType() == JsonNodeType.NUMBER
        ? "number"
        : found.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
