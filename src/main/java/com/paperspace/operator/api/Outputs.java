package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where values that must not stand in a status are written. */
@ApiRecord
public record Outputs(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT)
        @JsonPropertyDescription(
            "Name of the Secret the operator writes connection details to; it is created in the same"
                + " namespace and owned by this object.")
        String secret) {

  /** Name of the Secret; null where no values are to be written. */
  public static String secretOf(Outputs outputs) {
    return outputs == null ? null : outputs.secret();
  }
}
