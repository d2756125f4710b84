package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A value from a Secret that nobody can read back: a keyed hash of what was sent and the time it
 * was last changed stand for it. Prints none.
 *
 * @param modified when the object was last written; the only trace of its value
 * @param longest longest value the API takes, in characters
 */
record WriteOnly<S extends ManagedSpec, V>(
    Function<S, SecretKeyRef> key, Function<V, Instant> modified, int longest) {
  static final String VALUE = "value";
  private static final String PLACE = "valueFrom.secretKeyRef";
  private static final String MODIFIED = "dtModified";

  Reference reference(S spec) {
    return new Reference.ToSecret(PLACE, key.apply(spec));
  }

  /**
   * The value declared.
   *
   * @throws InvalidInputException when it is longer than the API takes
   */
  String of(S spec, Inputs inputs) {
    var from = key.apply(spec);
    var value = inputs.secret(from);
    if (value.length() > longest) {
      throw new InvalidInputException(
          PLACE
              + ": the value under "
              + from.key()
              + " of Secret "
              + from.name()
              + " has "
              + value.length()
              + " characters; the API takes at most "
              + longest
              + ".");
    }
    return value;
  }

  /** Whether another value is declared than was sent, or somebody else has written one since. */
  Optional<Drift> diff(S spec, V view, Inputs inputs) {
    var from = key.apply(spec);
    var declared = "(as in Secret " + from.name() + ", key " + from.key() + ")";
    var sent = inputs.marks().get(VALUE);
    var policy = spec.policy();
    if (sent == null && policy != null && policy.observeOnly()) {
      return Optional.empty();
    }
    if (sent == null) {
      return Optional.of(Drift.correctable(VALUE, declared, "(unknown)"));
    }
    if (!sent.equals(inputs.digest(of(spec, inputs)))) {
      // Our side changed, which no drift policy is about.
      return Optional.of(
          Drift.correctable(VALUE, declared, "(an older value)").with(Drift.Remedy.VERB));
    }
    var seen = modified.apply(view);
    var known = inputs.marks().get(MODIFIED);
    boolean foreign =
        seen != null && known != null && !isOfOurs(seen, Text.time(known), inputs.now());
    return foreign
        ? Optional.of(Drift.correctable(VALUE, declared, "(changed elsewhere at " + seen + ")"))
        : Optional.empty();
  }

  /** A mark no clock of ours can have made, and no answer of the service, proves nothing. */
  private static boolean isOfOurs(Instant seen, Instant known, Instant now) {
    return !seen.isAfter(known) && (seen.equals(known) || !Text.isAhead(known, now));
  }

  /**
   * Remembers when the value was written: by the later of the answer and a read after it, for an
   * answer may be rounded and a read may lag (docs/paperspace-api.md 10.21).
   */
  Map<String, String> marks(String value, V answer, V read, Inputs inputs) {
    var latest =
        Stream.of(modified.apply(answer), modified.apply(read))
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(inputs.now());
    return Map.of(VALUE, inputs.digest(value), MODIFIED, latest.toString());
  }

  /** The write is through: a read that fails after it must not make it look as if it were not. */
  static <V> V readBack(V written, Supplier<Optional<V>> read) {
    try {
      return read.get().orElse(written);
    } catch (PaperspaceException e) {
      return written;
    }
  }
}
