package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One restore of a machine's disk from a snapshot: an act that happens once. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("snapshotrestores")
@Singular("snapshotrestore")
@ShortNames("psrestore")
@Categories("paperspace")
@IdForm("the id of the machine event of the restore")
@JsonClassDescription(
    "One restore of the disk of a Paperspace machine from a snapshot. It happens once: it is not"
        + " repeated unasked, keeps its result, and is not undone when this object is deleted.")
public final class SnapshotRestore
    extends PaperspaceResource<SnapshotRestore.Spec, SnapshotRestore.Observed> {

  private static final long serialVersionUID = 1L;

  /** The restore as wanted. */
  @ApiRecord
  @JsonClassDescription(
      "The restore as wanted; nothing can be changed later. For another restore make another object.")
  @ValidationRule(
      value = "has(self.snapshotRef) != has(self.snapshotId)",
      message = "set exactly one of snapshotRef and snapshotId")
  @ValidationRule(
      value =
          "!has(self.policy) || !has(self.policy.adoption) || self.policy.adoption != 'ByName' ||"
              + " (has(self.policy.management) && self.policy.management == 'ObserveOnly')",
      message =
          "a restore has no name to be found by, and the disk would be replaced: leave out"
              + " policy.adoption, or, for one that took place, set policy.management to ObserveOnly"
              + " and externalId to its event",
      fieldPath = ".policy.adoption")
  public record Spec(
      @Immutable(shownAs = "snapshotId")
          @JsonPropertyDescription(
              "The Snapshot that replaces the disk of its machine; immutable once a create may have"
                  + " happened.")
          LocalRef snapshotRef,
      @Immutable(shownAs = "snapshotId")
          @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a snapshot that is not managed here, an automatic one for example, in place of"
                  + " snapshotRef; immutable once a create may have happened.")
          String snapshotId,
      @Immutable
          @JsonPropertyDescription(
              "Whether a snapshot of the present disk is made first, by default not; it belongs to"
                  + " nobody here. Immutable once a create may have happened.")
          Boolean createSnapshotBeforeRestore,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The restore as last seen; kept when it is over. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "SNAPSHOT", priority = 1)
          @JsonPropertyDescription("Id of the snapshot.")
          String snapshotId,
      @Size(max = 128)
          @PrinterColumn(name = "MACHINE")
          @JsonPropertyDescription("Id of the machine whose disk is replaced.")
          String machineId,
      @Size(max = 64)
          @JsonPropertyDescription(
              "State of the restore in the API's words: new, in progress, done, error or cancelled.")
          String state,
      @Size(max = 64)
          @JsonPropertyDescription(
              "State of the machine right before the restore was sent; not known where the answer to"
                  + " it was lost.")
          String machineStateBefore,
      @Size(max = 64)
          @JsonPropertyDescription("State of the machine when the restore was seen to be over.")
          String machineStateAfter,
      @Size(max = 512) @JsonPropertyDescription("What the API says of a restore that failed.")
          String error,
      @Size(max = 64) @JsonPropertyDescription("When the restore was begun (RFC 3339).")
          String startedAt,
      @Size(max = 64)
          @PrinterColumn(name = "FINISHED", priority = 1)
          @JsonPropertyDescription("When the restore was over (RFC 3339).")
          String finishedAt) {}
}
