package com.paperspace.operator.lifecycle;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.paperspace.operator.api.ApiRecord;
import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.SetList;
import com.paperspace.operator.api.TextSource;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** A kind that exists for tests only: a text nobody can read back, and a set that is shown. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("notes")
@JsonClassDescription("A note.")
public final class Note extends PaperspaceResource<Note.Spec, Note.Observed> {
  private static final long serialVersionUID = 1L;

  /** The note as wanted. */
  @ApiRecord
  @JsonClassDescription("The note as wanted.")
  public record Spec(
      @Required @JsonPropertyDescription("What it says.") TextSource text,
      @SetList @Size(max = 8) @JsonPropertyDescription("Who may read it.")
          List<@Size(max = 64) String> readers,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The note as last seen. */
  @ApiRecord
  public record Observed(@JsonPropertyDescription("How many may read it.") Integer readers) {}
}
