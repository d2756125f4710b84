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

/** A model of the team, in one project or in none. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("models")
@Singular("model")
@ShortNames("psmodel")
@Categories("paperspace")
@JsonClassDescription("A Paperspace model of the team, in one project or in none.")
public final class Model extends PaperspaceResource<Model.Spec, Model.Observed> {

  private static final long serialVersionUID = 1L;

  /** The model as wanted. */
  @ApiRecord
  @JsonClassDescription("The model as wanted; only its project can be changed later.")
  @ValidationRule(
      value = "!(has(self.projectRef) && has(self.projectId))",
      message = "set at most one of projectRef and projectId")
  @ValidationRule(
      value = "!(has(self.storageProviderRef) && has(self.storageProviderId))",
      message = "set at most one of storageProviderRef and storageProviderId")
  public record Spec(
      @Immutable(shownAs = "name")
          @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the model; immutable once a create may have happened. By default metadata.name.")
          String name,
      @Immutable(shownAs = "description")
          @Size(max = 512)
          @JsonPropertyDescription("What the model is; immutable once a create may have happened.")
          String description,
      @Immutable(shownAs = "storageProviderId")
          @JsonPropertyDescription(
              "The StorageProvider that holds it; immutable once a create may have happened. Without"
                  + " storageProviderRef and storageProviderId it is the team's default.")
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
              "Whether everybody may see it; immutable once a create may have happened. By default"
                  + " false.")
          Boolean isPublic,
      @JsonPropertyDescription(
              "The PaperspaceProject the model is to be in, one at a time. Where that project or another"
                  + " declares its own models, the model is to be named there and not here. Without"
                  + " projectRef and projectId its project is not managed here.")
          LocalRef projectRef,
      @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a project that is not managed here, in place of projectRef.")
          String projectId,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The model as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 256) @JsonPropertyDescription("Name of the model in the cloud.") String name,
      @Size(max = 512) @JsonPropertyDescription("What the model is, cut to 512 characters.")
          String description,
      @Size(max = 128) @JsonPropertyDescription("Id of the storage provider that holds it.")
          String storageProviderId,
      @JsonPropertyDescription("Whether everybody may see it.") Boolean isPublic,
      @Size(max = 128)
          @PrinterColumn(name = "PROJECT", priority = 1)
          @JsonPropertyDescription("Id of the project it is in; absent while it is in none.")
          String projectId,
      @Size(max = 64) @JsonPropertyDescription("When the model was made (RFC 3339).")
          String createdAt) {}
}
