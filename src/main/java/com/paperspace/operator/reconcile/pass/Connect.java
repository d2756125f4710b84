package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.Admission;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.account.Use;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the way to the cloud for a pass: finds its key and the team of that key, waits for its turn
 * at the key, and resolves the references of its spec.
 */
public final class Connect<R extends PaperspaceResource<? extends ManagedSpec, O>, O> {
  private static final Logger LOG = LoggerFactory.getLogger(Connect.class);

  private final Adapter<R, O, ?> adapter;
  private final Services services;
  private final OtherTeam<R, O> otherTeam;

  public Connect(Adapter<R, O, ?> adapter, Services services) {
    this.adapter = adapter;
    this.services = services;
    this.otherTeam = new OtherTeam<>(adapter, services);
  }

  /**
   * Connects by what the spec says.
   *
   * @return why the pass has to wait, or empty when it may call the API
   * @throws PassEndedException when there is no usable key, or one of another team
   */
  public Optional<Verdict> open(Reconciliation<R, O> pass) {
    return connect(pass, connectionForLife(pass)).or(() -> admit(pass, pass.connection));
  }

  /** Connects by what the status recorded; otherwise like {@link #open}. */
  public Optional<Verdict> openForDeletion(Reconciliation<R, O> pass) {
    var queued = connect(pass, connectionForDeletion(pass));
    if (queued.isPresent()) {
      return queued;
    }
    if (!pass.draft.hasId() && pass.openIntent().isPresent()) {
      resolveIfPossible(pass);
    }
    // An object looked for in vain waits for a check only, which costs this pass no call.
    var what =
        pass.draft.hasId() ? pass.draft.id : pass.openIntent().map(Absences::forGood).orElse("");
    return new Absences(services).isNoted(pass, what)
        ? Optional.empty()
        : admit(pass, pass.connection);
  }

  /** With its references resolved, the object of an open create can be told from others. */
  private void resolveIfPossible(Reconciliation<R, O> pass) {
    try {
      if (pass.resource.unreadable() == null) {
        resolve(pass);
      }
    } catch (PassEndedException e) {
      LOG.debug("{}: {}", pass.describe(), e.verdict().message());
    }
  }

  /** Where the key of a pass comes from: a sentence without its full stop. */
  public String keyFrom(Reconciliation<R, O> pass) {
    var name = ByRecord.holds(pass) ? pass.draft.account.name() : accountName(pass);
    return services.keys().from(pass.namespace(), name);
  }

  private Use connectionForDeletion(Reconciliation<R, O> pass) {
    if (ByRecord.isGiven(pass)) {
      var name = pass.draft.account.name();
      var wayOut = ByRecord.wayOut(pass);
      return services.connections().openRecorded(pass.namespace(), name, wayOut, wake(pass));
    }
    requireReadable(pass);
    return connectionForLife(pass);
  }

  private Use connectionForLife(Reconciliation<R, O> pass) {
    return services.connections().open(pass.namespace(), accountName(pass), wake(pass));
  }

  private static String accountName(Reconciliation<?, ?> pass) {
    var accountRef = pass.resource.getSpec().accountRef();
    return accountRef == null ? null : accountRef.name();
  }

  /** Ends the pass when the spec cannot be read. */
  public void requireReadable(Reconciliation<?, ?> pass) {
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

  /** Answers why the pass has to wait before it knows whether the key is of the object's team. */
  private Optional<Verdict> connect(Reconciliation<R, O> pass, Use use) {
    var team = use.account().teamId();
    var madeIn = madeIn(pass).filter(it -> !it.equals(team));
    if (madeIn.isPresent()) {
      if (otherTeam.isToBeAsked(pass, use.connection())) {
        var queued = admit(pass, use.connection());
        if (queued.isPresent()) {
          return queued;
        }
        pass.admitted = true;
      }
      requireShown(pass, use, madeIn.get());
    }
    use.requireTeam();
    LogContext.team(team);
    pass.connection = use.connection();
    pass.draft.account = new AccountUse(use.account().name(), team, seenBy(pass));
    return Optional.empty();
  }

  private void requireShown(Reconciliation<R, O> pass, Use use, String madeIn) {
    var team = use.account().teamId();
    if (otherTeam.shows(pass, use.connection())) {
      // Also where the account asks for another team: with its key the object would seem gone.
      otherTeam.note(pass, use, madeIn);
      return;
    }
    use.requireTeam();
    var what = pass.draft.hasId() ? pass.draft.id : "an object still to be found";
    throw ByRecord.wrongTeam(pass, team, madeIn, what);
  }

  /** The user whose key has seen the object, or was to make it; null when there is no object. */
  private static String seenBy(Reconciliation<?, ?> pass) {
    boolean mayBe = pass.draft.hasId() || pass.openIntent().isPresent();
    return mayBe && pass.draft.account != null ? pass.draft.account.userId() : null;
  }

  /** The team in which this resource has, or may have, an object or something put aside. */
  private static Optional<String> madeIn(Reconciliation<?, ?> pass) {
    var recorded = Optional.ofNullable(pass.draft.account).map(AccountUse::teamId);
    return pass.draft.hasId()
        ? recorded
        // The status may not have been written since the create; its intent was.
        : pass.openIntent()
            .flatMap(it -> Optional.ofNullable(it.team()).or(() -> recorded))
            .or(() -> Optional.ofNullable(pass.draft.marks.get(Marks.ASIDE_TEAM)));
  }

  /** Asks for a turn once a pass: turned away later, it would have to repeat its first call. */
  private Optional<Verdict> admit(Reconciliation<R, O> pass, Connection connection) {
    return pass.admitted
        ? Optional.empty()
        : Admission.refused(connection, pass.isUrgent(), wake(pass));
  }

  private Runnable wake(Reconciliation<R, O> pass) {
    var name = pass.resource.getMetadata().getName();
    return services.index().waker(adapter.type(), pass.namespace(), name);
  }

  /** Turns all the spec refers to into ids and values. */
  public void resolve(Reconciliation<R, O> pass) {
    pass.inputs =
        services
            .resolver()
            .resolve(
                pass.resource,
                adapter.references(pass.resource),
                pass.connection,
                pass.draft,
                pass.now);
  }
}
