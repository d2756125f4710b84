package com.paperspace.operator.reconcile.cluster;

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

  /** A cloud object, across namespaces. */
  public static String cloud(Class<?> kind, String teamId, String id) {
    return "cloud/" + kind.getSimpleName() + "/" + teamId + "/" + id;
  }

  /** What only one cloud object of a kind can be in a team; no id has a blank. */
  public static String onlyOne(Class<?> kind, String teamId) {
    return cloud(kind, teamId, "only one");
  }

  private IndexKey() {}
}
