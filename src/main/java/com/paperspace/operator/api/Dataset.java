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

/** Named data in a storage provider; what it holds are its versions. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("datasets")
@Singular("dataset")
@ShortNames("psdataset")
@Categories("paperspace")
@JsonClassDescription("A Paperspace dataset: named data in a storage provider, kept in versions.")
public final class Dataset extends PaperspaceResource<Dataset.Spec, Dataset.Observed> {

  private static final long serialVersionUID = 1L;

  /** The dataset as wanted. */
  @ApiRecord
  @JsonClassDescription(
      "The dataset as wanted; only its name and description can be changed later.")
  @ValidationRule(
      value = "has(self.storageProviderRef) != has(self.storageProviderId)",
      message = "set exactly one of storageProviderRef and storageProviderId")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the dataset. Left out, metadata.name is taken once, for the create.")
          String name,
      @Size(max = 1024)
          @JsonPropertyDescription(
              "What the dataset is about; an empty text removes it. Without it this is not managed.")
          String description,
      @Immutable(shownAs = "storageProviderId")
          @JsonPropertyDescription(
              "The StorageProvider that holds the data; immutable once a create may have happened.")
          LocalRef storageProviderRef,
      @Immutable(shownAs = "storageProviderId")
          @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a storage provider that is not managed here, one that Paperspace runs for"
                  + " example, in place of storageProviderRef; immutable once a create may have"
                  + " happened.")
          String storageProviderId,
      @Immutable(shownAs = "isPublic")
          @JsonPropertyDescription(
              "Whether other teams can read it; by default one that is created is private. Immutable"
                  + " once a create may have happened.")
          Boolean isPublic,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The dataset as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "PROVIDER", priority = 1)
          @JsonPropertyDescription("Id of the storage provider that holds the data.")
          String storageProviderId,
      @PrinterColumn(name = "PUBLIC", priority = 1)
          @JsonPropertyDescription("Whether other teams can read it.")
          Boolean isPublic,
      @Size(max = 64) @JsonPropertyDescription("When the dataset was made (RFC 3339).")
          String createdAt,
      @Size(max = 64) @JsonPropertyDescription("When it was last changed (RFC 3339).")
          String modifiedAt) {}
}
