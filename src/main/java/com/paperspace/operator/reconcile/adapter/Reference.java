package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.SecretKeyRef;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something of the same namespace that a spec names: another resource's cloud id, or the value of a
 * Secret or a ConfigMap.
 */
public sealed interface Reference {

  /** The field of the spec that has the reference, for messages: {@code projectRef}. */
  String field();

  /**
   * The cloud id of another resource, or what else its status shows.
   *
   * @param value takes the value out of that status; null while it is not there yet
   * @param unfit why the resource that has the name cannot be used as it is declared now, which
   *     only a person can change; empty when it can. Pure
   * @param unready what that resource waits for that comes by itself; empty when it can be used
   *     now. Pure
   * @param known the value the reference had when it was needed, where the named resource may go
   *     while the value is still in use; null where the resource is asked
   */
  record ToResource(
      String field,
      Class<? extends PaperspaceResource<?, ?>> kind,
      String name,
      Function<ManagedStatus<?>, String> value,
      Function<PaperspaceResource<?, ?>, Optional<String>> unfit,
      Function<PaperspaceResource<?, ?>, Optional<String>> unready,
      String known)
      implements Reference {
    private static final Function<ManagedStatus<?>, String> ID = ManagedStatus::id;

    /** The cloud id of one that can be used however it is declared. */
    public ToResource(String field, Class<? extends PaperspaceResource<?, ?>> kind, String name) {
      this(field, kind, name, ID);
    }

    /** Something else of its status. */
    public ToResource(
        String field,
        Class<? extends PaperspaceResource<?, ?>> kind,
        String name,
        Function<ManagedStatus<?>, String> value) {
      this(field, kind, name, value, ToResource::fits, ToResource::fits, null);
    }

    /** The same, where a resource that has the name may be unfit. */
    public ToResource unless(Function<PaperspaceResource<?, ?>, Optional<String>> why) {
      return new ToResource(field, kind, name, value, why, unready, known);
    }

    /** The same, where a resource that has the name may have to be waited for. */
    public ToResource until(Function<PaperspaceResource<?, ?>, Optional<String>> why) {
      return new ToResource(field, kind, name, value, unfit, why, known);
    }

    /** The same, of one that may go now: what it stood for stays. */
    public ToResource knownAs(String id) {
      return new ToResource(field, kind, name, value, unfit, unready, id);
    }

    private static Optional<String> fits(PaperspaceResource<?, ?> target) {
      return Optional.empty();
    }
  }

  /** A value in a Kubernetes Secret. */
  record ToSecret(String field, SecretKeyRef key) implements Reference {}

  /** A value in a Kubernetes ConfigMap. */
  record ToConfigMap(String field, ConfigMapKeyRef key) implements Reference {}
}
