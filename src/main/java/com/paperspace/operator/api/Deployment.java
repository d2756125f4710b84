package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** Replicas of a container behind one endpoint. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("deployments")
@Singular("deployment")
@ShortNames("psdeploy")
@Categories("paperspace")
@JsonClassDescription("A Paperspace deployment: replicas of a container behind one endpoint.")
public final class Deployment extends PaperspaceResource<Deployment.Spec, Deployment.Observed> {

  private static final long serialVersionUID = 1L;

  /** The deployment as wanted, with the API's own field names. */
  @ApiRecord
  @JsonClassDescription(
      "The deployment as wanted, with the field names of the API's configuration v1.")
  @ValidationRule(
      value = "has(self.projectRef) != has(self.projectId)",
      message = "set exactly one of projectRef and projectId")
  @ValidationRule(
      value = "!(has(self.containerRegistryRef) && has(self.containerRegistry))",
      message = "set at most one of containerRegistryRef and containerRegistry")
  public record Spec(
      @Immutable(shownAs = "projectId")
          @JsonPropertyDescription(
              "The PaperspaceProject the deployment belongs to; immutable once a create may have happened.")
          LocalRef projectRef,
      @Immutable(shownAs = "projectId")
          @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a project that is not managed here, in place of projectRef; immutable once a create may"
                  + " have happened.")
          String projectId,
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the deployment, unique in its project. Left out, metadata.name is taken once, for the create.")
          String name,
      @Required
          @Size(min = 1, max = 1024)
          @JsonPropertyDescription("Container image, for example docker.io/library/nginx:1.27.")
          String image,
      @JsonPropertyDescription(
              "Whether the deployment runs; false stops it and keeps its endpoint. The cloud takes"
                  + " true by default.")
          Boolean enabled,
      @Size(min = 1, max = 256)
          @JsonPropertyDescription(
              "Name of a stored container registry that is not managed here, in place of"
                  + " containerRegistryRef.")
          String containerRegistry,
      @JsonPropertyDescription(
              "The ContainerRegistry the image comes from; the deployment waits until it is stored.")
          LocalRef containerRegistryRef,
      @Size(max = 128)
          @JsonPropertyDescription("Command and arguments in place of the image's own.")
          List<@Size(max = 16384) String> command,
      @MapList("name")
          @Size(max = 256)
          @JsonPropertyDescription("Environment variables, each name once.")
          List<EnvVar> env,
      @Size(min = 1, max = 128)
          @JsonPropertyDescription(
              "Where it runs: the code of a region, of which Paperspace documents ny2 only, or the id"
                  + " of a private cluster.")
          String region,
      @Required @JsonPropertyDescription("Machine type, ports and number of replicas.")
          DeploymentResources resources,
      @JsonPropertyDescription("How the cloud finds out whether a replica is well.")
          HealthChecks healthChecks,
      @Size(max = 5) @JsonPropertyDescription("Data mounted into every replica, at most 5.")
          List<Integration> integrations,
      @JsonPropertyDescription(
              "The secret that protects the endpoint: its value is the password alone, for the user"
                  + " name is always paperspace; it is taken when a revision is made.")
          ProjectSecretSource basicAuth,
      @JsonPropertyDescription("Where the endpoint and its key are written.") Outputs outputs,
      @Min(60)
          @Max(86400)
          @JsonPropertyDescription(
              "Seconds a revision may take to become healthy before it counts as stuck, 60 to 86400;"
                  + " by default 900.")
          Integer progressDeadlineSeconds,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The deployment as last seen; never its key. */
  @ApiRecord
  public record Observed(
      @Size(max = 64) @JsonPropertyDescription("State of the newest revision.") String state,
      @Size(max = 128) @JsonPropertyDescription("Id of the project it belongs to.")
          String projectId,
      @Size(max = 1024)
          @PrinterColumn(name = "ENDPOINT", priority = 1)
          @JsonPropertyDescription("Address of the endpoint.")
          String endpoint,
      @StatusReplicas
          @PrinterColumn(name = "REPLICAS")
          @JsonPropertyDescription("How many replicas the newest run wants.")
          Integer replicas,
      @LabelSelector
          @Size(max = 128)
          @JsonPropertyDescription(
              "Selector of the scale subresource, which a HorizontalPodAutoscaler wants; it matches no"
                  + " pod, for the replicas run in the cloud.")
          String selector,
      @PrinterColumn(name = "READY REPLICAS")
          @JsonPropertyDescription("How many of them are ready.")
          Integer readyReplicas,
      @Size(max = 128) @JsonPropertyDescription("Id of the newest revision.") String specId,
      @Size(max = 256) @JsonPropertyDescription("Hash of the newest revision.") String specHash,
      @Size(max = 64) @JsonPropertyDescription("When that revision became healthy (RFC 3339).")
          String healthyAt,
      @Size(max = 1024) @JsonPropertyDescription("Why the cloud could not apply that revision.")
          String error,
      @Size(max = 10) @JsonPropertyDescription("Instances of the newest run, at most 10.")
          List<Instance> instances) {}

  /** One running or failed copy of the container. */
  @ApiRecord
  public record Instance(
      @Size(max = 128) @JsonPropertyDescription("Id of the instance.") String id,
      @Size(max = 64) @JsonPropertyDescription("State in the API's words.") String state,
      @Size(max = 512) @JsonPropertyDescription("The API's explanation of the state.")
          String message) {}
}
