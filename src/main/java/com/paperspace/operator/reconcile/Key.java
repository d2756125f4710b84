package com.paperspace.operator.reconcile;

/** Names under which resources are found by what they use; one name space for all kinds. */
final class Key {

  /** Another resource of the namespace. */
  static String resource(Class<?> kind, String namespace, String name) {
    return kind.getSimpleName() + "/" + namespace + "/" + name;
  }

  /** An account, named or by default. */
  static String account(String namespace, String name) {
    return "account/" + namespace + "/" + name;
  }

  /** A Kubernetes Secret. */
  static String secret(String namespace, String name) {
    return "Secret/" + namespace + "/" + name;
  }

  /** A cloud object, across namespaces. */
  static String cloud(Class<?> kind, String teamId, String id) {
    return "cloud/" + kind.getSimpleName() + "/" + teamId + "/" + id;
  }

  private Key() {}
}
