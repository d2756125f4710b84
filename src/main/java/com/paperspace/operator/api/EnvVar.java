package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One environment variable of a container. */
@ApiRecord
@ValidationRule(
    value = "has(self.value) != has(self.valueFrom)",
    message = "set exactly one of value and valueFrom")
public record EnvVar(
    @Required @Size(min = 1, max = 256) @JsonPropertyDescription("Name of the variable.")
        String name,
    @Size(min = 1, max = 32768)
        @JsonPropertyDescription(
            "Value as plain text, not empty; visible to everybody who may read this object.")
        String value,
    @JsonPropertyDescription("The secret whose value is taken instead.")
        ProjectSecretSource valueFrom) {}
