package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which changes of an object begin a pass. */
final class Wakes {
  private Wakes() {}

  /**
   * A new generation, a deletion, a finalizer of ours that is lost, and the annotations people set.
   * Our own writes are none of these.
   */
  static boolean isWorthALook(PaperspaceResource<?, ?> now, PaperspaceResource<?, ?> old) {
    boolean leaving = now.isMarkedForDeletion();
    return !Objects.equals(now.getMetadata().getGeneration(), old.getMetadata().getGeneration())
        || (leaving
            && (!old.isMarkedForDeletion()
                || !Metadata.finalizers(now).equals(Metadata.finalizers(old))))
        || hasLost(Annotations.FINALIZER, now, old)
        || hasLost(Annotations.IN_USE_FINALIZER, now, old)
        || !verbs(now).equals(verbs(old));
  }

  /**
   * A replace by others drops the finalizer, and a deletion would then leak what the resource
   * manages.
   */
  private static boolean hasLost(
      String finalizer, PaperspaceResource<?, ?> now, PaperspaceResource<?, ?> old) {
    return Metadata.finalizers(old).contains(finalizer)
        && !Metadata.finalizers(now).contains(finalizer);
  }

  private static Map<String, String> verbs(PaperspaceResource<?, ?> resource) {
    return Stream.of(Annotations.PAUSED, Annotations.RECONCILE_AT, Annotations.RESTART_AT)
        .filter(verb -> Metadata.annotation(resource, verb) != null)
        .collect(Collectors.toMap(verb -> verb, verb -> Metadata.annotation(resource, verb)));
  }
}
