package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceAccount.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.Verbs;
import com.paperspace.operator.reconcile.Verdict.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over one account: is its key good, whose is it, and is it still needed. Keeps the
 * account and its Secret until the last resource that needs them for its deletion is gone.
 */
final class AccountEngine implements Passes<PaperspaceAccount> {
  private static final Logger LOG = LoggerFactory.getLogger(AccountEngine.class);

  private final Platform platform;
  private final Frame frame;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final SecretHold secrets;

  AccountEngine(Platform platform) {
    this.platform = platform;
    this.frame = new Frame(platform);
    this.secrets =
        new SecretHold(platform.estate(), platform.secrets(), platform.events(), platform::isDying);
  }

  @Override
  public List<String> uses(PaperspaceAccount account) {
    return account.getSpec() == null || account.getSpec().secretRef() == null
        ? List.of()
        : List.of(
            Key.secret(account.getMetadata().getNamespace(), account.getSpec().secretRef().name()));
  }

  @Override
  public void forget(String uid) {
    platform.forget(uid);
    connections.remove(uid);
    secrets.forget(uid);
  }

  @Override
  public void gone(PaperspaceAccount account) {
    secrets.release(account);
    platform.connections().forget(account);
    forget(account.getMetadata().getUid());
    wakeUsers(account);
  }

  @Override
  public Optional<Duration> pass(PaperspaceAccount cached) {
    var account = platform.writer().newest(cached);
    var draft = StatusDraft.from(platform.writer().statusOf(account), platform.clock().instant());
    return frame.run(
        account,
        new Frame.Work() {
          @Override
          public Optional<Verdict> decide() {
            return AccountEngine.this.decide(account, draft);
          }

          @Override
          public Duration publish(Verdict verdict) {
            AccountEngine.this.publish(account, draft, verdict);
            return Duration.ZERO;
          }

          @Override
          public String keyFrom() {
            return Keys.from(account);
          }
        });
  }

  private Optional<Verdict> decide(PaperspaceAccount account, StatusDraft<Observed> draft) {
    if (account.isMarkedForDeletion()) {
      return delete(account, draft);
    }
    if (account.unreadable() != null) {
      platform.connections().forget(account);
      return Optional.of(
          Verdict.stalled(
              Reason.Unreadable,
              account.unreadable().where()
                  + ". Correct the field, or upgrade the operator; what uses this account is left as"
                  + " it is."));
    }
    var held = platform.writer().hold(account, Verbs.IN_USE_FINALIZER, null);
    account.setMetadata(held.getMetadata());
    var warning = secrets.hold(account, draft);
    platform.connections().recheck(account, isRequested(account, draft));
    var use = platform.connections().of(account, wake(account));
    var old = connections.put(account.getMetadata().getUid(), use.connection());
    if (old != null && old != use.connection()) {
      // Another key: what the one before was refused may be allowed now.
      wakeUsers(account);
    }
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

  private static boolean isRequested(PaperspaceAccount account, StatusDraft<?> draft) {
    var token = StatusDraft.bounded(Writer.annotation(account, Verbs.RECONCILE_AT));
    return token != null && !token.equals(draft.reconcileAt);
  }

  private Runnable wake(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return platform
        .estate()
        .waker(PaperspaceAccount.class, metadata.getNamespace(), metadata.getName());
  }

  private Optional<Verdict> delete(PaperspaceAccount account, StatusDraft<Observed> draft) {
    if (!Writer.finalizers(account).contains(Verbs.IN_USE_FINALIZER)) {
      return Optional.empty();
    }
    var users = secrets.users(account);
    var warning = secrets.look(account, draft);
    if (!users.isEmpty()) {
      var waiting =
          Verdict.of(
              Shape.DELETE_WAITING,
              Reason.InUse,
              "Kept, with its Secret, until "
                  + users.size()
                  + " resource(s) that need the key are gone: "
                  + Uses.named(users)
                  + ". Nothing new is made with it.");
      return Optional.of(warning.map(waiting::adding).orElse(waiting));
    }
    secrets.release(account);
    platform.writer().letGo(account, Verbs.IN_USE_FINALIZER);
    LOG.info("{}: let go", Pass.describe(account));
    return Optional.empty();
  }

  private void publish(PaperspaceAccount account, StatusDraft<Observed> draft, Verdict verdict) {
    var before = draft.conditions;
    var metadata = account.getMetadata();
    draft.conditions =
        platform.conditions(
            verdict, before, metadata.getGeneration() == null ? 0 : metadata.getGeneration());
    draft.observedGeneration = metadata.getGeneration();
    draft.reconcileAt = StatusDraft.bounded(Writer.annotation(account, Verbs.RECONCILE_AT));
    platform.writer().status(account, draft.build());
    Transitions.announce(account, verdict, before, draft.conditions, platform.events());
    if (!draft.conditions.equals(before)) {
      wakeUsers(account);
    }
  }

  private void wakeUsers(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    platform.estate().wakeUsers(Key.account(metadata.getNamespace(), metadata.getName()));
  }
}
