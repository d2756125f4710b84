package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A static public address, which outlives the machines that have it. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("publicips")
@Singular("publicip")
@ShortNames("psip")
@Categories("paperspace")
@IdForm("the address itself, as 198.18.0.1")
@JsonClassDescription("A static public address of a Paperspace team, which machines can have.")
public final class PublicIp extends PaperspaceResource<PublicIp.Spec, PublicIp.Observed> {

  private static final long serialVersionUID = 1L;

  /** The address as wanted. */
  @ApiRecord
  @JsonClassDescription(
      "The address as wanted. The service chooses it, and a release loses it for good. It has no"
          + " name: an existing one is taken over by externalId, the address itself.")
  @ValidationRule(
      value = "!(has(self.machineRef) && has(self.machineId))",
      message = "set at most one of machineRef and machineId")
  @ValidationRule(
      value = "!has(self.policy) || !has(self.policy.adoption) || self.policy.adoption != 'ByName'",
      message =
          "an address has no name to be found by: leave out policy.adoption, and set externalId to"
              + " the address to be taken over",
      fieldPath = ".policy.adoption")
  public record Spec(
      @Immutable(shownAs = "region")
          @Required
          @SchemaFrom(type = Region.class)
          @JsonPropertyDescription(
              "Where the address is, and so every machine that can have it; immutable once a create"
                  + " may have happened.")
          String region,
      @JsonPropertyDescription(
              "The Machine that has the address, in the same region; the address is taken from whoever"
                  + " else has it. The Machine must not declare publicIpType, for the two would take"
                  + " turns: until it does not, this object is Stalled. For a machine that has another"
                  + " static address none is claimed. Left out, with machineId, the address stays where"
                  + " it is.")
          LocalRef machineRef,
      @Size(max = 128)
          @Pattern(Patterns.ID_OR_NONE)
          @JsonPropertyDescription(
              "Id of a machine that no Machine of the namespace manages, in place of machineRef; a"
                  + " Machine of another namespace that manages it must not declare publicIpType"
                  + " either. Empty takes the address off whatever machine has it.")
          String machineId,
      @JsonPropertyDescription(
              "Whether a deletion of this object also releases an address that somebody else assigned to"
                  + " a machine; by default such an address is kept, and the deletion waits until it is"
                  + " free. One assigned by this object is taken off its machine and released.")
          Boolean releaseAssigned,
      @JsonPropertyDescription("Where the address is written, under publicIp.") Outputs outputs,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The address as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 64) @JsonPropertyDescription("The address itself.") String ip,
      @Size(max = 64)
          @PrinterColumn(name = "REGION", priority = 1)
          @JsonPropertyDescription("Code of the region it is in.")
          String region,
      @Size(max = 128)
          @PrinterColumn(name = "MACHINE")
          @JsonPropertyDescription("Id of the machine that has it; absent while none does.")
          String machineId,
      @Size(max = 64) @JsonPropertyDescription("When the address was claimed (RFC 3339).")
          String createdAt) {}
}
