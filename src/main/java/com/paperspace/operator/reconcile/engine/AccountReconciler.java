package com.paperspace.operator.reconcile.engine;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceAccount.Observed;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.ApiKeys;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.account.SecretProtection;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.pass.ConditionEvents;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.StatusDraft;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over one account: is its key good, whose is it, and is it still needed. Keeps the
 * account and its Secret until the last resource that needs them for its deletion is gone.
 */
final class AccountReconciler implements Passes<PaperspaceAccount> {
  private static final Logger LOG = LoggerFactory.getLogger(AccountReconciler.class);

  private final Services services;
  private final Frame frame;
  private final SecretProtection secrets;

  AccountReconciler(Services services) {
    this.services = services;
    this.frame = new Frame(services);
    this.secrets =
        new SecretProtection(
            services.index(),
            services.writer(),
            services.secrets(),
            services.events(),
            services::isDying);
  }

  @Override
  public List<String> uses(PaperspaceAccount account) {
    return account.getSpec() == null || account.getSpec().secretRef() == null
        ? List.of()
        : List.of(
            IndexKey.secret(
                account.getMetadata().getNamespace(), account.getSpec().secretRef().name()));
  }

  @Override
  public void forget(String uid) {
    services.forget(uid);
    secrets.forget(uid);
  }

  @Override
  public void gone(PaperspaceAccount account) {
    secrets.release(account);
    services.connections().forget(account);
    secrets.forget(account.getMetadata().getUid());
    services.forget(account, uses(account));
    wakeUsers(account);
  }

  @Override
  public Optional<Duration> pass(PaperspaceAccount cached) {
    var account = services.writer().newest(cached);
    var draft = StatusDraft.from(services.writer().statusOf(account), services.clock().instant());
    return frame.run(
        account,
        () ->
            frame.conclude(
                account,
                frame.verdict(account, () -> decide(account, draft)),
                () -> ApiKeys.from(account),
                verdict -> {
                  publish(account, draft, verdict);
                  return Duration.ZERO;
                }));
  }

  private Optional<Verdict> decide(PaperspaceAccount account, StatusDraft<Observed> draft) {
    if (account.isMarkedForDeletion()) {
      return delete(account, draft);
    }
    if (account.unreadable() != null) {
      services.connections().forget(account);
      return Optional.of(
          Verdict.stalled(
              Reason.Unreadable,
              account.unreadable().where()
                  + ". Correct the field, or upgrade the operator; what uses this account is left as"
                  + " it is."));
    }
    var held = services.writer().hold(account, Annotations.IN_USE_FINALIZER, null);
    account.setMetadata(held.getMetadata());
    var warning = secrets.hold(account, draft);
    services.connections().recheck(account, isRequested(account, draft));
    var use = services.connections().of(account, wake(account));
    var memo = services.memos().of(account.getMetadata().getUid());
    var old = memo.connection;
    memo.connection = use.connection();
    if (old != null && old != use.connection()) {
      // Another key: what the one before was refused may be allowed now.
      wakeUsers(account);
    }
    tellOfAnotherTeam(account, draft, use.account().teamId());
    draft.account = new AccountUse(null, use.account().teamId(), null);
    draft.observed = new Observed(use.account().teamId(), use.connection().teamName());
    draft.appliedGeneration = account.getMetadata().getGeneration();
    var accepted = "The key was accepted and belongs to team " + use.account().teamId() + ".";
    return Optional.of(
        warning
            .map(
                text ->
                    Verdict.shown(
                        Reason.SecretDeleted,
                        text,
                        Observation.ready(Reason.SessionValid, accepted, draft.observed)))
            .orElseGet(() -> Verdict.of(Shape.SETTLED, Reason.SessionValid, accepted)));
  }

  /** Without spec.teamId any key is taken, and what was made in the other team stands still. */
  private void tellOfAnotherTeam(
      PaperspaceAccount account, StatusDraft<Observed> draft, String team) {
    var before = draft.account == null ? null : draft.account.teamId();
    if (before != null && !before.equals(team)) {
      var words =
          "The key belongs to team %s now, and before to %s. What was made there is left as it is until a key of that team is back."
              .formatted(team, before);
      LOG.warn("{}: {}", Metadata.describe(account), words);
      services.events().warning(account, Reason.TeamMismatch, words);
      // What the key made before this was noticed is at rest, and said to be in the team before.
      wakeUsers(account);
    }
  }

  private static boolean isRequested(PaperspaceAccount account, StatusDraft<?> draft) {
    var token = StatusDraft.bounded(Metadata.annotation(account, Annotations.RECONCILE_AT));
    return token != null && !token.equals(draft.lastHandledReconcileAt);
  }

  private Runnable wake(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return services
        .index()
        .waker(PaperspaceAccount.class, metadata.getNamespace(), metadata.getName());
  }

  private Optional<Verdict> delete(PaperspaceAccount account, StatusDraft<Observed> draft) {
    if (!Metadata.finalizers(account).contains(Annotations.IN_USE_FINALIZER)) {
      return Optional.empty();
    }
    var users = secrets.users(account);
    boolean mayMove = !users.isEmpty() && account.unreadable() == null;
    // They go by the Secret that is named by now, or that is there again.
    var warning = mayMove ? secrets.hold(account, draft) : secrets.look(account, draft);
    if (!users.isEmpty()) {
      boolean one = users.size() == 1;
      var waiting =
          Verdict.of(
              Shape.DELETE_WAITING,
              Reason.InUse,
              (warning.isPresent() ? "Kept until " : "Kept, with its Secret, until ")
                  + users.size()
                  + (one ? " resource that needs the key is" : " resources that need the key are")
                  + " gone: "
                  + Dependents.named(users)
                  + ". Nothing new is made with it. What is to stay can name another account of the"
                  + " team in spec.accountRef.");
      return Optional.of(warning.map(waiting::adding).orElse(waiting));
    }
    secrets.letGo(account);
    LOG.info("{}: let go", Metadata.describe(account));
    services.events().farewell(account, EventReason.Released, "Nothing needs its key any more.");
    return Optional.empty();
  }

  private void publish(PaperspaceAccount account, StatusDraft<Observed> draft, Verdict verdict) {
    var metadata = account.getMetadata();
    var memo = services.memos().of(metadata.getUid());
    var before = memo.tell(draft.conditions, null, null).before();
    draft.conditions =
        services.conditions(
            verdict,
            draft.conditions,
            metadata.getGeneration() == null ? 0 : metadata.getGeneration());
    draft.observedGeneration = metadata.getGeneration();
    draft.lastHandledReconcileAt =
        StatusDraft.bounded(Metadata.annotation(account, Annotations.RECONCILE_AT));
    services.writer().status(account, draft.build());
    ConditionEvents.announce(account, verdict, before, draft.conditions, services.events());
    if (!Conditions.sameState(before, draft.conditions)) {
      // After an outage most users settle before the account does, and would look once more.
      boolean isGood = verdict.shape() == Shape.SETTLED;
      wakeUsers(account, user -> !isGood || !isSettledBy(memo.connection, user));
    }
    memo.told();
  }

  private boolean isSettledBy(Connection connection, PaperspaceResource<?, ?> user) {
    return services.memos().settledBy(user).filter(it -> it == connection).isPresent();
  }

  private void wakeUsers(PaperspaceAccount account) {
    wakeUsers(account, any -> true);
  }

  private void wakeUsers(PaperspaceAccount account, Predicate<PaperspaceResource<?, ?>> which) {
    var metadata = account.getMetadata();
    var key = IndexKey.account(metadata.getNamespace(), metadata.getName());
    services.index().wakeUsers(key, which);
  }
}
