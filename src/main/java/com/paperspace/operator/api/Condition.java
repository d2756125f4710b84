package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One condition of a status, in the form of the Kubernetes API conventions (metav1.Condition). */
@ApiRecord
public record Condition(
    @Required @Size(max = 64) @JsonPropertyDescription("Stalled, Reconciling, Synced or Ready.")
        String type,
    @Required @Size(max = 16) @JsonPropertyDescription("True, False or Unknown.") String status,
    @Required
        @Size(max = 64)
        @JsonPropertyDescription("One word for the cause; each is explained in docs/reasons.md.")
        String reason,
    @Required @Size(max = 4096) @JsonPropertyDescription("What is the matter, and what to do next.")
        String message,
    @Required
        @Size(max = 64)
        @JsonPropertyDescription("When the status of this condition last changed (RFC 3339).")
        String lastTransitionTime,
    @JsonPropertyDescription("The metadata.generation this condition speaks about.")
        Long observedGeneration) {

  /** Takes words that thousands of objects say from one place. */
  public Condition {
    type = Shared.word(type);
    status = Shared.word(status);
    reason = Shared.word(reason);
    message = Shared.word(message);
    lastTransitionTime = Shared.word(lastTransitionTime);
  }
}
