package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import java.util.Optional;

/**
 * Opens the way to the cloud for a pass: its key, the team of that key, its turn, its references.
 */
final class Access<R extends PaperspaceResource<? extends ManagedSpec, O>, O> {
  private final Adapter<R, O, ?> adapter;
  private final Platform platform;

  Access(Adapter<R, O, ?> adapter, Platform platform) {
    this.adapter = adapter;
    this.platform = platform;
  }

  /**
   * Connects by what the spec says.
   *
   * @return why the pass has to wait, or empty when it may call the API
   * @throws PassEndedException when there is no usable key, or one of another team
   */
  Optional<Verdict> open(Pass<R, O> pass) {
    connect(pass, connectionForLife(pass));
    return admit(pass);
  }

  /** Connects by what the status recorded; otherwise like {@link #open}. */
  Optional<Verdict> openForDeletion(Pass<R, O> pass) {
    connect(pass, connectionForDeletion(pass));
    // What was looked for in vain only waits for a check, and then goes without a further call.
    var what = pass.draft.hasId() ? pass.draft.id : Intent.open(pass).map(Intent::text).orElse("");
    return new Absences(platform).isNoted(pass, what) ? Optional.empty() : admit(pass);
  }

  /** Where the key of a pass comes from: a sentence without its end. */
  String keyFrom(Pass<R, O> pass) {
    var name =
        pass.resource.isMarkedForDeletion() && isByRecord(pass)
            ? pass.draft.account.name()
            : accountName(pass);
    return platform.keys().from(pass.namespace(), name);
  }

  private Connections.Use connectionForDeletion(Pass<R, O> pass) {
    if (isByRecord(pass)) {
      return platform.connections().open(pass.namespace(), pass.draft.account.name(), wake(pass));
    }
    requireReadable(pass);
    return connectionForLife(pass);
  }

  /**
   * Whether deletion goes by the account the status names. One without a name is the operator's own
   * key: that is taken only where the spec still means it, for a status can be forged.
   */
  private static boolean isByRecord(Pass<?, ?> pass) {
    var recorded = pass.draft.account;
    return recorded != null && (recorded.name() != null || pass.resource.unreadable() != null);
  }

  private Connections.Use connectionForLife(Pass<R, O> pass) {
    return platform.connections().open(pass.namespace(), accountName(pass), wake(pass));
  }

  private static String accountName(Pass<?, ?> pass) {
    var accountRef = pass.resource.getSpec().accountRef();
    return accountRef == null ? null : accountRef.name();
  }

  /** Ends the pass when the spec cannot be read. */
  void requireReadable(Pass<?, ?> pass) {
    var unreadable = pass.resource.unreadable();
    if (unreadable != null) {
      throw new PassEndedException(
          Verdict.stalled(
              Reason.Unreadable,
              unreadable.where()
                  + ". Correct the field, or upgrade the operator; the cloud object is left as it"
                  + " is."));
    }
  }

  private void connect(Pass<R, O> pass, Connections.Use use) {
    var team = use.account().teamId();
    var madeIn = madeIn(pass);
    if (madeIn.isPresent() && !madeIn.get().equals(team)) {
      var what = pass.draft.hasId() ? pass.draft.id : "an object still to be found";
      throw new PassEndedException(Connections.wrongTeam(team, madeIn.get(), what));
    }
    pass.connection = use.connection();
    pass.draft.account = new AccountUse(use.account().name(), team, seenBy(pass));
  }

  /** The user whose key knows the object there is or may be; null when there is none. */
  private static String seenBy(Pass<?, ?> pass) {
    boolean mayBe = pass.draft.hasId() || Intent.open(pass).isPresent();
    return mayBe && pass.draft.account != null ? pass.draft.account.userId() : null;
  }

  /** The team that has, or may have, an object of this resource. */
  private static Optional<String> madeIn(Pass<?, ?> pass) {
    var recorded = Optional.ofNullable(pass.draft.account).map(AccountUse::teamId);
    return pass.draft.hasId()
        ? recorded
        // The status may not have been written since the create; its intent was.
        : Intent.open(pass).flatMap(it -> Optional.ofNullable(it.team()).or(() -> recorded));
  }

  private Optional<Verdict> admit(Pass<R, O> pass) {
    return pass.connection.gate().closed(pass.isUrgent(), wake(pass));
  }

  private Runnable wake(Pass<R, O> pass) {
    var name = pass.resource.getMetadata().getName();
    return platform.estate().waker(adapter.type(), pass.namespace(), name);
  }

  /** Turns all the spec refers to into ids and values. */
  void resolve(Pass<R, O> pass) {
    pass.inputs =
        platform
            .resolver()
            .resolve(
                pass.resource,
                adapter.references(pass.resource),
                pass.connection,
                pass.draft,
                pass.now);
  }
}
