package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;

/** What a deployment runs on. */
@ApiRecord
@ValidationRule(
    value =
        "!has(self.autoscaling) || !has(self.replicas)"
            + " || self.autoscaling.maxReplicas >= self.replicas",
    fieldPath = ".autoscaling",
    message = "autoscaling.maxReplicas must not be less than replicas")
public record DeploymentResources(
    @Required
        @Size(min = 1, max = 64)
        @PrinterColumn(name = "TYPE")
        @JsonPropertyDescription("Machine type label of every replica, for example A4000.")
        String machineType,
    @Required
        @Size(max = 32)
        @JsonPropertyDescription("Ports the container listens on, 1 to 65535.")
        List<@Min(1) @Max(65535) Integer> ports,
    @Min(0)
        @SpecReplicas
        @JsonPropertyDescription(
            "How many replicas run, at least when autoscaling; 0 stops the deployment. The cloud"
                + " takes 1 by default.")
        Integer replicas,
    @JsonPropertyDescription("Lets the cloud add replicas under load.") Autoscaling autoscaling) {

  /** Between which bounds and by which measures replicas are added and removed. */
  @ApiRecord
  public record Autoscaling(
      @JsonPropertyDescription("Whether it is on; the cloud takes true by default.")
          Boolean enabled,
      @Required
          @Min(1)
          @Max(25)
          @JsonPropertyDescription("Most replicas, 1 to 25; replicas is the least.")
          Integer maxReplicas,
      @Required @Size(max = 8) @JsonPropertyDescription("What decides about replicas.")
          List<Metric> metrics) {}

  /** One measure of load. */
  @ApiRecord
  @ValidationRule(
      value = "self.metric != 'requestDuration' || (self.value > 0.01 && self.value <= 100.0)",
      fieldPath = ".value",
      message = "value of requestDuration is in seconds, more than 0.01 and at most 100")
  @ValidationRule(
      value =
          "self.metric == 'requestDuration' || (self.value >= 1.0 && self.value <= 100.0"
              + " && double(int(self.value)) == self.value)",
      fieldPath = ".value",
      message = "value of cpu and memory is a whole percentage, 1 to 100")
  public record Metric(
      @Required @SchemaFrom(type = MetricName.class) @JsonPropertyDescription("What is measured.")
          String metric,
      @Required
          @SchemaFrom(type = Summary.class)
          @JsonPropertyDescription("How the replicas' values are summed up; always average.")
          String summary,
      @Required
          @JsonPropertyDescription(
              "The value aimed at: whole percent for cpu and memory, seconds for requestDuration.")
          Double value) {}

  /** Values of {@code metric}. */
  public enum MetricName {
    requestDuration,
    cpu,
    memory
  }

  /** Values of {@code summary}. */
  public enum Summary {
    average
  }
}
