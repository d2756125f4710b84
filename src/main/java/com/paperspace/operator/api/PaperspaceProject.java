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

/** A project: the home of deployments and secrets. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("paperspaceprojects")
@Singular("paperspaceproject")
@ShortNames("psproj")
@Categories("paperspace")
@JsonClassDescription("A Paperspace project: the home of deployments, secrets and models.")
@ValidationRule(
    value = "has(self.spec.name) || size(self.metadata.name) <= 128",
    fieldPath = ".spec.name",
    message = "name must be set when metadata.name is longer than 128 characters")
public final class PaperspaceProject
    extends PaperspaceResource<PaperspaceProject.Spec, PaperspaceProject.Observed> {

  private static final long serialVersionUID = 1L;

  /** The project as wanted. */
  @ApiRecord
  @JsonClassDescription("The project as wanted; fields that are left out are not managed.")
  public record Spec(
      @Size(min = 1, max = 128)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the project. Left out, metadata.name is taken once, for the create.")
          String name,
      @SetList
          @Size(max = 64)
          @JsonPropertyDescription(
              "Every tag the project is to have; others are removed. Without it tags are not"
                  + " managed.")
          List<@Size(min = 1, max = 128) @Pattern(Patterns.NAME) String> tags,
      @SetList
          @Size(max = 128)
          @JsonPropertyDescription(
              "Ids of all users who are to work on the project; others are removed. Without it they"
                  + " are not managed.")
          List<@Size(min = 1, max = 128) @Pattern(Patterns.ID) String> collaborators,
      @SetList
          @Size(max = 128)
          @JsonPropertyDescription(
              "E-mail addresses of users who are to work on the project, in place of their ids or beside"
                  + " them: those of collaborators and these are all there are to be.")
          List<@Size(min = 3, max = 254) @Pattern(Patterns.EMAIL) String> collaboratorEmails,
      @SetList
          @Size(max = 128)
          @JsonPropertyDescription(
              "Ids of all models that are to belong to the project; others are taken out. Without it"
                  + " they are not managed.")
          List<@Size(min = 1, max = 128) @Pattern(Patterns.ID) String> models,
      @Size(max = 128)
          @JsonPropertyDescription(
              "Models of this namespace that are to belong to the project, in place of their ids or beside"
                  + " them: those of models and these are all there are to be. A Model named here"
                  + " declares no project itself.")
          List<LocalRef> modelRefs,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The project as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "NAME IN CLOUD", priority = 1)
          @JsonPropertyDescription("Name of the project in the cloud.")
          String name,
      @Size(max = 64) @JsonPropertyDescription("When the project was made (RFC 3339).")
          String createdAt) {}
}
