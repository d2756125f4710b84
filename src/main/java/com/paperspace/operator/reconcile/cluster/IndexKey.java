package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Shared;
import com.paperspace.operator.reconcile.adapter.SharedField;

/** Names under which resources are found by what they use; one name space for all kinds. */
public final class IndexKey {

  /** Another resource of the namespace. */
  public static String resource(Class<?> kind, String namespace, String name) {
    return kind.getSimpleName() + "/" + namespace + "/" + name;
  }

  /** An account, named or by default. */
  public static String account(String namespace, String name) {
    return "account/" + namespace + "/" + name;
  }

  /** A Kubernetes Secret. */
  public static String secret(String namespace, String name) {
    return "Secret/" + namespace + "/" + name;
  }

  /** A Kubernetes ConfigMap. */
  public static String configMap(String namespace, String name) {
    return "ConfigMap/" + namespace + "/" + name;
  }

  /** A cloud object, across namespaces; its index and its claim hold the same text. */
  public static String cloud(Class<?> kind, String teamId, String id) {
    return Shared.word("cloud/" + kind.getSimpleName() + "/" + teamId + "/" + id);
  }

  /** A field of a cloud object, for the resource that decides on it. */
  public static String field(SharedField field, String teamId) {
    return "field/" + field.field() + "/" + cloud(field.kind(), teamId, field.id());
  }

  private IndexKey() {}
}
