package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.KeyRef;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.cluster.ReadValue;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Inputs of one pass; marks and operation are read from the draft, so they are always current. */
final class ResolvedInputs implements Inputs {
  private final Map<String, String> ids;
  private final Map<KeyRef, ReadValue> values;
  private final Connection connection;
  private final String salt;
  private final StatusDraft<?> draft;
  private final Instant now;

  ResolvedInputs(
      Map<String, String> ids,
      Map<KeyRef, ReadValue> values,
      Connection connection,
      String salt,
      StatusDraft<?> draft,
      Instant now) {
    this.ids = Map.copyOf(ids);
    this.values = Map.copyOf(values);
    this.connection = connection;
    this.salt = salt;
    this.draft = draft;
    this.now = now;
  }

  @Override
  public Inputs with(Map<String, String> found) {
    var all = new HashMap<>(ids);
    all.putAll(found);
    return new ResolvedInputs(all, values, connection, salt, draft, now);
  }

  @Override
  public String id(String field) {
    return known(ids.get(field), field);
  }

  @Override
  public String teamId() {
    return connection.teamId();
  }

  @Override
  public String secret(SecretKeyRef key) {
    return value(key).text();
  }

  @Override
  public String text(ConfigMapKeyRef key) {
    return value(key).text();
  }

  @Override
  public String version(KeyRef key) {
    return value(key).version();
  }

  private ReadValue value(KeyRef key) {
    return known(values.get(key), key.name() + "/" + key.key());
  }

  @Override
  public String digest(String value) {
    return connection.digest(salt, value);
  }

  @Override
  public Map<String, String> marks() {
    return draft.marks;
  }

  @Override
  public boolean isAdopted() {
    return draft.origin() == Origin.Adopted;
  }

  @Override
  public ManagedStatus.Operation operation() {
    return draft.operation;
  }

  @Override
  public Instant now() {
    return now;
  }

  private static <A> A known(A value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is not among the adapter's references");
    }
    return value;
  }
}
