package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import java.util.stream.Stream;

/**
 * How far the operator may go with one object. Every part is optional; the first value is the
 * default.
 */
@ApiRecord
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
        String drift) {

  /** Every default. */
  public static final Policy DEFAULT = new Policy(null, null, null, null);

  /** What a spec declares, which may be nothing: then every default. */
  public static Policy of(Policy declared) {
    return declared == null ? DEFAULT : declared;
  }

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

  /** Whether every value is one this version knows; a newer version may have more. */
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
