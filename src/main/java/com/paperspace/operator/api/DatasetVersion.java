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
import java.util.List;
import java.util.Map;

/** A version of a dataset: what it held at a time. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("datasetversions")
@Singular("datasetversion")
@ShortNames("psdsversion")
@Categories("paperspace")
@IdForm("datasetId/version, as ds1234567/v1")
@JsonClassDescription(
    "A version of a Paperspace dataset: what it held at a time. A version has no name, so that a"
        + " dataset has one create at a time, and policy.adoption: ByName takes over the only"
        + " version that no other resource has.")
@ValidationRule(
    value =
        "!has(oldSelf.spec.isCommitted) || !oldSelf.spec.isCommitted || !has(self.spec.isCommitted)"
            + " || self.spec.isCommitted || !has(self.status) || !has(self.status.observed) ||"
            + " !has(self.status.observed.isCommitted) || !self.status.observed.isCommitted",
    fieldPath = ".spec.isCommitted",
    message = "isCommitted cannot go back to false: a version that is committed stays so")
public final class DatasetVersion
    extends PaperspaceResource<DatasetVersion.Spec, DatasetVersion.Observed> {

  private static final long serialVersionUID = 1L;

  /** The version as wanted. */
  @ApiRecord
  @JsonClassDescription("The version as wanted; its dataset cannot be changed later.")
  @ValidationRule(
      value = "has(self.datasetRef) != has(self.datasetId)",
      message = "set exactly one of datasetRef and datasetId")
  @ValidationRule(
      value = "!has(self.metadata) || self.metadata.all(key, size(key) >= 1 && size(key) <= 128)",
      fieldPath = ".metadata",
      message = "a key of metadata has 1 to 128 characters")
  public record Spec(
      @Immutable(shownAs = "datasetId")
          @JsonPropertyDescription(
              "The Dataset it is a version of; immutable once a create may have happened.")
          LocalRef datasetRef,
      @Immutable(shownAs = "datasetId")
          @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a dataset that is not managed here, in place of datasetRef; immutable once a"
                  + " create may have happened.")
          String datasetId,
      @Size(max = 1024)
          @JsonPropertyDescription(
              "What the version is about; an empty text removes it. Without it this is not managed.")
          String message,
      @SetList
          @Size(max = 64)
          @JsonPropertyDescription(
              "Every tag the version is to have, without a comma; others are removed. Without it"
                  + " tags are not managed.")
          List<@Size(min = 1, max = 128) @Pattern(Patterns.TAG) String> tags,
      @Size(max = 64)
          @JsonPropertyDescription(
              "What else is to be known of it, texts by key, as a whole: other keys are removed."
                  + " Without it this is not managed.")
          Map<String, @Size(max = 1024) String> metadata,
      @JsonPropertyDescription(
              "Whether what the version holds is final. True is sent as soon as the version is made, so"
                  + " set it once its data is at status.observed.url; it cannot go back to false once"
                  + " the version is committed. Without it this is not managed.")
          Boolean isCommitted,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The version as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "DATASET", priority = 1)
          @JsonPropertyDescription("Id of the dataset it belongs to.")
          String datasetId,
      @Size(max = 128)
          @PrinterColumn(name = "VERSION")
          @JsonPropertyDescription("Id of the version in its dataset.")
          String version,
      @PrinterColumn(name = "COMMITTED")
          @JsonPropertyDescription("Whether what the version holds is final.")
          Boolean isCommitted,
      @Size(max = 1024) @JsonPropertyDescription("Where what it holds is stored.") String url,
      @PrinterColumn(name = "BYTES", priority = 1)
          @JsonPropertyDescription("How much it holds, in bytes.")
          Long usageBytes,
      @Size(max = 128) @JsonPropertyDescription("Id of the user who made it.") String userId,
      @Size(max = 64) @JsonPropertyDescription("When the version was made (RFC 3339).")
          String createdAt,
      @Size(max = 64) @JsonPropertyDescription("When it was last changed (RFC 3339).")
          String modifiedAt) {}
}
