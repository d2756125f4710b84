package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Verbs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keeps the Secret of an account until the last resource that needs its key for its deletion is
 * gone, whatever happens to the account.
 */
final class SecretHold {
  /** Mark in the account's status: the Secret that is held. */
  private static final String HELD = "secret";

  private final Estate estate;
  private final Secrets secrets;
  private final Map<String, Held> holding = new ConcurrentHashMap<>();

  private record Held(String namespace, String secret) {}

  SecretHold(Estate estate, Secrets secrets) {
    this.estate = estate;
    this.secrets = secrets;
  }

  /** Holds the Secret an account names now, and lets go of the one it named before. */
  void hold(PaperspaceAccount account, StatusDraft<?> draft) {
    var uid = account.getMetadata().getUid();
    var namespace = account.getMetadata().getNamespace();
    var name = account.getSpec().secretRef().name();
    var before = draft.sent.get(HELD);
    if (before != null && !before.equals(name)) {
      release(uid, new Held(namespace, before));
    }
    var held = new Held(namespace, name);
    draft.sent.put(HELD, name);
    holding.put(uid, held);
    boolean leaving =
        secrets
            .find(namespace, name)
            .filter(secret -> secret.getMetadata().getDeletionTimestamp() != null)
            .isPresent();
    if (leaving && accounts(held).allMatch(it -> users(it).isEmpty())) {
      secrets.letGo(namespace, name);
    } else {
      secrets.hold(namespace, name);
    }
  }

  /** Lets go of what an account holds, also since before this process started. */
  void release(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    var status = account.getStatus();
    var secret = status == null || status.sent() == null ? null : status.sent().get(HELD);
    if (secret != null) {
      holding.putIfAbsent(metadata.getUid(), new Held(metadata.getNamespace(), secret));
    }
    release(metadata.getUid());
  }

  /** Lets go of what an account holds that went without us, its finalizer taken off. */
  void release(String uid) {
    var held = holding.get(uid);
    if (held != null) {
      release(uid, held);
      holding.remove(uid, held);
    }
  }

  /** Another account of the namespace may use the same Secret. */
  private void release(String uid, Held held) {
    boolean shared =
        accounts(held)
            .filter(it -> !it.getMetadata().getUid().equals(uid))
            .anyMatch(
                it ->
                    !it.isMarkedForDeletion()
                        || Writer.finalizers(it).contains(Verbs.IN_USE_FINALIZER));
    if (!shared) {
      secrets.letGo(held.namespace(), held.secret());
    }
  }

  private Stream<PaperspaceAccount> accounts(Held held) {
    return estate.users(Key.secret(held.namespace(), held.secret())).stream()
        .filter(PaperspaceAccount.class::isInstance)
        .map(PaperspaceAccount.class::cast);
  }

  /** Resources that need this account's key to be deleted properly. */
  List<PaperspaceResource<?, ?>> users(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return estate.users(Key.account(metadata.getNamespace(), metadata.getName())).stream()
        .filter(user -> Writer.finalizers(user).contains(Verbs.FINALIZER))
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
