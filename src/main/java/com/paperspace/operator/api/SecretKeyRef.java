package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names one key of a Kubernetes Secret of the same namespace. */
@ApiRecord
public record SecretKeyRef(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT)
        @JsonPropertyDescription("Name of the Secret, in the same namespace.")
        String name,
    @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.DATA_KEY)
        @JsonPropertyDescription("Key inside the Secret.")
        String key)
    implements KeyRef {}
