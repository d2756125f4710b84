package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Verbs;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which changes of an object make it look. */
final class Wakes {
  private Wakes() {}

  /** Our own writes wake nobody; a new generation, a deletion and the verbs do. */
  static boolean isWorthALook(PaperspaceResource<?, ?> now, PaperspaceResource<?, ?> old) {
    boolean leaving = now.isMarkedForDeletion();
    return !Objects.equals(now.getMetadata().getGeneration(), old.getMetadata().getGeneration())
        || (leaving
            && (!old.isMarkedForDeletion()
                || !Writer.finalizers(now).equals(Writer.finalizers(old))))
        || hasLost(Verbs.FINALIZER, now, old)
        || hasLost(Verbs.IN_USE_FINALIZER, now, old)
        || !verbs(now).equals(verbs(old));
  }

  /** Whoever replaces an object drops its finalizer, and a deletion would leak what it manages. */
  private static boolean hasLost(
      String finalizer, PaperspaceResource<?, ?> now, PaperspaceResource<?, ?> old) {
    return Writer.finalizers(old).contains(finalizer)
        && !Writer.finalizers(now).contains(finalizer);
  }

  private static Map<String, String> verbs(PaperspaceResource<?, ?> resource) {
    return Stream.of(Verbs.PAUSED, Verbs.RECONCILE_AT, Verbs.RESTART_AT)
        .filter(verb -> Writer.annotation(resource, verb) != null)
        .collect(Collectors.toMap(verb -> verb, verb -> Writer.annotation(resource, verb)));
  }
}
