package com.paperspace.operator.kind;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ValueSource;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Secrets;
import com.paperspace.operator.client.Secrets.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the secrets of a project and of the team have in common; only their value can change.
 *
 * @param <R> the custom resource
 */
record SecretTable<R extends PaperspaceResource<S, O>, S extends ManagedSpec, O>(
    Class<R> type,
    Parent<S> parent,
    Function<Paperspace, Secrets> secrets,
    Function<S, String> name,
    Function<S, ValueSource> value,
    Shown<O> shown) {
  /** Longest value the API takes, in characters (docs/paperspace-api.md 1). */
  private static final int LONGEST = 8192;

  /** The observed part of a resource; times in RFC 3339. */
  interface Shown<O> {
    O of(String parent, String name, String createdAt, String modifiedAt, Boolean attached);
  }

  Adapter<R, O, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.in(
                parent, type, (api, id) -> new Held(secrets.apply(api), id), Held::list, Held::get)
            .identity(it -> new Identity(it.name(), it.name(), it.dtCreated()))
            .named(name)
            .value("value", this::origin, View::dtModified, LONGEST)
            .create(it -> new Secrets.Create(it.name(), it.value()), Held::create)
            .change(it -> new Secrets.Change(it.value()), Held::update)
            .beforeDelete((api, it) -> requireUnused(it))
            .delete(Held::delete)
            .observed("The secret exists.", this::observed));
  }

  /** The secrets of one parent. */
  private record Held(Secrets secrets, String parent) {
    List<View> list() {
      return secrets.list(parent);
    }

    Optional<View> get(String name) {
      return secrets.get(parent, name);
    }

    View create(Secrets.Create body) {
      return secrets.create(parent, body);
    }

    Optional<View> update(String name, Secrets.Change body) {
      return secrets.update(parent, name, body);
    }

    void delete(String name) {
      secrets.delete(parent, name);
    }
  }

  private TextOrigin origin(S spec) {
    return TextOrigin.of("valueFrom.secretKeyRef", value.apply(spec).secretKeyRef());
  }

  private static void requireUnused(View it) {
    if (Boolean.TRUE.equals(it.hasDeploymentAttached())) {
      throw new InUseException(
          "A deployment still uses secret "
              + it.name()
              + ". Change or delete it first, or set policy.deletion: Retain.");
    }
  }

  private O observed(Remote<View> remote) {
    var it = remote.view();
    return shown.of(
        remote.parent(),
        it.name(),
        Objects.toString(it.dtCreated(), null),
        Objects.toString(it.dtModified(), null),
        Boolean.TRUE.equals(it.hasDeploymentAttached()));
  }
}
