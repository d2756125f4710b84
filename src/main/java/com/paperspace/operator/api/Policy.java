package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far the operator may go with one object. Every part is optional; the first value is the
 * default.
 */
@ApiRecord
@ValidationRule(
    value =
        "!has(self.sync) || (duration(self.sync) >= duration('10s')"
            + " && duration(self.sync) <= duration('24h'))",
    fieldPath = ".sync",
    message = "sync is from 10s to 24h, as 30s, 10m or 24h")
public record Policy(
    @SchemaFrom(type = Management.class)
        @JsonPropertyDescription(
            "Full (default): the operator creates, changes and deletes. ObserveOnly: it only reads.")
        String management,
    @SchemaFrom(type = Deletion.class)
        @JsonPropertyDescription(
            "Delete: deleting this object deletes the cloud object. Retain: the cloud object is left"
                + " alone. Unset: Delete for what was made here, Retain for what was taken over (see"
                + " status.origin).")
        String deletion,
    @SchemaFrom(type = Adoption.class)
        @JsonPropertyDescription(
            "Never (default): always make a new cloud object. ByName: take over the one existing cloud"
                + " object of the same name, else make a new one; where another resource manages the one"
                + " there is, the reason is OwnershipConflict.")
        String adoption,
    @SchemaFrom(type = DriftPolicy.class)
        @JsonPropertyDescription(
            "Correct (default): changes made elsewhere are put right. Report: they are only shown in"
                + " the status.")
        String drift,
    @Size(max = 6)
        @Pattern(Patterns.PERIOD)
        @JsonPropertyDescription(
            "How often the cloud object is looked at while nothing is to be done, at least: 10s to 24h,"
                + " as 30s, 10m or 24h. Unset: as the operator's sync period, and what no list shows,"
                + " such as the runs of a Deployment, once in its slow round. Shorter than that: by a"
                + " call of its own each time, out of the budget of the key. Longer: as the operator's"
                + " sync period where lists show the object, for they are read for all anyway; what no"
                + " list shows is looked at no more often than this.")
        String sync) {

  /** Every default. */
  public static final Policy DEFAULT = new Policy(null, null, null, null, null);

  /** What a spec declares, which may be nothing: then every default. */
  public static Policy of(Policy declared) {
    return declared == null ? DEFAULT : declared;
  }

  /** Faster looks would spend the budget of a key on a few hundred resources alone. */
  private static final Duration SHORTEST_SYNC = Duration.ofSeconds(10);

  /** A correction that comes days after the drift surprises whoever relies on the drift. */
  private static final Duration LONGEST_SYNC = Duration.ofHours(24);

  /** Values of {@code management}. */
  public enum Management {
    Full,
    ObserveOnly
  }

  /** Values of {@code deletion}. */
  public enum Deletion {
    Delete,
    Retain
  }

  /** Values of {@code adoption}. */
  public enum Adoption {
    Never,
    ByName
  }

  /** Values of {@code drift}. */
  public enum DriftPolicy {
    Correct,
    Report
  }

  /** Whether the operator must not change anything in the cloud. */
  public boolean observeOnly() {
    return Management.ObserveOnly.name().equals(management);
  }

  /**
   * Whether the cloud object outlives this object.
   *
   * @param made whether it was made for this object, and not taken over
   */
  public boolean retains(boolean made) {
    return deletion == null ? !made : Deletion.Retain.name().equals(deletion);
  }

  /** Whether an existing cloud object of the same name may be taken over. */
  public boolean adoptByName() {
    return Adoption.ByName.name().equals(adoption);
  }

  /** Whether drift is shown rather than put right. */
  public boolean reportDrift() {
    return DriftPolicy.Report.name().equals(drift);
  }

  /** Whether a time may be that between two looks at what is at rest: 10 s to 24 h. */
  public static boolean isPeriod(Duration time) {
    return time.compareTo(SHORTEST_SYNC) >= 0 && time.compareTo(LONGEST_SYNC) <= 0;
  }

  /**
   * How often the object is looked at while it is at rest, at least; empty where that is not said,
   * or in a way only a newer version knows: then it is looked at as any other.
   */
  public Optional<Duration> syncPeriod() {
    return Optional.ofNullable(sync)
        .filter(it -> it.matches(Patterns.PERIOD))
        .map(it -> Duration.parse("PT" + it.toUpperCase(Locale.ROOT)))
        .filter(Policy::isPeriod);
  }

  /**
   * Whether every value that decides what is done is one this version knows; a newer version may
   * have more.
   */
  public boolean known() {
    return knows(Management.values(), management)
        && knows(Deletion.values(), deletion)
        && knows(Adoption.values(), adoption)
        && knows(DriftPolicy.values(), drift);
  }

  private static boolean knows(Enum<?>[] known, String value) {
    return value == null || Stream.of(known).anyMatch(one -> one.name().equals(value));
  }
}
