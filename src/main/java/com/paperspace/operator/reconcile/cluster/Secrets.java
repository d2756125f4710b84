package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.status.PassEndedException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of Kubernetes Secrets: read when needed and remembered until the watch says they changed,
 * but for those of Secrets that would fill the memory. Prints none.
 */
public final class Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private final KubernetesClient client;
  private final Map<String, SecretReading> known = new ConcurrentHashMap<>();

  /** Secrets that were let go although their content is needed, and are not made again yet. */
  private final Map<String, Secret> owed = new ConcurrentHashMap<>();

  /** How many are about to let go of a Secret. */
  private final Map<String, Integer> going = new ConcurrentHashMap<>();

  /** Takes the client that may read Secrets. */
  public Secrets(KubernetesClient client) {
    this.client = client;
  }

  /** Forgets what is known of a Secret, because it changed. */
  public void changed(String namespace, String name) {
    known.remove(IndexKey.secret(namespace, name));
  }

  /** Forgets the Secrets of a namespace that is watched no more: no watch tells of a change. */
  public void forget(String namespace) {
    known.keySet().removeIf(key -> key.startsWith(IndexKey.secret(namespace, "")));
  }

  /** Forgets those of some keys that nothing uses, of which the watch may never tell again. */
  public void forget(List<String> keys, Predicate<String> isUsed) {
    keys.stream().filter(key -> known.containsKey(key) && !isUsed.test(key)).forEach(known::remove);
  }

  /** A Secret as it is now, or empty. */
  public Optional<Secret> find(String namespace, String name) {
    return known
        .computeIfAbsent(IndexKey.secret(namespace, name), key -> new SecretReading())
        .get(client, namespace, name);
  }

  /**
   * The text under a key, or empty when the Secret, the key or a value is missing.
   *
   * @throws PassEndedException when it is no text
   */
  public Optional<String> value(String namespace, String name, String key) {
    return read(namespace, name, key).map(ReadValue::text);
  }

  /** Likewise, with what tells whether it may have changed since. */
  public Optional<ReadValue> read(String namespace, String name, String key) {
    return find(namespace, name)
        .flatMap(
            secret ->
                Optional.ofNullable(secret.getData())
                    .map(data -> data.get(key))
                    .map(base64 -> EncodedText.decode(base64, "Secret " + name, key))
                    .filter(text -> !text.isEmpty())
                    .map(text -> ReadValue.of(secret, key, text)));
  }

  /** Whether there is no Secret of that name, or one that the resource owns. */
  public boolean mayWrite(PaperspaceResource<?, ?> owner, String name) {
    return find(owner.getMetadata().getNamespace(), name)
        .map(new OwnedSecret(owner, name)::mayReplace)
        .orElse(true);
  }

  /**
   * Makes a Secret owned by a resource hold these values; writes only when they differ.
   *
   * @return false when a Secret of that name exists that the resource does not own
   */
  public boolean write(PaperspaceResource<?, ?> owner, String name, OutputValues values) {
    var namespace = owner.getMetadata().getNamespace();
    var owned = new OwnedSecret(owner, name);
    var existing = find(namespace, name);
    if (existing.isPresent() && !owned.mayReplace(existing.get())) {
      return false;
    }
    if (existing.isPresent() && owned.isAlready(existing.get(), values)) {
      return true;
    }
    if (existing.isPresent()) {
      client.resource(owned.with(values, new SecretBuilder(existing.get()))).update();
    } else {
      client.resource(owned.with(values, new SecretBuilder())).create();
    }
    changed(namespace, name);
    return true;
  }

  /** Puts our finalizer on a Secret, if it exists, so that it stays while it is needed. */
  public void hold(String namespace, String name) {
    find(namespace, name)
        .filter(secret -> secret.getMetadata().getDeletionTimestamp() == null)
        .filter(secret -> !Metadata.finalizers(secret).contains(Annotations.IN_USE_FINALIZER))
        .ifPresent(secret -> finalizers(secret, true));
  }

  /**
   * Takes our finalizer off a Secret. The write fails if the Secret was changed after {@code kept}
   * saw it, so that no later content is lost.
   *
   * @param kept whether a Secret that is being deleted is made again with its content
   */
  public void letGo(String namespace, String name, Predicate<Secret> kept) {
    changed(namespace, name);
    find(namespace, name)
        .filter(secret -> Metadata.finalizers(secret).contains(Annotations.IN_USE_FINALIZER))
        .ifPresent(
            secret -> {
              if (secret.isMarkedForDeletion() && kept.test(secret)) {
                // Noted before the write, which may take effect although its answer is lost.
                owed.put(IndexKey.secret(namespace, name), SuccessorSecret.of(secret));
              }
              finalizers(secret, false);
            });
    repay(namespace, name);
  }

  /**
   * The same unless it is needed. Whoever comes to need it later than that is asked does not find
   * that it {@link #stays}.
   *
   * @param needed whether anybody who was there before needs it
   */
  public void letGoUnless(
      BooleanSupplier needed, String namespace, String name, Predicate<Secret> kept) {
    var key = IndexKey.secret(namespace, name);
    going.merge(key, 1, Integer::sum);
    try {
      if (!needed.getAsBoolean()) {
        letGo(namespace, name, kept);
      }
    } finally {
      going.computeIfPresent(key, (same, many) -> many == 1 ? null : many - 1);
    }
  }

  /** Whether a Secret is there and nobody is about to let it go. */
  public boolean stays(String namespace, String name) {
    return !going.containsKey(IndexKey.secret(namespace, name))
        && find(namespace, name).isPresent();
  }

  /** Makes a Secret again that was let go although its content is needed. */
  public void repay(String namespace, String name) {
    var key = IndexKey.secret(namespace, name);
    var successor = owed.get(key);
    if (successor == null) {
      return;
    }
    changed(namespace, name);
    var there = find(namespace, name);
    if (there.isPresent() && there.get().isMarkedForDeletion()) {
      return;
    }
    if (there.isEmpty() && !Namespaces.isDying(client, namespace)) {
      client.resource(successor).create();
      changed(namespace, name);
      LOG.info("Secret {}/{}: made again with what was written to it late", namespace, name);
    }
    owed.remove(key, successor);
  }

  private void finalizers(Secret secret, boolean held) {
    var patch = Patches.inUse(secret, held);
    try {
      client.resource(secret).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } finally {
      // Also one whose answer was lost.
      changed(secret.getMetadata().getNamespace(), secret.getMetadata().getName());
    }
  }
}
