package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Verbs;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The record, written before a create, that one is about to happen.
 *
 * @param text as it stands in the annotation
 * @param at when, by the API's clock
 */
record Intent(String text, Instant at) {

  /** The API's clock is known to a second, and its answer takes some time. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  /** Mark in the status: an intent the outcome of which is not known. */
  static final String OPEN = "intent";

  /** A new intent. */
  static Intent at(Instant apiTime) {
    var second = apiTime.truncatedTo(ChronoUnit.SECONDS);
    return new Intent(UUID.randomUUID() + "@" + second, second);
  }

  /** The intent a resource carries; one that cannot be read counts as very old. */
  static Optional<Intent> of(PaperspaceResource<?, ?> resource) {
    var text = Writer.annotation(resource, Verbs.CREATE_INTENT);
    var status = resource.getStatus();
    if (text == null && status != null && status.sent() != null) {
      // Somebody replaced the object, annotations and all.
      text = status.sent().get(OPEN);
    }
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Intent(text, Instant.parse(text.substring(text.indexOf('@') + 1))));
    } catch (DateTimeException e) {
      return Optional.of(new Intent(text, Instant.EPOCH));
    }
  }

  /** Whether what it made may not be shown yet; its time is a second or two before the create. */
  boolean isYoung(Instant apiTime, Duration lag) {
    return apiTime.isBefore(at.plus(lag).plus(CLOCK_SKEW));
  }

  /** Whether its outcome was never recorded. */
  boolean isOpen(StatusDraft<?> draft) {
    return !text.equals(draft.boundIntent);
  }
}
