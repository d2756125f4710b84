package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a spec has a text from: it stands there, or in a ConfigMap or a Secret. */
@ApiRecord
@ValidationRule(
    value =
        "[has(self.inline), has(self.configMapKeyRef), has(self.secretKeyRef)].filter(it, it).size()"
            + " == 1",
    message = "set exactly one of inline, configMapKeyRef and secretKeyRef")
public record TextSource(
    @Size(min = 1, max = 65536)
        @JsonPropertyDescription(
            "The text itself, not empty; visible to everybody who may read this object. A longer one"
                + " goes into a ConfigMap.")
        String inline,
    @JsonPropertyDescription("The key of a ConfigMap whose text is taken.")
        ConfigMapKeyRef configMapKeyRef,
    @JsonPropertyDescription("The key of a Secret whose value is taken.")
        SecretKeyRef secretKeyRef) {}
