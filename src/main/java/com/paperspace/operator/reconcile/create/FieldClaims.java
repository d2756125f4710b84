package com.paperspace.operator.reconcile.create;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.ClaimRegistry;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.pass.Services;
import com.paperspace.operator.reconcile.status.PassEndedException;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Claims fields of cloud objects that several resources may declare: the first resource to claim a
 * field decides on it, and no other changes it.
 */
public final class FieldClaims {
  private final ClaimRegistry claims;

  public FieldClaims(Services services) {
    this.claims = services.claims();
  }

  /**
   * Claims what this resource alone is to decide on, gives back what it no longer declares, and
   * makes sure that what it leaves to others is declared by none.
   *
   * @throws PassEndedException when another resource decides on one of them
   */
  public void claim(External<?> external) {
    var pass = external.pass();
    var declared =
        pass.policy().observeOnly()
            ? Map.<String, SharedField>of()
            : keyed(
                external, Stream.concat(external.decidesOn().stream(), external.takes().stream()));
    decideOnly(pass, declared.keySet());
    declared.forEach(
        (key, field) -> {
          claims.claim(key, pass.resource).ifPresent(other -> decided(pass.resource, field, other));
          pass.memo.decide(key);
        });
    if (!pass.policy().observeOnly()) {
      external.leavesToOthers().forEach(field -> requireUndecided(external, field));
    }
  }

  /**
   * Gives back the claims on fields the resource was only about to take ({@link External#takes}),
   * for its pass cannot go on.
   */
  public void narrow(External<?> external) {
    decideOnly(external.pass(), keyed(external, external.decidesOn().stream()).keySet());
  }

  /** Gives back every claim of a resource that has no object, or whose object is another's. */
  public void release(External<?> external) {
    decideOnly(external.pass(), Set.of());
  }

  private Map<String, SharedField> keyed(External<?> external, Stream<SharedField> fields) {
    return fields.collect(
        Collectors.toMap(field -> key(external, field), field -> field, (one, same) -> one));
  }

  private void decideOnly(Reconciliation<?, ?> pass, Set<String> wanted) {
    pass.memo.decided().stream()
        .filter(key -> !wanted.contains(key))
        .forEach(key -> claims.release(key, pass.uid()));
    pass.memo.decideOnly(wanted);
  }

  private void requireUndecided(External<?> external, SharedField field) {
    var pass = external.pass();
    claims
        .decidedBy(key(external, field), pass.resource)
        .ifPresent(other -> decided(pass.resource, field, other));
  }

  private static void decided(
      PaperspaceResource<?, ?> mine, SharedField field, PaperspaceResource<?, ?> other) {
    var name = Dependents.named(other, mine.getMetadata().getNamespace());
    throw new PassEndedException(
        Verdict.stalled(Reason.OwnershipConflict, field.words() + why(other, name)));
  }

  private static String why(PaperspaceResource<?, ?> other, String name) {
    if (other.getSpec() instanceof ManagedSpec spec && Policy.of(spec.policy()).observeOnly()) {
      return ": left alone while "
          + name
          + " is only watched (policy.management: ObserveOnly); nothing was changed.";
    }
    return Metadata.isPaused(other)
        ? ": left alone while "
            + name
            + " is paused; nothing was changed. This is looked at again when the annotation "
            + Annotations.PAUSED
            + " is taken off it."
        : ": already declared by " + name + "; nothing was changed. Declare it in one of the two.";
  }

  private String key(External<?> external, SharedField field) {
    return IndexKey.field(field, external.pass().connection.teamId());
  }
}
