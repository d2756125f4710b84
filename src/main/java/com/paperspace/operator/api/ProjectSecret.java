package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
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

/** A secret of a project, its value kept in a Kubernetes Secret. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("projectsecrets")
@Singular("projectsecret")
@ShortNames("pssecret")
@Categories("paperspace")
@IdForm("projectId/name, as p1234567/HF_TOKEN")
@JsonClassDescription(
    "A secret of a Paperspace project that deployments can use; its value comes from a Kubernetes"
        + " Secret.")
@ValidationRule(
    value = SecretName.FORM,
    fieldPath = SecretName.FIELD,
    message = SecretName.OTHER_FORM)
@ValidationRule(
    value = SecretName.LENGTH,
    fieldPath = SecretName.FIELD,
    message = SecretName.TOO_LONG)
public final class ProjectSecret
    extends PaperspaceResource<ProjectSecret.Spec, ProjectSecret.Observed> {

  private static final long serialVersionUID = 1L;

  /** The secret as wanted. */
  @ApiRecord
  @JsonClassDescription("The secret as wanted.")
  @ValidationRule(
      value = "has(self.projectRef) != has(self.projectId)",
      message = "set exactly one of projectRef and projectId")
  public record Spec(
      @Immutable(shownAs = "projectId")
          @JsonPropertyDescription(
              "The PaperspaceProject the secret belongs to; immutable once a create may have happened.")
          LocalRef projectRef,
      @Immutable(shownAs = "projectId")
          @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a project that is not managed here, in place of projectRef; immutable once a create may"
                  + " have happened.")
          String projectId,
      @Immutable(shownAs = "name")
          @Size(min = 1, max = 128)
          @Pattern(SecretName.PATTERN)
          @JsonPropertyDescription(SecretName.WORDS)
          String name,
      @Required @JsonPropertyDescription("Where the value comes from.") ValueSource valueFrom,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The secret as last seen; never its value. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "PROJECT", priority = 1)
          @JsonPropertyDescription("Id of the project.")
          String projectId,
      @Size(max = 128) @JsonPropertyDescription("Name of the secret in the cloud.") String name,
      @Size(max = 64) @JsonPropertyDescription("When the secret was made (RFC 3339).")
          String createdAt,
      @Size(max = 64) @JsonPropertyDescription("When its value was last written (RFC 3339).")
          String modifiedAt,
      @PrinterColumn(name = "IN USE", priority = 1)
          @JsonPropertyDescription("Whether a deployment uses the secret.")
          Boolean deploymentAttached) {}
}
