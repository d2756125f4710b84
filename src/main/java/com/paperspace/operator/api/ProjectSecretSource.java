package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A value the cloud takes from a secret of the project or team, so that it passes nobody's eyes.
 */
@ApiRecord
@ValidationRule(
    value = "has(self.projectSecretRef) != has(self.projectSecret)",
    message = "set exactly one of projectSecretRef and projectSecret")
public record ProjectSecretSource(
    @JsonPropertyDescription("The ProjectSecret to take the value from.") LocalRef projectSecretRef,
    @Size(min = 1, max = 128)
        @Pattern(SecretName.PATTERN)
        @JsonPropertyDescription(
            "Name of a secret of the project or team that is not managed here.")
        String projectSecret) {}
