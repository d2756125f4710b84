package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.kind.ValueMarks.Side;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A value that nobody can read back: a keyed hash of what was sent and the time it was last changed
 * stand for it. Prints none.
 *
 * @param field what a difference of it is called
 * @param mark what its marks begin with
 * @param modified when the object was last written, the only trace of its value; null where the API
 *     does not tell, so that nobody sees what others write
 * @param longest longest value the API takes, in characters
 */
record WriteOnly<S extends ManagedSpec, V>(
    String field,
    String mark,
    Function<S, TextOrigin> origin,
    Function<V, Instant> modified,
    int longest) {

  /** In a difference, after the field: the notes on it, of which the cloud knows nothing. */
  private static final String NOTES = "Notes";

  private static final String UNKNOWN = "(unknown)";

  Optional<Reference> reference(S spec) {
    return origin.apply(spec).reference();
  }

  /**
   * The value declared.
   *
   * @throws InvalidInputException when it is longer than the API takes
   */
  String of(S spec, Inputs inputs) {
    var from = origin.apply(spec);
    var value = from.text(inputs);
    if (value.length() > longest) {
      throw new InvalidInputException(
          from.place()
              + ": "
              + from.what()
              + " has "
              + value.length()
              + " characters; the API takes at most "
              + longest
              + ".");
    }
    return value;
  }

  /**
   * Whether another value is declared than was sent, or somebody else has written one since; and
   * whether the notes on it are to be brought up to date.
   */
  List<Drift> diff(S spec, V view, Inputs inputs) {
    var policy = Policy.of(spec.policy());
    if (policy.observeOnly() && !ValueMarks.isSent(mark, inputs)) {
      return List.of();
    }
    var marks = marks(spec, inputs);
    var value = value(spec, view, marks);
    boolean isLeft = policy.reportDrift() && value.filter(Drift::elsewhere).isPresent();
    boolean mayBeNoted = !policy.observeOnly() && (marks.isSettled() || isLeft);
    var notes =
        mayBeNoted && marks.areOutdated()
            ? Optional.of(new Drift(field + NOTES, declared(spec), Drift.NOT_KNOWN, Remedy.VERB))
            : Optional.<Drift>empty();
    return Stream.of(value, notes).flatMap(Optional::stream).toList();
  }

  private Optional<Drift> value(S spec, V view, ValueMarks marks) {
    var ours = marks.ours();
    var seen = modified(view);
    var theirs = modified == null ? Side.SAME : marks.theirs(seen);
    if (ours == Side.CHANGED) {
      // Our side changed, which no drift policy is about.
      var actual = marks.isSent() ? "(an older value)" : UNKNOWN;
      return Optional.of(differs(spec, actual).with(Remedy.VERB));
    }
    var policy = Policy.of(spec.policy());
    if (marks.isSettled() || policy.observeOnly()) {
      return Optional.of(differs(spec, "(changed elsewhere at " + seen + ")").madeElsewhere())
          .filter(it -> theirs == Side.CHANGED);
    }
    if (marks.isSent() && theirs == Side.SAME) {
      // Nobody else is known to have written one, so sending it again loses no edit anybody saw.
      return Optional.of(differs(spec, "(perhaps an older value)").with(Remedy.VERB));
    }
    return Optional.of(unknown(spec, seen, policy, marks));
  }

  /** Nobody can tell whether an edit of the Secret waits, or a value of others would be lost. */
  private Drift unknown(S spec, Instant seen, Policy policy, ValueMarks marks) {
    if (marks.isEmpty() && !marks.isAdopted()) {
      return differs(spec, UNKNOWN);
    }
    var actual = policy.reportDrift() ? "(unknown" + written(seen) + advice(spec) : UNKNOWN;
    return differs(spec, actual).madeElsewhere();
  }

  private String written(Instant seen) {
    return modified == null
        ? ""
        : ", last written at " + Objects.toString(seen, "a time not shown");
  }

  private String advice(S spec) {
    return "; to send what "
        + origin.apply(spec).object()
        + " has, edit it there or set policy.drift: Correct)";
  }

  private Instant modified(V view) {
    return modified == null ? null : modified.apply(view);
  }

  private Drift differs(S spec, String actual) {
    return Drift.correctable(field, declared(spec), actual);
  }

  private String declared(S spec) {
    return "(as in " + origin.apply(spec).words() + ")";
  }

  private ValueMarks marks(S spec, Inputs inputs) {
    return new ValueMarks(mark, origin.apply(spec), of(spec, inputs), inputs);
  }

  /** Whether a difference is about the notes on the value. */
  boolean isNotedBy(Drift drift) {
    return drift.isMark() && drift.field().equals(field + NOTES);
  }

  /** What brings them up to date. */
  Map<String, String> renewed(S spec, Inputs inputs) {
    return marks(spec, inputs).renewed();
  }

  /** What has the value, in words. */
  String object(S spec) {
    return origin.apply(spec).object();
  }

  /** Remembers when the value was written. */
  Map<String, String> marks(S spec, Write<V> write, Inputs inputs) {
    return marks(spec, inputs).sent(modified == null ? null : write.at(modified));
  }

  /** Whether the object shows when it was written, and that nobody else did since we last did. */
  boolean isAsWritten(S spec, V view, Inputs inputs) {
    return modified != null && marks(spec, inputs).theirs(modified(view)) == Side.SAME;
  }

  /** Likewise remembers when the object was written without the value. */
  Map<String, String> moved(Write<V> write) {
    return ValueMarks.moved(write.at(modified));
  }

  /** The write is through: a read that fails after it must not make it look as if it were not. */
  V readBack(V written, Supplier<Optional<V>> read) {
    try {
      return modified == null ? written : read.get().orElse(written);
    } catch (PaperspaceException e) {
      return written;
    }
  }
}
