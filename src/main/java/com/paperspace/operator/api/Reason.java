package com.paperspace.operator.api;

/**
 * Every reason a condition can give; closed. {@code docs/reasons.md} is generated from it: each
 * constant says what it means and what a person should do next.
 */
public enum Reason {
  Available("The cloud object is there and usable.", "Nothing."),
  Off(
      "The machine is powered off: as declared, because its power is not managed, or because the policy"
          + " leaves it so.",
      "Nothing. Where it is Stalled: start it in the Paperspace console, let policy.drift and"
          + " policy.management correct it, or declare powerState Off."),
  Disabled("The deployment is switched off or has no replicas, as declared.", "Nothing."),
  UpToDate(
      "The cloud object equals the spec, as of the last look; of an account, its key was accepted.",
      "Nothing."),

  Creating("The cloud object is being made.", "Wait."),
  Updating("A change is being applied.", "Wait."),
  Starting("The machine is starting.", "Wait."),
  Stopping("The machine is stopping.", "Wait."),
  Restarting("The machine is restarting.", "Wait."),
  Deleting("The cloud object is being deleted.", "Wait."),
  InProgress("A change is under way, so the spec and the cloud are not compared yet.", "Wait."),
  Recovering(
      "A create may or may not have happened; the operator looks for its result before it tries"
          + " again.",
      "Wait; it takes a few minutes at most."),
  UnknownState(
      "The API reports a state this version does not know; it is taken as moving.",
      "Wait; if it stays, look at the object in the Paperspace console and upgrade the operator."),

  WaitingForReference(
      "An object the spec refers to does not exist yet or has no cloud id yet; or a ConfigMap has no"
          + " value under the key the spec names.",
      "Create or repair the object named in the message."),
  WaitingForSecret(
      "A Secret or a key in it that the spec refers to does not exist, or its value is not usable.",
      "Create the Secret, or correct the key or value named in the message."),
  WaitingForAccount(
      "The PaperspaceAccount to use does not exist, is not ready or is being deleted, and no key is"
          + " configured for the operator itself.",
      "Create or repair the PaperspaceAccount or the Secret named in the message."),
  SecretDeleted(
      "The Secret of the account was deleted while in use: it is kept only until what needs its key is"
          + " gone.",
      "Put the key into a Secret of another name and name that in spec.secretRef; to rotate a key,"
          + " edit or apply its Secret and never delete it."),
  OutOfCapacity(
      "The cloud has no free machine of this type and region; the operator keeps trying."
          + Words.RESIZE,
      "Wait, or choose another machineType or region."),
  Conflict(
      "The cloud object is busy or was changed meanwhile; the operator looks again." + Words.RESIZE,
      "Wait."),
  ExternalMissing(
      "The cloud object is gone, or what spec.externalId names was never there. One that was made"
          + " here or taken over by name is made again under policy.drift Correct; one named by"
          + " spec.externalId, watched or only reported on is not, nor is a Snapshot, CustomTemplate,"
          + " Model or DatasetVersion, whose contents are lost, before the annotation"
          + " paperspace.com/reconcile-at asks for it.",
      "If the condition stays: correct spec.externalId, or delete this object, which has no cloud object"
          + " any more; the message says where the annotation has another one made."),

  DriftReported(
      "The cloud object differs from the spec, and the policy leaves it so: policy.drift is Report or"
          + " policy.management ObserveOnly.",
      "See status.drift; change the spec or the cloud object, or let policy.drift Correct with"
          + " policy.management Full put it right."),
  NotApplied(
      "The API accepted a change of the fields named but did not carry it out.",
      "Edit the field, or set paperspace.com/reconcile-at to a new value: it is sent once more. Some"
          + " fields of a machine may be taken only while it is off: set powerState to Off first. Else"
          + " make the change in the Paperspace console, or take the field out of the spec."),
  Paused(
      "The annotation paperspace.com/paused is set, to anything but \"false\".",
      "Remove the annotation to go on."),
  InUse(
      "Deletion waits for the objects named in the message, which still use this one.",
      "Delete those first (their cloud objects go too, unless their policy says Retain), or set"
          + " policy.deletion of this one to Retain, and its own stays."),

  InvalidSpec(
      "The API cannot take the values of the spec, or they cannot be sent to it.",
      "Correct the field, or make what it names; the message gives the field, or the value in the API's"
          + " own words. What only a create can set is free as long as nothing was made."),
  ReplaceRequired(
      "The spec asks for a change that cannot be made to an existing cloud object.",
      "Set the field back to what the cloud object has (see status.createdWith and status.observed), or"
          + " delete this object and create it anew; the message tells what becomes of the cloud"
          + " object."),
  DisruptionRequired(
      "The change can only be made while the machine is off, and the spec does not allow stopping"
          + " it.",
      "Stop the machine (powerState: \"Off\") or set allowStop: true."),
  AlreadyExists(
      "A cloud object of this name exists that this resource did not make.",
      "Choose another name, or set policy.adoption to ByName to take it over."),
  AmbiguousExternal(
      "Several cloud objects could be the one meant; none was touched.",
      "Set spec.externalId to the right id named in the message. While deleting: policy.deletion:"
          + " Retain. Delete none before, for what remains is then taken as this object's own."),
  OutcomeUnknown(
      "An act that must not happen twice was sent, and it cannot be told whether it was carried out.",
      "Look in the Paperspace console. If it was not carried out, set the annotation"
          + " paperspace.com/reconcile-at to a new value: it is sent again."),
  OwnershipConflict(
      "Another resource already manages this cloud object; it was not touched.",
      "Name another in spec.name or spec.externalId, or delete one of the two resources"
          + " (policy.deletion: Retain keeps the cloud object)."),
  CredentialsInvalid(
      "The API does not accept the key.",
      "Put a valid key where the message says it stands; everything goes on by itself, with"
          + " PAPERSPACE_API_KEY after a restart."),
  Forbidden(
      "The key is valid but may not do this." + Words.RESIZE,
      "Give the key's user the right, or use another account."),
  Blocked(
      "The request was stopped before it reached the API (an HTML page came back).",
      "Check the network path and whether the address is banned; look for unusual content in the"
          + " spec."),
  QuotaExceeded(
      "A limit or a payment problem of the account stops this." + Words.RESIZE,
      "Raise the limit or settle the account in the Paperspace console."),
  TeamMismatch(
      "The key belongs to another team than the cloud object or the account's teamId. Nothing is"
          + " done, for everything would seem to be missing.",
      "Restore a key of the right team, or name an account of that team in spec.accountRef. A deletion goes by the account in the status: there restore the key, or set policy.deletion: Retain."),
  MassDisappearance(
      "Too many objects seem to have vanished at once; nothing is made again until that is confirmed.",
      "Restore the key or the objects; if they really are gone, set the annotation paperspace.com/reconcile-at to a new value."),
  NotVisible(
      "The cloud object is not shown to the key of a user who may not see it; that does not prove that it is gone.",
      "Assign it to that user, or give the account the key of an owner or administrator; if it really is gone, set the annotation"
          + " paperspace.com/reconcile-at to a new value."),
  Unreadable(
      "This operator version cannot read the spec (written by a newer version, or a wrong type).",
      "Correct the field named in the message, or upgrade the operator."),
  OperationFailed(
      "The cloud could not carry out an operation; its own words are in the message.",
      "Act on the message; a change of the spec or paperspace.com/reconcile-at tries again. A machine"
          + " that could not be made is not changed any more: delete this object, which deletes what there is of"
          + " it unless policy.deletion is Retain, and create it anew."),
  DeadlineExceeded(
      "The cloud object has been in a moving state for longer than is normal.",
      "Look at it in the Paperspace console; contact support if it is stuck."),
  OutputConflict(
      "The Secret named in outputs exists and is not owned by this object.",
      "Name another Secret in spec.outputs.secret; the one that is there may hold a key or value that is"
          + " in use."),
  ApiMismatch(
      "The API's answer could not be understood; nothing was changed because of it.",
      "Upgrade the operator, or report the message."),
  InternalError("The operator failed in an unexpected way.", "Report the message."),

  RateLimited(
      "The API asks to slow down; the operator waits as long as asked, an hour at most, or longer each"
          + " time if it does not say. Or others use up the budget of the key, and this is queued.",
      "Wait. Where the API says it, a smaller spec.budget of the PaperspaceAccount makes it rarer; in a"
          + " queue a larger one lets more through."),
  ProviderUnavailable("The API does not answer or is failing; the operator keeps trying.", "Wait."),

  LoginAccepted("The container registry accepted the user name and password.", "Nothing."),
  LoginRefused(
      "The service tried to log in at the container registry and could not; what it says is in the"
          + " message.",
      "Correct url, registryNamespace, username or the password in the Secret; to have the login tried again as"
          + " it is, set the annotation paperspace.com/reconcile-at to a new value."),

  SessionValid("The key was accepted; the team is in the status.", "Nothing.");

  private static final class Words {
    static final String RESIZE =
        " Where it is Stalled for a resize, the machine would have to be stopped again: the resize is"
            + " tried when the field is edited, or by reconcile-at.";
  }

  private final String meaning;
  private final String remedy;

  Reason(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** Whether a pass can fail with it, or end with it until somebody acts: those are counted. */
  public boolean isCounted() {
    return switch (this) {
      case OutOfCapacity,
          Conflict,
          ExternalMissing,
          InvalidSpec,
          ReplaceRequired,
          DisruptionRequired,
          AlreadyExists,
          AmbiguousExternal,
          OutcomeUnknown,
          OwnershipConflict,
          CredentialsInvalid,
          Forbidden,
          Blocked,
          QuotaExceeded,
          TeamMismatch,
          MassDisappearance,
          NotVisible,
          Unreadable,
          OperationFailed,
          DeadlineExceeded,
          OutputConflict,
          ApiMismatch,
          InternalError,
          RateLimited,
          ProviderUnavailable ->
          true;
      default -> false;
    };
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What a person should do next. */
  public String remedy() {
    return remedy;
  }
}
