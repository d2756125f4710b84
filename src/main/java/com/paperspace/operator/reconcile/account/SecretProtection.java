package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceAccount.Observed;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.status.StatusDraft;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps the Secret of an account until the last resource that needs its key for its deletion is
 * gone, whatever happens to the account.
 */
public final class SecretProtection {
  /** Mark in the account's status: the Secret of whose deletion an event has told. */
  private static final String GOING = "secretDeleted";

  private final ResourceIndex index;
  private final KubernetesWriter writer;
  private final Secrets secrets;
  private final Events events;
  private final Predicate<String> isDying;
  private final Map<String, HeldSecret> holding = new ConcurrentHashMap<>();
  private final Set<String> released = ConcurrentHashMap.newKeySet();

  /**
   * Takes what is needed to find, hold and announce.
   *
   * @param isDying whether a namespace is being deleted and so takes no events
   */
  public SecretProtection(
      ResourceIndex index,
      KubernetesWriter writer,
      Secrets secrets,
      Events events,
      Predicate<String> isDying) {
    this.isDying = isDying;
    this.index = index;
    this.writer = writer;
    this.secrets = secrets;
    this.events = events;
  }

  /**
   * Holds the Secret an account names now, and lets go of the one it named before, once the other
   * is there: what is let go while it is being deleted is lost, and with it the only key.
   *
   * @return what people should know and do when the Secret is being deleted
   */
  public Optional<String> hold(PaperspaceAccount account, StatusDraft<Observed> draft) {
    var uid = account.getMetadata().getUid();
    var namespace = account.getMetadata().getNamespace();
    var name = account.getSpec().secretRef().name();
    var before = HeldSecret.of(account, draft.marks);
    boolean isMoving = before != null && !before.secret().equals(name);
    if (isMoving && secrets.find(namespace, name).isEmpty() && !users(account).isEmpty()) {
      holding.put(uid, before);
      return look(account, draft);
    }
    if (isMoving) {
      release(uid, before);
      HeldSecret.forgetContent(draft.marks);
      draft.marks.remove(GOING);
    }
    var held = HeldSecret.note(account, draft.marks);
    if (before != null && !before.equals(held)) {
      // Before the Secret is held: a process that dies in between leaves neither Secret unnoted.
      var noted = writer.status(account, draft.build());
      account.setStatus(noted.getStatus());
      account.setMetadata(noted.getMetadata());
    }
    holding.put(uid, held);
    released.remove(uid);
    secrets.repay(namespace, name);
    boolean isLeaving =
        secrets.find(namespace, name).filter(SecretProtection::isLeaving).isPresent();
    if (isLeaving) {
      secrets.letGoUnless(() -> isNeeded(held), namespace, name, held::isToStay);
    }
    secrets.hold(namespace, name);
    return look(account, draft);
  }

  /** Notes the content of the held Secret; while it is being deleted, answers what to do. */
  public Optional<String> look(PaperspaceAccount account, StatusDraft<?> draft) {
    var held = HeldSecret.of(account, draft.marks);
    if (held == null) {
      return Optional.empty();
    }
    var secret = secrets.find(held.namespace(), held.secret());
    if (secret.filter(SecretProtection::isLeaving).isEmpty()) {
      draft.marks.remove(GOING);
      HeldSecret.noteContent(secret, draft.marks);
      holding.put(account.getMetadata().getUid(), HeldSecret.of(account, draft.marks));
      return Optional.empty();
    }
    var going = secret.get();
    var message = message(account, held, going);
    var mark = going.getMetadata().getUid() + (held.hasChanged(going) ? " changed" : "");
    boolean news = !mark.equals(draft.marks.put(GOING, mark));
    if (news && !isDying.test(account.getMetadata().getNamespace())) {
      events.warning(account, Reason.SecretDeleted, message);
    }
    return Optional.of(message);
  }

  private String message(PaperspaceAccount account, HeldSecret held, Secret going) {
    // A Secret that is shared stays for the others too, so what it waits for is its own list.
    boolean alone = others(account.getMetadata().getUid(), held).findAny().isEmpty();
    var farewell =
        account.isMarkedForDeletion() && alone
            ? held.farewellWithItsAccount(going)
            : held.farewell(
                going, accounts(held).flatMap(it -> users(it).stream()).distinct().toList());
    return isDying.test(held.namespace()) ? farewell : farewell + HeldSecret.WAY_OUT;
  }

  private boolean isNeeded(HeldSecret held) {
    return accounts(held).anyMatch(it -> !users(it).isEmpty());
  }

  private static boolean isLeaving(Secret secret) {
    return secret.isMarkedForDeletion();
  }

  /**
   * Lets go of the Secret of an account that is being deleted, and then of the account. One account
   * at a time: the last of those that share a Secret has to see that the others are gone.
   */
  public synchronized void letGo(PaperspaceAccount account) {
    release(account);
    writer.letGo(account, Annotations.IN_USE_FINALIZER);
  }

  /**
   * Lets go of the Secret of an account that is being deleted, also of one that an earlier process
   * held. Does so once only, because the rights in a namespace may end with its last object.
   */
  public void release(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    if (released.contains(metadata.getUid())) {
      return;
    }
    var status = account.getStatus();
    var marked = status == null ? null : HeldSecret.of(account, status.marks());
    if (marked != null) {
      holding.putIfAbsent(metadata.getUid(), marked);
    }
    var unmarked = unmarked(account, holding.get(metadata.getUid()));
    boolean isReleased = release(metadata.getUid());
    if (unmarked != null) {
      isReleased &= release(metadata.getUid(), unmarked);
    }
    // A shared Secret does not count as released: the account that shares it may be deleted next.
    if (isReleased) {
      released.add(metadata.getUid());
    }
  }

  /**
   * The Secret that an earlier process may have held without a mark, for it died before the status
   * was written, or null. The account is held before its Secret is.
   */
  private static HeldSecret unmarked(PaperspaceAccount account, HeldSecret marked) {
    boolean mayBe = Metadata.finalizers(account).contains(Annotations.IN_USE_FINALIZER);
    var named = mayBe ? HeldSecret.named(account) : null;
    return named == null || (marked != null && marked.secret().equals(named.secret()))
        ? null
        : named;
  }

  /** Forgets an account that is gone, and lets go of the Secret it still holds. */
  public void forget(String uid) {
    release(uid);
    released.remove(uid);
  }

  /** Lets go of the Secret an account holds; false when it holds one that others use. */
  private boolean release(String uid) {
    var held = holding.get(uid);
    if (held == null) {
      return true;
    }
    boolean isReleased = release(uid, held);
    holding.remove(uid, held);
    return isReleased;
  }

  /** Lets go of a Secret unless another account of the namespace uses it, which answers false. */
  private boolean release(String uid, HeldSecret held) {
    boolean shared =
        others(uid, held)
            .anyMatch(
                it ->
                    !it.isMarkedForDeletion()
                        || Metadata.finalizers(it).contains(Annotations.IN_USE_FINALIZER));
    if (!shared) {
      secrets.letGo(held.namespace(), held.secret(), held::isToStay);
    }
    return !shared;
  }

  private Stream<PaperspaceAccount> others(String uid, HeldSecret held) {
    return accounts(held).filter(it -> !it.getMetadata().getUid().equals(uid));
  }

  private Stream<PaperspaceAccount> accounts(HeldSecret held) {
    return index.users(IndexKey.secret(held.namespace(), held.secret())).stream()
        .filter(PaperspaceAccount.class::isInstance)
        .map(PaperspaceAccount.class::cast)
        .map(writer::seen);
  }

  /**
   * Resources that need this account's key to be deleted properly, or may come to: from the moment
   * they are held, whatever their watch shows yet.
   */
  public List<PaperspaceResource<?, ?>> users(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return index.users(IndexKey.account(metadata.getNamespace(), metadata.getName())).stream()
        .<PaperspaceResource<?, ?>>map(writer::seen)
        .filter(user -> Metadata.finalizers(user).contains(Annotations.FINALIZER))
        .filter(user -> mayNeed(user.getStatus(), account))
        .toList();
  }

  /**
   * What its status tells is as old as its last pass. One that is under way goes by the account of
   * its spec, which its status names in the end, unless the object it has is of another team.
   */
  private static boolean mayNeed(ManagedStatus<?> status, PaperspaceAccount account) {
    if (status == null || status.account() == null || status.id() == null) {
      return true;
    }
    var team =
        Optional.ofNullable(account.getStatus())
            .map(ManagedStatus::account)
            .map(AccountUse::teamId);
    return account.getMetadata().getName().equals(status.account().name())
        || team.isEmpty()
        || team.get().equals(status.account().teamId());
  }
}
