package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A private network of machines and shared drives. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("privatenetworks")
@Singular("privatenetwork")
@ShortNames("psnet")
@Categories("paperspace")
@JsonClassDescription("A Paperspace private network, which machines and shared drives belong to.")
public final class PrivateNetwork
    extends PaperspaceResource<PrivateNetwork.Spec, PrivateNetwork.Observed> {

  private static final long serialVersionUID = 1L;

  /** The network as wanted. */
  @ApiRecord
  @JsonClassDescription("The network as wanted; only its name can be changed later.")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the network. Left out, metadata.name is taken once, for the create.")
          String name,
      @Immutable(shownAs = "region")
          @Required
          @SchemaFrom(type = Region.class)
          @JsonPropertyDescription(
              "Where the network is, and so all that belongs to it; immutable once a create may have"
                  + " happened.")
          String region,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The network as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 64)
          @PrinterColumn(name = "REGION", priority = 1)
          @JsonPropertyDescription("Code of the region it is in.")
          String region,
      @Size(max = 64)
          @PrinterColumn(name = "NETWORK", priority = 1)
          @JsonPropertyDescription("Address of the network, which the service chooses.")
          String network,
      @Size(max = 64) @JsonPropertyDescription("Mask of the network's addresses.") String netmask,
      @Size(max = 64) @JsonPropertyDescription("When the network was made (RFC 3339).")
          String createdAt) {}
}
