package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** An API key, and so a Paperspace team, for the resources of one namespace. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("paperspaceaccounts")
@Singular("paperspaceaccount")
@ShortNames("psaccount")
@Categories("paperspace")
@JsonClassDescription(
    "An API key, and so a Paperspace team, for the resources of its namespace; the one called"
        + " \"default\" serves those that name no other.")
public final class PaperspaceAccount
    extends PaperspaceResource<PaperspaceAccount.Spec, PaperspaceAccount.Observed> {
  /** Name of the account a namespace uses when a resource names none. */
  public static final String DEFAULT_ACCOUNT = "default";

  /** Where the key stands in the account's Secret. */
  public static final String API_KEY = "apiKey";

  private static final long serialVersionUID = 1L;

  /** Where the key is and how much it may be used. */
  @ApiRecord
  @JsonClassDescription("Where the API key is and how much it may be used.")
  public record Spec(
      @Required
          @JsonPropertyDescription(
              "The Secret that holds the API key under the key apiKey, in the same namespace.")
          LocalRef secretRef,
      @Size(min = 1, max = 128)
          @JsonPropertyDescription(
              "Id of the team the key must belong to; with a key of another team nothing is done.")
          String teamId,
      @JsonPropertyDescription(
              "How many requests all resources of this key may make together; of several accounts"
                  + " with one key the smallest budget holds.")
          Budget budget) {}

  /** A limit for requests; shared by everything that uses the same key. */
  @ApiRecord
  public record Budget(
      @Min(1)
          @Max(100)
          @JsonPropertyDescription("Requests per second over a longer time, 1 to 100.")
          Integer requestsPerSecond,
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription("Requests that may be made at once after a pause, 1 to 1000.")
          Integer burst) {}

  /** What the key gives access to. */
  @ApiRecord
  public record Observed(
      @Size(max = 128)
          @PrinterColumn(name = "TEAM")
          @JsonPropertyDescription("Id of the team the key belongs to.")
          String teamId,
      @Size(max = 256)
          @PrinterColumn(name = "TEAM NAME", priority = 1)
          @JsonPropertyDescription("Name of the team the key belongs to.")
          String teamName) {}
}
