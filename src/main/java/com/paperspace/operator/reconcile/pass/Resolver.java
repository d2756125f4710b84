package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.KeyRef;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.cluster.ConfigMaps;
import com.paperspace.operator.reconcile.cluster.KubernetesWriter;
import com.paperspace.operator.reconcile.cluster.ReadValue;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import com.paperspace.operator.reconcile.cluster.Secrets;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.StatusDraft;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns what a spec refers to into ids and values, on every pass anew. */
public final class Resolver {
  private final ResourceIndex index;
  private final Secrets secrets;
  private final ConfigMaps configMaps;
  private final KubernetesWriter writer;

  public Resolver(
      ResourceIndex index, Secrets secrets, ConfigMaps configMaps, KubernetesWriter writer) {
    this.index = index;
    this.secrets = secrets;
    this.configMaps = configMaps;
    this.writer = writer;
  }

  /**
   * Resolves references.
   *
   * @throws PassEndedException naming the first thing that is missing
   */
  Inputs resolve(
      PaperspaceResource<?, ?> resource,
      List<Reference> references,
      Connection connection,
      StatusDraft<?> draft,
      Instant now) {
    var namespace = resource.getMetadata().getNamespace();
    Map<String, String> ids = new HashMap<>();
    Map<KeyRef, ReadValue> values = new HashMap<>();
    for (var reference : references) {
      if (reference instanceof Reference.ToResource to) {
        boolean isKnown = to.known() != null;
        ids.put(
            to.field(),
            isKnown ? to.known() : idOf(to, namespace, connection.teamId(), draft.hasId()));
      } else if (reference instanceof Reference.ToSecret to) {
        values.put(to.key(), valueOf(to, namespace));
      } else if (reference instanceof Reference.ToConfigMap to) {
        values.put(to.key(), valueOf(to, namespace));
      }
    }
    var salt = resource.getMetadata().getUid();
    return new ResolvedInputs(ids, values, connection, salt, draft, now);
  }

  private String idOf(
      Reference.ToResource reference, String namespace, String teamId, boolean exists) {
    var what = reference.field() + ": " + reference.kind().getSimpleName() + " " + reference.name();
    var target =
        index
            .find(reference.kind(), namespace, reference.name())
            .map(writer::seen)
            .orElseThrow(() -> waiting(what + missing(reference.kind(), namespace)));
    requireFit(reference, target, what);
    var status = writer.statusOf(target);
    var value = status == null || status.id() == null ? null : reference.value().apply(status);
    if (value == null || status.account() == null) {
      throw waiting(
          what + " has no cloud object yet. Its status tells why; this goes on by itself.");
    }
    if (isGone(status)) {
      throw waiting(
          what
              + ": its cloud object, "
              + status.id()
              + ", is gone. Its status tells what to do; this goes on by itself then.");
    }
    if (target.isMarkedForDeletion() && !exists) {
      throw waiting(what + " is being deleted. Name another, or create it again when it is gone.");
    }
    if (!teamId.equals(status.account().teamId())) {
      throw waiting(
          what
              + " belongs to team "
              + status.account().teamId()
              + ", not to "
              + teamId
              + ". Name one of the same team, or use the same account for both.");
    }
    return value;
  }

  /** What a person has to declare otherwise is not on its way. */
  private static void requireFit(
      Reference.ToResource reference, PaperspaceResource<?, ?> target, String what) {
    var unfit = reference.unfit().apply(target);
    if (unfit.isPresent()) {
      throw new PassEndedException(Verdict.stalled(Reason.InvalidSpec, what + " " + unfit.get()));
    }
    var unready = reference.unready().apply(target);
    if (unready.isPresent()) {
      throw waiting(what + " " + unready.get());
    }
  }

  private String missing(Class<? extends PaperspaceResource<?, ?>> kind, String namespace) {
    return index.serves(kind)
        ? " does not exist in namespace " + namespace + ". Create it, or name another."
        : " is not seen: this operator does not serve its kind. Add "
            + kind.getSimpleName()
            + " to the setting KINDS (helm: kinds), or give the id in place of the name.";
  }

  /** What says so of itself need not be asked for by every one that refers to it again. */
  private static boolean isGone(ManagedStatus<?> status) {
    return Conditions.saysAlready(status.conditions(), Conditions.SYNCED, Reason.ExternalMissing);
  }

  private ReadValue valueOf(Reference.ToSecret reference, String namespace) {
    var key = reference.key();
    boolean exists = secrets.find(namespace, key.name()).isPresent();
    return secrets
        .read(namespace, key.name(), key.key())
        .orElseThrow(
            () ->
                waiting(
                    Reason.WaitingForSecret,
                    missing(reference.field(), "Secret", key, namespace, exists)));
  }

  private ReadValue valueOf(Reference.ToConfigMap reference, String namespace) {
    var key = reference.key();
    var map = configMaps.find(namespace, key.name());
    return map.flatMap(it -> ConfigMaps.read(it, key.key()))
        .orElseThrow(
            () ->
                waiting(missing(reference.field(), "ConfigMap", key, namespace, map.isPresent())));
  }

  private static String missing(
      String field, String kind, KeyRef key, String namespace, boolean exists) {
    var words =
        exists
            ? "%s: %s %s in namespace %s has no value under %s. Put it there."
            : "%s: %s %s does not exist in namespace %s. Create it, with a value under %s.";
    return words.formatted(field, kind, key.name(), namespace, key.key());
  }

  private static PassEndedException waiting(String message) {
    return waiting(Reason.WaitingForReference, message);
  }

  private static PassEndedException waiting(Reason reason, String message) {
    return new PassEndedException(Verdict.waiting(reason, message));
  }
}
