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

/** A copy of a machine's disk, with which it dies. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("snapshots")
@Singular("snapshot")
@ShortNames("pssnap")
@Categories("paperspace")
@JsonClassDescription(
    "A copy of the disk of a Paperspace machine, made once; it dies with its machine.")
public final class Snapshot extends PaperspaceResource<Snapshot.Spec, Snapshot.Observed> {

  private static final long serialVersionUID = 1L;

  /** The snapshot as wanted. */
  @ApiRecord
  @JsonClassDescription("The snapshot as wanted; only its name can be changed later.")
  @ValidationRule(
      value = "has(self.machineRef) != has(self.machineId)",
      message = "set exactly one of machineRef and machineId")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the snapshot. Left out, metadata.name is taken once, for the create.")
          String name,
      @Immutable(shownAs = "machineId")
          @JsonPropertyDescription(
              "The Machine whose disk is copied, running or off; immutable once a create may have"
                  + " happened.")
          LocalRef machineRef,
      @Immutable(shownAs = "machineId")
          @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a machine that is not managed here, in place of machineRef; immutable once a"
                  + " create may have happened.")
          String machineId,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The snapshot as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "MACHINE", priority = 1)
          @JsonPropertyDescription("Id of the machine whose disk it is a copy of.")
          String machineId) {}
}
