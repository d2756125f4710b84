package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
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

/** A login for private images, its password kept in a Kubernetes Secret. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("containerregistries")
@Singular("containerregistry")
@ShortNames("psregistry")
@Categories("paperspace")
@AdditionalPrinterColumn(
    name = "LOGIN",
    jsonPath = ".status.conditions[?(@.type==\"LoginVerified\")].status")
@JsonClassDescription(
    "A container registry stored with Paperspace: the login deployments use for private images; its"
        + " password comes from a Kubernetes Secret. The condition LoginVerified tells whether the"
        + " service could log in.")
public final class ContainerRegistry
    extends PaperspaceResource<ContainerRegistry.Spec, ContainerRegistry.Observed> {

  private static final long serialVersionUID = 1L;

  /** The registry as wanted. */
  @ApiRecord
  @JsonClassDescription("The registry as wanted.")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the registry, by which deployments of the team use it. Left out, metadata.name"
                  + " is taken once, for the create. While a deployment uses the name in place it is not changed, for its images could"
                  + " not be pulled any more.")
          String name,
      @SchemaFrom(type = Type.class)
          @JsonPropertyDescription("Whose registry it is; left out, the service decides.")
          String kind,
      @Required
          @Size(min = 1, max = 2048)
          @Pattern("^[^\\s@]+$")
          @JsonPropertyDescription(
              "Address of the registry, for example https://ghcr.io; without a user name or password.")
          String url,
      @Size(max = 256)
          @JsonPropertyDescription(
              "Namespace inside the registry, such as an organization; made without one if left out.")
          String registryNamespace,
      @Required @Size(min = 1, max = 256) @JsonPropertyDescription("User name for the login.")
          String username,
      @Required @JsonPropertyDescription("Where the password for the login comes from.")
          PasswordSource passwordFrom,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** Where the password comes from. */
  @ApiRecord
  public record PasswordSource(
      @Required @JsonPropertyDescription("The key of a Secret whose value is taken.")
          SecretKeyRef secretKeyRef) {}

  /** The registry as last seen; never its password. */
  @ApiRecord
  public record Observed(
      @Size(max = 256)
          @PrinterColumn(name = "NAME IN CLOUD", priority = 1)
          @JsonPropertyDescription("Name of the registry, as deployments use it.")
          String name,
      @Size(max = 64) @JsonPropertyDescription("Whose registry it is.") String kind,
      @Size(max = 2048)
          @PrinterColumn(name = "URL", priority = 1)
          @JsonPropertyDescription("Address of the registry.")
          String url,
      @Size(max = 64) @JsonPropertyDescription("When the registry was stored (RFC 3339).")
          String createdAt,
      @Size(max = 64)
          @JsonPropertyDescription("When it was last written, its password included (RFC 3339).")
          String modifiedAt) {}

  /** Values of {@code kind}. */
  public enum Type {
    other,
    dockerhub,
    gcr,
    ghcr,
    digitalocean,
    azure
  }
}
