package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Data mounted into every replica; which fields apply depends on the type. */
@ApiRecord
@ValidationRule(
    value =
        "self.type == 'model' ? has(self.id) != has(self.modelRef)"
            + " : !has(self.id) && !has(self.modelRef)",
    fieldPath = ".id",
    message = "type model needs exactly one of id and modelRef, and no other type has one")
@ValidationRule(
    value =
        "(self.type in ['s3', 'git-lfs'])"
            + " == (has(self.url) || self.type == 's3' && has(self.datasetVersionRef))",
    fieldPath = ".url",
    message =
        "url, or datasetVersionRef for type s3, is needed for types s3 and git-lfs and not allowed"
            + " for others")
@ValidationRule(
    value = "!has(self.datasetVersionRef) || self.type == 's3' && !has(self.url)",
    fieldPath = ".datasetVersionRef",
    message = "datasetVersionRef is only allowed for type s3, in place of url")
@ValidationRule(
    value =
        "self.type != 's3' || !has(self.url)"
            + " || self.url.matches('^s3://[a-zA-Z0-9_-]*/[a-zA-Z0-9_-]*')",
    fieldPath = ".url",
    message = "url of type s3 has the form s3://bucket/path")
@ValidationRule(
    value = "self.type != 'git-lfs' || !has(self.url) || isURL(self.url)",
    fieldPath = ".url",
    message = "url of type git-lfs must be a URL")
@ValidationRule(
    value = "self.type != 'spaces' || has(self.endpoint)",
    fieldPath = ".endpoint",
    message = "endpoint is needed for type spaces")
@ValidationRule(
    value =
        "self.type != 'spaces' || !has(self.endpoint) || self.endpoint.matches("
            + "'^https://[a-z0-9-]+[.]([a-z0-9-]+)[.]digitaloceanspaces[.]com$')",
    fieldPath = ".endpoint",
    message = "endpoint of type spaces has the form https://bucket.region.digitaloceanspaces.com")
@ValidationRule(
    value = "self.type in ['s3', 'spaces'] || !has(self.endpoint)",
    fieldPath = ".endpoint",
    message = "endpoint is not allowed for this type")
@ValidationRule(
    value = "self.type == 's3' || !has(self.region)",
    fieldPath = ".region",
    message = "region is only allowed for type s3")
@ValidationRule(
    value =
        "self.type in ['s3', 'spaces'] || !(has(self.accessKeyId) || has(self.secretAccessKey))",
    fieldPath = ".accessKeyId",
    message = "accessKeyId and secretAccessKey are only allowed for types s3 and spaces")
@ValidationRule(
    value = "self.type != 'volume' || !has(self.path)",
    fieldPath = ".path",
    message = "path is not allowed for type volume")
public record Integration(
    @Required @SchemaFrom(type = Type.class) @JsonPropertyDescription("Kind of data.") String type,
    @Required @Size(min = 1, max = 256) @JsonPropertyDescription("Name of the integration.")
        String name,
    @Size(min = 1, max = 128)
        @JsonPropertyDescription(
            "Id of a model that is not managed here, in place of modelRef (type model).")
        String id,
    @JsonPropertyDescription(
            "The Model that is mounted; the deployment waits until it is there (type model).")
        LocalRef modelRef,
    @Size(min = 1, max = 2048)
        @JsonPropertyDescription(
            "Where the data is: s3://bucket/path (type s3) or the repository (type git-lfs).")
        String url,
    @JsonPropertyDescription(
            "The DatasetVersion whose place, status.observed.url, is mounted in place of url; the"
                + " deployment waits until it has one. What opens its bucket is named here all the"
                + " same (type s3).")
        LocalRef datasetVersionRef,
    @Size(max = 1024) @JsonPropertyDescription("Where it is mounted (all types but volume).")
        String path,
    @Size(max = 64) @JsonPropertyDescription("Region of the bucket (type s3).") String region,
    @Size(max = 2048)
        @JsonPropertyDescription("Address of the bucket (type spaces) or of its service (type s3).")
        String endpoint,
    @Size(min = 1, max = 256) @JsonPropertyDescription("Access key id (types s3 and spaces).")
        String accessKeyId,
    @JsonPropertyDescription("The secret that holds the secret access key (types s3 and spaces).")
        ProjectSecretSource secretAccessKey) {

  /** Values of {@code type}. */
  public enum Type {
    model,
    s3,
    spaces,
    volume,
    @JsonProperty("git-lfs")
    GitLfs
  }
}
