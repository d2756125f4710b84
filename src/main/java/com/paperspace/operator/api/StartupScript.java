package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A script that machines run when they boot. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("startupscripts")
@Singular("startupscript")
@ShortNames("psscript")
@Categories("paperspace")
@JsonClassDescription(
    "A Paperspace startup script, which machines run when they boot. A Machine takes it by"
        + " spec.startupScriptRef.")
public final class StartupScript
    extends PaperspaceResource<StartupScript.Spec, StartupScript.Observed> {

  private static final long serialVersionUID = 1L;

  /** The script as wanted. */
  @ApiRecord
  @JsonClassDescription("The script as wanted; optional fields that are left out are not managed.")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the script. Left out, metadata.name is taken once, for the create.")
          String name,
      @Required
          @JsonPropertyDescription(
              "The text of the script, in place or from a ConfigMap or a Secret; an edit there is sent"
                  + " too. The service never shows the text and does not tell when it was written, so"
                  + " what somebody else writes into it is not seen.")
          TextSource script,
      @JsonPropertyDescription(
              "Whether a machine runs it once, by default not. Such a script is meant for the first"
                  + " boot: a machine that has booted before it got the script may never run it.")
          Boolean isRunOnce,
      @JsonPropertyDescription(
              "Whether machines run it; a new one is enabled. One declared false is made enabled and"
                  + " turned off right after, for a create cannot carry it.")
          Boolean isEnabled,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** The script as last seen; never its text. */
  @ApiRecord
  public record Observed(
      @PrinterColumn(name = "ENABLED", priority = 1)
          @JsonPropertyDescription("Whether machines run it.")
          Boolean isEnabled,
      @PrinterColumn(name = "RUN ONCE", priority = 1)
          @JsonPropertyDescription("Whether a machine runs it once.")
          Boolean isRunOnce,
      @PrinterColumn(name = "MACHINES", priority = 1)
          @JsonPropertyDescription("How many machines it is assigned to.")
          Integer machines,
      @Size(max = 64) @JsonPropertyDescription("When the script was made (RFC 3339).")
          String createdAt) {}
}
