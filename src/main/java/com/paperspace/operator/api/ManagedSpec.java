package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** What the spec of every kind that stands for a cloud object carries beside its own fields. */
public interface ManagedSpec {

  /** The account whose key is used; null means the namespace's default. */
  @JsonPropertyDescription(
      "The PaperspaceAccount whose key is used; by default the one called \"default\" in this"
          + " namespace, else the operator's own key.")
  LocalRef accountRef();

  /** How far the operator may go; null means every default. */
  @JsonPropertyDescription("How far the operator may go with the cloud object.")
  Policy policy();

  /** The cloud object to take over, by id; null or empty means none. */
  @Size(max = 512)
  @Pattern(Patterns.EXTERNAL_ID)
  @JsonPropertyDescription(
      "Id of an existing cloud object to take over instead of making a new one; empty means none.")
  String externalId();
}
