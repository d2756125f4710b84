package com.paperspace.operator.app;

import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A right in a namespace.
 *
 * @param resource with its subresource, if it is about one
 * @param name of the one object it is about; null for all
 */
record Right(String verb, String group, String resource, String name) {

  private static Right of(String verb, String group, String resource) {
    return new Right(verb, group, resource, null);
  }

  static Right toList(Class<? extends HasMetadata> kind) {
    return of("list", HasMetadata.getGroup(kind), HasMetadata.getPlural(kind));
  }

  /**
   * Those without which no object can be seen, written, made or let go. Secrets are patched because
   * one in use gets a finalizer; the namespace is read before a create. The first one is named when
   * all are missing.
   */
  static List<Right> needed(List<Class<? extends PaperspaceResource<?, ?>>> kinds) {
    return Stream.of(
            kinds.stream().flatMap(Right::ofKind),
            Stream.of("list", "watch", "get", "patch").map(verb -> of(verb, "", "secrets")),
            Stream.of(of("get", "", "namespaces")))
        .flatMap(it -> it)
        .toList();
  }

  /**
   * Those that only outputs, what names a ConfigMap, events and the deletion of a whole namespace
   * need.
   */
  static List<Right> wanted(Optional<String> roleBinding) {
    return Stream.of(
            Stream.of("create", "update").map(verb -> of(verb, "", "secrets")),
            Stream.of("list", "watch", "get").map(verb -> of(verb, "", "configmaps")),
            Stream.of("create", "patch").map(verb -> of(verb, "events.k8s.io", "events")),
            roleBinding.stream().flatMap(Right::toHold))
        .flatMap(it -> it)
        .toList();
  }

  private static Stream<Right> ofKind(Class<? extends HasMetadata> kind) {
    var list = toList(kind);
    return Stream.concat(
        Stream.of("list", "watch", "get", "patch")
            .map(verb -> of(verb, list.group(), list.resource())),
        Stream.of(of("update", list.group(), list.resource() + "/status")));
  }

  private static Stream<Right> toHold(String roleBinding) {
    return Stream.of("get", "list", "watch", "patch")
        .map(verb -> new Right(verb, "rbac.authorization.k8s.io", "rolebindings", roleBinding));
  }

  boolean isGivenBy(ResourceRule rule) {
    var names = rule.getResourceNames();
    var all = resource.replaceFirst(".*/", "*/");
    return (names == null || names.isEmpty() || (name != null && names.contains(name)))
        && rule.getVerbs().stream().anyMatch(it -> it.equals(verb) || it.equals("*"))
        && rule.getApiGroups().stream().anyMatch(it -> it.equals(group) || it.equals("*"))
        && rule.getResources().stream()
            .anyMatch(it -> it.equals(resource) || it.equals(all) || it.equals("*"));
  }

  @Override
  public String toString() {
    var dotted = group.isEmpty() ? "" : "." + group;
    var one = name == null ? "" : " " + name;
    return verb + " " + resource.replaceFirst("(?=/)|$", dotted) + one;
  }
}
