package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/**
 * The status of every kind. The engine owns all of it but {@code observed}, which is the kind's
 * own.
 *
 * @param <O> what users see of one kind
 */
@ApiRecord
public record ManagedStatus<O>(
    @JsonPropertyDescription("The metadata.generation last acted upon; -1 until first seen.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "The metadata.generation whose fields were last all found in, or sent to, the cloud, those it"
                + " ignores (NotApplied) among them; a difference seen after that was made elsewhere.")
        Long appliedGeneration,
    @Size(max = 512) @JsonPropertyDescription("Id of the cloud object.") String id,
    @SchemaFrom(type = Origin.class)
        @JsonPropertyDescription(
            "Created: the cloud object was made for this object. Adopted: it was there before and was"
                + " taken over, so that it is deleted only where policy.deletion says Delete.")
        String origin,
    @JsonPropertyDescription(
            "The fields only a create can set, as they were sent with the create that made the cloud"
                + " object or may have made it; each may go back to what stands here.")
        Map<String, Object> createdWith,
    @JsonPropertyDescription("The account and team the cloud object belongs to.")
        AccountUse account,
    @MapList("type")
        @Size(max = 8)
        @JsonPropertyDescription(
            "Stalled, Reconciling, Synced and Ready, in this order, then those of the kind.")
        List<Condition> conditions,
    @Size(max = 20)
        @JsonPropertyDescription(
            "Fields whose cloud value differs from the spec; at most 20, never a secret value.")
        List<FieldDrift> drift,
    @JsonPropertyDescription("The change the cloud is working on now.") Operation operation,
    @Size(max = 1024)
        @JsonPropertyDescription(
            "The create intent (see metadata.annotations) whose outcome is not known yet.")
        String openIntent,
    @JsonPropertyDescription(
            "The create intent (see metadata.annotations) that led to the id, or to nothing.")
        @Size(max = 512)
        String completedIntent,
    @MapList("field")
        @Size(max = 256)
        @JsonPropertyDescription(
            "Differences that were sent and are still there: the same one is not sent again.")
        List<Attempt> attempts,
    @JsonPropertyDescription("What the API said when it last refused a change.") Refusal refusal,
    @MapList("field")
        @Size(max = 256)
        @JsonPropertyDescription(
            "Differences that were shown: under policy.drift Report an edit that does not touch one"
                + " leaves it as it is.")
        List<Report> reported,
    @JsonPropertyDescription(
            "Under policy.drift Report, what the last edit is to change, until it is carried out: what"
                + " differs beside it was changed elsewhere, and is only shown.")
        Edit edit,
    @Size(max = 256)
        @JsonPropertyDescription(
            "What the status asks, where something seems to be gone (MassDisappearance, NotVisible): a"
                + " new value of paperspace.com/reconcile-at answers it.")
        String question,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Marks of what was last sent for fields the API does not give back: keyed hashes, tokens.")
        Map<String, @Size(max = 512) String> marks,
    @Size(max = 256)
        @JsonPropertyDescription("Last value of the paperspace.com/reconcile-at annotation served.")
        String lastHandledReconcileAt,
    @JsonPropertyDescription("The cloud object as last seen.") O observed) {

  /** Takes the words of thousands of objects from one place, and no list with room for more. */
  public ManagedStatus {
    origin = Shared.word(origin);
    conditions = conditions == null ? null : conditions.stream().toList();
  }

  /** Characters a text in {@code createdWith} may have; more than any spec admits. */
  public static final int CREATED_WITH_LIMIT = 512;

  /** Values of {@code origin}. */
  public enum Origin {
    Created,
    Adopted
  }

  /** Values of {@code attempts[].outcome}. */
  public enum Outcome {
    Sent,
    InProgress,
    Refused
  }

  /** One difference that was sent to the API. */
  @ApiRecord
  public record Attempt(
      @Required @Size(max = 256) @JsonPropertyDescription("Field of the spec.") String field,
      @Size(max = 64)
          @JsonPropertyDescription("Hash of the declared and the actual value it was sent for.")
          String fingerprint,
      @SchemaFrom(type = Outcome.class)
          @JsonPropertyDescription(
              "Sent: the API accepted it. InProgress: it works on it and may still fail. Refused: it"
                  + " stands aside until the field is edited, or paperspace.com/reconcile-at set.")
          String outcome) {}

  /** One difference that was shown. */
  @ApiRecord
  public record Report(
      @Required @Size(max = 256) @JsonPropertyDescription("Field of the spec.") String field,
      @Size(max = 64) @JsonPropertyDescription("Hash of what the spec declared.") String declared,
      @Size(max = 64) @JsonPropertyDescription("Hash of what the cloud had.") String actual) {}

  /** What an edit of the spec is to change. */
  @ApiRecord
  public record Edit(
      @JsonPropertyDescription("The metadata.generation of the edit.") Long generation,
      @SetList
          @Size(max = 256)
          @JsonPropertyDescription("Fields of the spec whose values are to reach the cloud.")
          List<@Size(max = 256) String> fields) {}

  /** Why a change was refused. */
  @ApiRecord
  public record Refusal(
      @Size(max = 64) @JsonPropertyDescription("The reason, as conditions give it.") String reason,
      @Size(max = 512) @JsonPropertyDescription("The API's words.") String message) {}

  /** Which account was used, so that deletion needs no reference of the spec. */
  @ApiRecord
  public record AccountUse(
      @Size(max = 253)
          @JsonPropertyDescription("Name of the PaperspaceAccount; absent for the operator's key.")
          String name,
      @Size(max = 128) @JsonPropertyDescription("Id of the Paperspace team.") String teamId,
      @Size(max = 128)
          @JsonPropertyDescription(
              "Id of the user whose key last saw the cloud object, or sent the create whose result is"
                  + " still to be found; another user of the team may not see it, so that to his key"
                  + " alone it is not gone.")
          String userId) {

    /** Takes the words of one account from one place. */
    public AccountUse {
      name = Shared.word(name);
      teamId = Shared.word(teamId);
      userId = Shared.word(userId);
    }
  }

  /** One field whose cloud value differs from the spec. */
  @ApiRecord
  public record FieldDrift(
      @Size(max = 256) @JsonPropertyDescription("Field of the spec.") String field,
      @Size(max = 256) @JsonPropertyDescription("What the spec declares.") String declared,
      @Size(max = 256) @JsonPropertyDescription("What the cloud has.") String actual) {}

  /** A change that takes the cloud some time. */
  @ApiRecord
  public record Operation(
      @Size(max = 64) @JsonPropertyDescription("What is being done, for example Creating.")
          String type,
      @Size(max = 64) @JsonPropertyDescription("When it was first seen (RFC 3339).")
          String startedAt,
      @Size(max = 128) @JsonPropertyDescription("Id of the cloud's event, where there is one.")
          String eventId) {}
}
