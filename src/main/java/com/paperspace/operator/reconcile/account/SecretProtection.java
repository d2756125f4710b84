package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.Events;
import com.paperspace.operator.reconcile.cluster.IndexKey;
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
  /** Mark in the account's status: the Secret that is held. */
  private static final String HELD = "secret";

  /** Mark in the account's status: what the Secret held before its deletion was asked for. */
  private static final String PRINT = "secretPrint";

  /** Mark in the account's status: the Secret of whose deletion an event has told. */
  private static final String GOING = "secretDeleted";

  private final ResourceIndex index;
  private final Secrets secrets;
  private final Events events;
  private final Predicate<String> isDying;
  private final Map<String, Held> holding = new ConcurrentHashMap<>();
  private final Set<String> released = ConcurrentHashMap.newKeySet();

  /**
   * @param print what it held before its deletion was asked for; null when that is not known
   */
  private record Held(String namespace, String secret, String print) {
    /** Whether it was changed after its deletion was asked for; no when that is not known. */
    boolean hasChanged(Secret now) {
      return print != null && !print.equals(SecretPrint.of(now));
    }

    /**
     * Whether it is made again when it is gone: a late change may be a new key, and a Secret too
     * many does less harm than a missing key. One that a controller owns is left to the controller,
     * which writes it again and may fail if it is there.
     */
    boolean isToStay(Secret going) {
      boolean isControlled =
          going.getMetadata().getOwnerReferences().stream()
              .anyMatch(owner -> Boolean.TRUE.equals(owner.getController()));
      return hasChanged(going) && !isControlled;
    }
  }

  /**
   * Takes what is needed to find, hold and announce.
   *
   * @param isDying whether a namespace is being deleted and so takes no events
   */
  public SecretProtection(
      ResourceIndex index, Secrets secrets, Events events, Predicate<String> isDying) {
    this.isDying = isDying;
    this.index = index;
    this.secrets = secrets;
    this.events = events;
  }

  /**
   * Holds the Secret an account names now, and lets go of the one it named before.
   *
   * @return what people should know and do when the Secret is being deleted
   */
  public Optional<String> hold(PaperspaceAccount account, StatusDraft<?> draft) {
    var uid = account.getMetadata().getUid();
    var namespace = account.getMetadata().getNamespace();
    var name = account.getSpec().secretRef().name();
    var before = held(account, draft.marks);
    if (before != null && !before.secret().equals(name)) {
      release(uid, before);
      draft.marks.keySet().removeAll(Set.of(PRINT, GOING));
    }
    draft.marks.put(HELD, name);
    var held = held(account, draft.marks);
    holding.put(uid, held);
    released.remove(uid);
    secrets.repay(namespace, name);
    boolean isLeaving =
        secrets.find(namespace, name).filter(SecretProtection::isLeaving).isPresent();
    if (isLeaving && accounts(held).allMatch(it -> users(it).isEmpty())) {
      secrets.letGo(namespace, name, held::isToStay);
    }
    secrets.hold(namespace, name);
    return look(account, draft);
  }

  /** Notes what the held Secret holds; answers what people should know when it is being deleted. */
  public Optional<String> look(PaperspaceAccount account, StatusDraft<?> draft) {
    var held = held(account, draft.marks);
    if (held == null) {
      return Optional.empty();
    }
    var secret = secrets.find(held.namespace(), held.secret());
    if (secret.filter(SecretProtection::isLeaving).isEmpty()) {
      draft.marks.remove(GOING);
      draft.marks.remove(PRINT);
      secret.ifPresent(it -> draft.marks.put(PRINT, SecretPrint.of(it)));
      holding.put(account.getMetadata().getUid(), held(account, draft.marks));
      return Optional.empty();
    }
    var going = secret.get();
    var message = message(held, going);
    var mark = going.getMetadata().getUid() + (held.hasChanged(going) ? " changed" : "");
    boolean news = !mark.equals(draft.marks.put(GOING, mark));
    if (news && !isDying.test(account.getMetadata().getNamespace())) {
      events.warning(account, Reason.SecretDeleted.name(), message);
    }
    return Optional.of(message);
  }

  private String message(Held held, Secret going) {
    boolean isHeld = Metadata.finalizers(going).contains(Annotations.IN_USE_FINALIZER);
    var users = accounts(held).flatMap(it -> users(it).stream()).distinct().toList();
    var until =
        !isHeld
            ? " and was not held by the operator"
            : users.isEmpty()
                ? " and goes now"
                : " and is kept only until what needs its key is gone: " + Dependents.named(users);
    var then =
        isHeld && held.isToStay(going)
            ? " It was changed since, so it is made again then, with what it holds now."
            : " What is written to it now may go with it.";
    return "Secret "
        + held.secret()
        + " is being deleted"
        + until
        + "."
        + then
        + " To end this, put the key into a Secret of another name and name that in"
        + " spec.secretRef.";
  }

  private static boolean isLeaving(Secret secret) {
    return secret.isMarkedForDeletion();
  }

  private static Held held(PaperspaceAccount account, Map<String, String> marks) {
    var secret = marks == null ? null : marks.get(HELD);
    return secret == null
        ? null
        : new Held(account.getMetadata().getNamespace(), secret, marks.get(PRINT));
  }

  /**
   * Lets go of the Secret of an account that is being deleted, also of one an earlier process held.
   * Does so once, because the rights in a namespace may end with its last object.
   */
  public void release(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    if (released.contains(metadata.getUid())) {
      return;
    }
    var status = account.getStatus();
    var held = status == null ? null : held(account, status.marks());
    if (held != null) {
      holding.putIfAbsent(metadata.getUid(), held);
    }
    release(metadata.getUid());
  }

  /** Forgets an account that is gone, and lets go of the Secret it still holds. */
  public void forget(String uid) {
    release(uid);
    released.remove(uid);
  }

  /** Lets go of the Secret of an account that is gone because somebody took its finalizer off. */
  private void release(String uid) {
    var held = holding.get(uid);
    if (held != null) {
      release(uid, held);
      holding.remove(uid, held);
    }
  }

  /** Lets go of a Secret unless another account of the namespace uses it. */
  private void release(String uid, Held held) {
    boolean shared =
        accounts(held)
            .filter(it -> !it.getMetadata().getUid().equals(uid))
            .anyMatch(
                it ->
                    !it.isMarkedForDeletion()
                        || Metadata.finalizers(it).contains(Annotations.IN_USE_FINALIZER));
    // An account that shares it may be deleted next, so a shared one does not count as released.
    if (!shared) {
      secrets.letGo(held.namespace(), held.secret(), held::isToStay);
      released.add(uid);
    }
  }

  private Stream<PaperspaceAccount> accounts(Held held) {
    return index.users(IndexKey.secret(held.namespace(), held.secret())).stream()
        .filter(PaperspaceAccount.class::isInstance)
        .map(PaperspaceAccount.class::cast);
  }

  /** Resources that need this account's key to be deleted properly. */
  public List<PaperspaceResource<?, ?>> users(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return index.users(IndexKey.account(metadata.getNamespace(), metadata.getName())).stream()
        .filter(user -> Metadata.finalizers(user).contains(Annotations.FINALIZER))
        .filter(
            user -> {
              var status = user.getStatus();
              return status == null
                  || status.account() == null
                  || metadata.getName().equals(status.account().name());
            })
        .toList();
  }
}
