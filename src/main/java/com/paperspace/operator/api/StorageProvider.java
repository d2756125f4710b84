package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A bucket that datasets and models are stored in, its keys kept in Kubernetes Secrets. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("storageproviders")
@Singular("storageprovider")
@ShortNames("psstorage")
@Categories("paperspace")
@JsonClassDescription(
    "An S3 bucket that a Paperspace team stores datasets and models in; its keys come from"
        + " Kubernetes Secrets. Providers that Paperspace runs itself are never taken over, changed"
        + " or deleted.")
public final class StorageProvider
    extends PaperspaceResource<StorageProvider.Spec, StorageProvider.Observed> {

  private static final long serialVersionUID = 1L;

  /** The provider as wanted. */
  @ApiRecord
  @JsonClassDescription("The provider as wanted; all of it can be changed later.")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the provider. Left out, metadata.name is taken once, for the create.")
          String name,
      @JsonPropertyDescription(
              "Whether the team stores here what names no provider. Setting one unsets another, so only"
                  + " one resource of a team may set it to true: the first has it, and any further one"
                  + " is Stalled with OwnershipConflict and changes nothing. Without it this is not"
                  + " managed.")
          Boolean isTeamDefault,
      @Required @JsonPropertyDescription("The bucket and what opens it.") Bucket s3Config,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** A bucket and what opens it. */
  @ApiRecord
  public record Bucket(
      @Required
          @Size(min = 1, max = 256)
          @Pattern(Patterns.WORD)
          @JsonPropertyDescription("Name of the bucket.")
          String bucket,
      @Size(min = 1, max = 1024)
          @Pattern(Patterns.URL)
          @JsonPropertyDescription(
              "URL of the service that has the bucket, https://nyc3.digitaloceanspaces.com for"
                  + " example; without it one that is created has the vendor's own.")
          String endpoint,
      @Size(min = 1, max = 128)
          @Pattern(Patterns.WORD)
          @JsonPropertyDescription("Region of the bucket, as its vendor calls it.")
          String region,
      @Size(min = 1, max = 64)
          @Pattern(Patterns.WORD)
          @JsonPropertyDescription("Version of the signature that requests carry, v4 for example.")
          String signatureVersion,
      @JsonPropertyDescription(
              "Whether the service leaves what is in the bucket when its own objects are deleted; by"
                  + " default false.")
          Boolean retainData,
      @Required
          @JsonPropertyDescription(
              "Where the access key comes from. It is sent with every change, and compared with what"
                  + " was sent last: the service tells neither the key nor when it was changed, so"
                  + " that a change made elsewhere is not seen.")
          ValueSource accessKeyFrom,
      @Required
          @JsonPropertyDescription(
              "Where the secret access key comes from. It is sent with every change, and compared"
                  + " with what was sent last: the service tells neither the key nor when it was"
                  + " changed, so that a change made elsewhere is not seen.")
          ValueSource secretAccessKeyFrom) {}

  /** The provider as last seen; never its keys. */
  @ApiRecord
  public record Observed(
      @PrinterColumn(name = "DEFAULT")
          @JsonPropertyDescription(
              "Whether the team stores here what names no provider; another that becomes the default"
                  + " ends it.")
          Boolean isTeamDefault,
      @Size(max = 256)
          @PrinterColumn(name = "BUCKET", priority = 1)
          @JsonPropertyDescription("Name of the bucket.")
          String bucket,
      @Size(max = 1024) @JsonPropertyDescription("URL of the service that has the bucket.")
          String endpoint,
      @Size(max = 128) @JsonPropertyDescription("Region of the bucket.") String region) {}
}
