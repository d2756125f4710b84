package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where the value of a secret of the cloud comes from. */
@ApiRecord
public record ValueSource(
    @Required
        @JsonPropertyDescription("The key of a Secret whose value is taken, 1 to 8192 characters.")
        SecretKeyRef secretKeyRef) {}
