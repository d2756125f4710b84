package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names another object of the same namespace; there is no way to name one of another namespace. */
@ApiRecord
public record LocalRef(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT)
        @JsonPropertyDescription("Name of the object, in the same namespace.")
        String name) {

  /** Takes the name of what thousands of objects use from one place. */
  public LocalRef {
    name = Shared.word(name);
  }
}
