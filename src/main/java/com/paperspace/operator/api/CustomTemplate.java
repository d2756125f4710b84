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

/** A template made from a machine, which it outlives. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("customtemplates")
@Singular("customtemplate")
@ShortNames("pstemplate")
@Categories("paperspace")
@JsonClassDescription(
    "A template for Paperspace machines, made once from a machine that is off; it outlives it.")
public final class CustomTemplate
    extends PaperspaceResource<CustomTemplate.Spec, CustomTemplate.Observed> {

  private static final long serialVersionUID = 1L;

  /** The template as wanted. */
  @ApiRecord
  @JsonClassDescription("The template as wanted; only its name can be changed later.")
  @ValidationRule(
      value = "has(self.machineRef) != has(self.machineId)",
      message = "set exactly one of machineRef and machineId")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the template. Left out, metadata.name is taken once, for the create.")
          String name,
      @Immutable(shownAs = "machineId")
          @JsonPropertyDescription(
              "The Machine it is made from, which has to be off then and is needed no more once the template"
                  + " is usable; immutable once a create may have happened.")
          LocalRef machineRef,
      @Immutable(shownAs = "machineId")
          @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a machine that is not managed here, in place of machineRef; immutable once a"
                  + " create may have happened.")
          String machineId,
      @JsonPropertyDescription(
              "Whether the operator may stop the machine to make the template, and start it again; by"
                  + " default not, and then it waits until the machine is off. A Machine that declares"
                  + " powerState: \"On\", is paused or ObserveOnly is never stopped.")
          Boolean allowStop,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The template as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "MACHINE", priority = 1)
          @JsonPropertyDescription("Id of the machine it was made from, which may be gone.")
          String machineId,
      @Size(max = 64)
          @PrinterColumn(name = "REGION")
          @JsonPropertyDescription("Code of the region it belongs to.")
          String region,
      @Size(max = 128)
          @PrinterColumn(name = "OS", priority = 1)
          @JsonPropertyDescription("Label of its operating system.")
          String operatingSystem,
      @JsonPropertyDescription("Size in GB of the disk of a machine made of it, by default.")
          Integer sizeGb,
      @JsonPropertyDescription("Whether it is distributed, so that machines can be made of it.")
          Boolean usable) {}
}
