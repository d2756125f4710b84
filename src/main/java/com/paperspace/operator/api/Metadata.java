package com.paperspace.operator.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** What is read of the metadata of any object, whether it is set or not. */
public final class Metadata {

  /** The value of an annotation, or null. */
  public static String annotation(HasMetadata object, String key) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(key);
  }

  /** The finalizers of an object, never null. */
  public static List<String> finalizers(HasMetadata object) {
    var finalizers = object.getMetadata().getFinalizers();
    return finalizers == null ? List.of() : finalizers;
  }

  /** Whether an object cannot go without us. */
  public static boolean isOurs(PaperspaceResource<?, ?> resource) {
    var finalizers = finalizers(resource);
    return finalizers.contains(Annotations.FINALIZER)
        || finalizers.contains(Annotations.IN_USE_FINALIZER);
  }

  /** In an emergency nobody looks up the spelling: whatever does not say "false" pauses. */
  public static boolean isPaused(HasMetadata object) {
    var value = annotation(object, Annotations.PAUSED);
    return value != null && !value.strip().equalsIgnoreCase("false");
  }

  /** Whether a resource is known to have a cloud object. */
  public static boolean isMade(PaperspaceResource<?, ?> resource) {
    return resource.getStatus() != null && resource.getStatus().id() != null;
  }

  /** Kind, namespace and name, for messages and logs. */
  public static String describe(HasMetadata object) {
    var metadata = object.getMetadata();
    return object.getKind() + " " + metadata.getNamespace() + "/" + metadata.getName();
  }

  private Metadata() {}
}
