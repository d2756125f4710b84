package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/** A virtual machine. */
@Group("paperspace.com")
@Version("v1alpha1")
@Plural("machines")
@Singular("machine")
@ShortNames("psmachine")
@Categories("paperspace")
@JsonClassDescription("A Paperspace virtual machine, with or without GPUs.")
public final class Machine extends PaperspaceResource<Machine.Spec, Machine.Observed> {

  private static final long serialVersionUID = 1L;

  /** The machine as wanted. */
  @ApiRecord
  @JsonClassDescription("The machine as wanted; optional fields that are left out are not managed.")
  @ValidationRule(
      value = "!(has(self.startOnCreate) && has(self.powerState))",
      message = "set at most one of startOnCreate and powerState")
  @ValidationRule(
      value = "!(has(self.networkRef) && has(self.networkId))",
      message = "set at most one of networkRef and networkId")
  @ValidationRule(
      value = "!(has(self.startupScriptRef) && has(self.startupScriptId))",
      message = "set at most one of startupScriptRef and startupScriptId")
  @ValidationRule(
      value =
          "[has(self.template), has(self.templateId), has(self.templateRef)].exists_one(it, it)",
      message = "set exactly one of template, templateId and templateRef")
  public record Spec(
      @Size(min = 1, max = 256)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the machine. Left out, metadata.name is taken once, for the create.")
          String name,
      @Required
          @Size(min = 1, max = 64)
          @Pattern(Patterns.WORD)
          @JsonPropertyDescription(
              "Machine type label, for example A4000; can be changed within its group while the"
                  + " machine is off (see allowStop).")
          String machineType,
      @Immutable
          @JsonPropertyDescription(
              "The operating system the machine starts with, by its label; immutable once a create may"
                  + " have happened.")
          Template template,
      @Immutable
          @JsonPropertyDescription(
              "The CustomTemplate the machine is made of, in the same region; needed until the machine"
                  + " exists. Immutable once a create may have happened.")
          LocalRef templateRef,
      @Immutable
          @Size(min = 1, max = 128)
          @Pattern(Patterns.WORD)
          @JsonPropertyDescription(
              "Id of an operating system template, or of a custom template that is not managed here, in"
                  + " place of template and templateRef; immutable once a create may have happened.")
          String templateId,
      @Immutable(shownAs = "region")
          @Required
          @SchemaFrom(type = Region.class)
          @JsonPropertyDescription(
              "Where the machine runs; immutable once a create may have happened.")
          String region,
      @GrowOnly(shownAs = "storageGb")
          @Required
          @Min(1)
          @Max(1_000_000)
          @JsonPropertyDescription(
              "Disk in GB; usual are 50, 100, 250, 500, 1000, 2000, 4000, 8000, 12000 and 16000; may"
                  + " only grow once a create may have happened, while the machine is off (see"
                  + " allowStop).")
          Integer diskSize,
      @JsonPropertyDescription(
              "The PrivateNetwork the machine belongs to, in the same region. The service may ignore"
                  + " a later change.")
          LocalRef networkRef,
      @Size(min = 1, max = 128)
          @JsonPropertyDescription(
              "Id of a private network that is not managed here, in the same region, in place of"
                  + " networkRef. The service may ignore a later change.")
          String networkId,
      @SchemaFrom(type = PublicIpType.class)
          @JsonPropertyDescription(
              "How the machine gets its public address. The service may ignore a later change. Leave it"
                  + " out where a PublicIp names the machine: the address makes it static.")
          String publicIpType,
      @JsonPropertyDescription(
              "Whether snapshots are made automatically. The service may ignore a later change.")
          Boolean autoSnapshotEnabled,
      @SchemaFrom(type = SnapshotFrequency.class)
          @JsonPropertyDescription(
              "How often automatic snapshots are made. The service may ignore a later change.")
          String autoSnapshotFrequency,
      @Min(0)
          @JsonPropertyDescription(
              "How many automatic snapshots are kept. The service may ignore a later change.")
          Integer autoSnapshotSaveCount,
      @JsonPropertyDescription(
              "Whether the machine shuts itself down when idle. Leave powerState out then: On starts it"
                  + " again. The service may ignore a later change.")
          Boolean autoShutdownEnabled,
      @Min(0)
          @JsonPropertyDescription(
              "Idle hours before the machine shuts itself down."
                  + " The service may ignore a later change.")
          Double autoShutdownTimeout,
      @JsonPropertyDescription(
              "Whether it shuts itself down even while somebody is logged in."
                  + " The service may ignore a later change.")
          Boolean autoShutdownForce,
      @JsonPropertyDescription("Whether the disk goes back to its restore point.")
          Boolean restorePointEnabled,
      @SchemaFrom(type = RestorePointFrequency.class)
          @JsonPropertyDescription("When the disk goes back to its restore point.")
          String restorePointFrequency,
      @JsonPropertyDescription(
              "The StartupScript the machine runs when it boots. One with isRunOnce is meant for the"
                  + " first boot: a machine that has booted may never run it. When the field is left"
                  + " out again, or names another one, the script is taken from the machine; scripts"
                  + " that others assigned to it stay.")
          LocalRef startupScriptRef,
      @Size(min = 1, max = 128)
          @Pattern(Patterns.ID)
          @JsonPropertyDescription(
              "Id of a startup script that is not managed here, in place of startupScriptRef.")
          String startupScriptId,
      @SetList
          @Size(max = 64)
          @JsonPropertyDescription(
              "Ids of all team members who have access; others are removed, but their SSH keys stay"
                  + " inside. Without it access is not managed.")
          List<@Size(min = 1, max = 128) @Pattern(Patterns.ID) String> accessorIds,
      @Size(max = 64)
          @JsonPropertyDescription(
              "Team members who have access, by address, in place of their ids or beside them: those of"
                  + " accessorIds and these are all there are to be.")
          List<Accessor> accessors,
      @Immutable
          @JsonPropertyDescription(
              "Whether a snapshot is made right after creation; immutable once a create may have"
                  + " happened.")
          Boolean takeInitialSnapshot,
      @Immutable
          @JsonPropertyDescription(
              "Whether Paperspace mails the first password, by default not; immutable once a create may"
                  + " have happened.")
          Boolean emailPassword,
      @Immutable(givesWayTo = "powerState")
          @JsonPropertyDescription(
              "Whether a new machine starts, by default yes; immutable once a create may have happened,"
                  + " and not together with powerState, which may take its place once the machine"
                  + " exists.")
          Boolean startOnCreate,
      @Immutable
          @JsonPropertyDescription(
              "Whether the GPUs are linked by NVLink; immutable once a create may have happened.")
          Boolean enableNvlink,
      @SchemaFrom(type = PowerState.class)
          @JsonPropertyDescription(
              "\"On\" or \"Off\", always in quotes, for YAML reads bare words as booleans. Without it"
                  + " power is not managed. With On a machine that shut itself down is started again.")
          String powerState,
      @JsonPropertyDescription(
              "Whether the operator may stop the running machine to change machineType, diskSize or"
                  + " another field the service takes only while it is off; by default not.")
          Boolean allowStop,
      @JsonPropertyDescription("Where the connection details of the desktop are written.")
          Outputs outputs,
      LocalRef accountRef,
      Policy policy,
      String externalId)
      implements ManagedSpec {}

  /** Values of {@code publicIpType}. */
  public enum PublicIpType {
    @JsonProperty("static")
    Static,
    @JsonProperty("dynamic")
    Dynamic,
    @JsonProperty("none")
    None
  }

  /** Values of {@code autoSnapshotFrequency}. */
  public enum SnapshotFrequency {
    hourly,
    daily,
    weekly,
    monthly
  }

  /** Values of {@code restorePointFrequency}. */
  public enum RestorePointFrequency {
    shutdown
  }

  /** Values of {@code powerState}. */
  public enum PowerState {
    On,
    Off
  }

  /** A template of the service's, looked up before the create. */
  @ApiRecord
  public record Template(
      @Required
          @Size(min = 1, max = 128)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Label of the operating system, for example Ubuntu 22.04; status.marks tells which template"
                  + " was taken.")
          String os) {}

  /** A member of the team who has access. */
  @ApiRecord
  public record Accessor(
      @Required
          @Size(min = 3, max = 254)
          @Pattern(Patterns.EMAIL)
          @JsonPropertyDescription("E-mail address of the member, in any letter case.")
          String email) {}

  /** The machine as last seen. */
  @ApiRecord
  public record Observed(
      @Size(max = 64)
          @JsonPropertyDescription("State in the API's words, for example ready or off.")
          String state,
      @Size(max = 64) @JsonPropertyDescription("Code of the region it runs in.") String region,
      @Size(max = 64) @PrinterColumn(name = "TYPE") @JsonPropertyDescription("Machine type label.")
          String machineType,
      @Size(max = 64)
          @PrinterColumn(name = "PUBLIC IP", priority = 1)
          @JsonPropertyDescription("Public address.")
          String publicIp,
      @Size(max = 64)
          @PrinterColumn(name = "PRIVATE IP", priority = 1)
          @JsonPropertyDescription("Address inside the private network.")
          String privateIp,
      @PrinterColumn(name = "USAGE RATE")
          @JsonPropertyDescription(
              "Price rate of use, as the API reports it; it does not document the unit.")
          Double usageRate,
      @JsonPropertyDescription(
              "Price rate of storage, as the API reports it; it does not document the unit.")
          Double storageRate,
      @JsonPropertyDescription("Size of the disk in GB.") Integer storageGb,
      @JsonPropertyDescription("Whether updates of the machine are waiting.")
          Boolean updatesPending,
      @Size(max = 64) @JsonPropertyDescription("When the machine was made (RFC 3339).")
          String createdAt) {}
}
