package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Min;
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

/** A network drive for the machines of one private network. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("shareddrives")
@Singular("shareddrive")
@ShortNames("psdrive")
@Categories("paperspace")
@JsonClassDescription("A network drive for the machines of one Paperspace private network.")
public final class SharedDrive extends PaperspaceResource<SharedDrive.Spec, SharedDrive.Observed> {

  private static final long serialVersionUID = 1L;

  /** The drive as wanted. */
  @ApiRecord
  @JsonClassDescription("The drive as wanted; only its name can be changed later.")
  @ValidationRule(
      value = "has(self.networkRef) != has(self.networkId)",
      message = "set exactly one of networkRef and networkId")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the drive. Left out, metadata.name is taken once, for the create.")
          String name,
      @Immutable(shownAs = "size")
          @Required
          @Min(1)
          @PrinterColumn(name = "SIZE GB", priority = 1)
          @JsonPropertyDescription(
              "Size in GB; usual are 50, 100, 250, 500, 1000, 2000, 4000, 8000, 12000 and 16000;"
                  + " immutable once a create may have happened.")
          Integer size,
      @Immutable(shownAs = "region")
          @Required
          @SchemaFrom(type = Region.class)
          @JsonPropertyDescription("Where the drive is; immutable once a create may have happened.")
          String region,
      @Immutable(shownAs = "networkId")
          @JsonPropertyDescription(
              "The PrivateNetwork the drive belongs to, in the same region; immutable once a create"
                  + " may have happened.")
          LocalRef networkRef,
      @Immutable(shownAs = "networkId")
          @Size(min = 1, max = 128)
          @JsonPropertyDescription(
              "Id of a private network that is not managed here, in the same region, in place of"
                  + " networkRef; immutable once a create may have happened.")
          String networkId,
      @JsonPropertyDescription("Where the credentials for mounting the drive are written.")
          Outputs outputs,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The drive as last seen; never its credentials. */
  @ApiRecord
  public record Observed(
      @JsonPropertyDescription("Size as the API reports it; its unit is not documented.") Long size,
      @Size(max = 64) @JsonPropertyDescription("Code of the region it is in.") String region,
      @Size(max = 128) @JsonPropertyDescription("Id of the private network it belongs to.")
          String networkId,
      @Size(max = 1024)
          @PrinterColumn(name = "MOUNT POINT", priority = 1)
          @JsonPropertyDescription("Network path to mount.")
          String mountPoint,
      @Size(max = 64) @JsonPropertyDescription("When the drive was made (RFC 3339).")
          String createdAt) {}
}
