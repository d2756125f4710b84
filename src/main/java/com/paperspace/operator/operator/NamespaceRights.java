package com.paperspace.operator.operator;

import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the operator needs in a namespace before it can serve it, and what of that is missing. */
final class NamespaceRights {
  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesClient client;
  private final List<Class<? extends PaperspaceResource<?, ?>>> kinds;
  private final List<Right> needed;

  /** Takes the kinds to serve. */
  NamespaceRights(KubernetesClient client, List<Class<? extends PaperspaceResource<?, ?>>> kinds) {
    this.client = client;
    this.kinds = kinds;
    this.needed =
        Stream.concat(
                kinds.stream().flatMap(NamespaceRights::ofKind),
                Stream.of("list", "watch", "get").map(verb -> new Right(verb, "", "secrets")))
            .toList();
  }

  /**
   * What is missing in a namespace.
   *
   * @param missing the namespace itself, or the first right, in few words
   * @param sentence says so to people, and what to do
   */
  record Lack(String missing, String sentence) {}

  private record Right(String verb, String group, String resource) {
    static Right toList(Class<? extends HasMetadata> kind) {
      return new Right("list", HasMetadata.getGroup(kind), HasMetadata.getPlural(kind));
    }

    private boolean isGivenBy(ResourceRule rule) {
      boolean forSome = rule.getResourceNames() != null && !rule.getResourceNames().isEmpty();
      var all = resource.replaceFirst(".*/", "*/");
      return !forSome
          && rule.getVerbs().stream().anyMatch(it -> it.equals(verb) || it.equals("*"))
          && rule.getApiGroups().stream().anyMatch(it -> it.equals(group) || it.equals("*"))
          && rule.getResources().stream()
              .anyMatch(it -> it.equals(resource) || it.equals(all) || it.equals("*"));
    }

    @Override
    public String toString() {
      var dotted = group.isEmpty() ? "" : "." + group;
      return verb + " " + resource.replaceFirst("(?=/)|$", dotted);
    }
  }

  private static Stream<Right> ofKind(Class<? extends HasMetadata> kind) {
    var list = Right.toList(kind);
    return Stream.of(
        list,
        new Right("watch", list.group(), list.resource()),
        new Right("patch", list.group(), list.resource()),
        new Right("update", list.group(), list.resource() + "/status"));
  }

  /**
   * Asks the API server what is missing in a namespace.
   *
   * @throws KubernetesClientException when it gives no answer that can be relied on
   */
  Optional<Lack> lack(String namespace) {
    if (!mayBeThere(namespace)) {
      return Optional.of(
          new Lack(
              "namespace",
              "it does not exist. Create it, or correct WATCH_NAMESPACES (helm: watchNamespaces)"));
    }
    return missing(namespace).map(right -> new Lack(right.toString(), sentence(right)));
  }

  private String sentence(Right right) {
    boolean nothing = right.equals(needed.get(0));
    return (nothing ? "it does not exist, or the operator has no right to " : "no right to ")
        + right
        + " there. "
        + (nothing ? "Create it, correct WATCH_NAMESPACES, or b" : "B")
        + "ind the operator's role in it (helm: watchNamespaces)";
  }

  /** Who has no right in a namespace must not even ask whether it exists. */
  private boolean mayBeThere(String namespace) {
    try {
      return client.namespaces().withName(namespace).get() != null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
      throw e;
    }
  }

  private Optional<Right> missing(String namespace) {
    var rules = rules(namespace);
    for (var right : needed) {
      if (rules.stream().noneMatch(right::isGivenBy)) {
        var given = isGiven(namespace, right);
        if (given.isEmpty()) {
          return refused(namespace);
        }
        if (!given.get()) {
          return Optional.of(right);
        }
      }
    }
    return Optional.empty();
  }

  /** All in one answer; some authorizers leave theirs out, so what is not in it is asked for. */
  private List<ResourceRule> rules(String namespace) {
    var review =
        new SelfSubjectRulesReviewBuilder()
            .withNewSpec()
            .withNamespace(namespace)
            .endSpec()
            .build();
    try {
      var answer = client.authorization().v1().selfSubjectRulesReview().create(review);
      return answer.getStatus() == null ? List.of() : answer.getStatus().getResourceRules();
    } catch (KubernetesClientException e) {
      requireAnswer(e);
      return List.of();
    }
  }

  /** Empty where such questions are not answered. */
  private Optional<Boolean> isGiven(String namespace, Right right) {
    var parts = right.resource().split("/", 2);
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withVerb(right.verb())
            .withGroup(right.group())
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : null)
            .endResourceAttributes()
            .endSpec()
            .build();
    try {
      var answer = client.authorization().v1().selfSubjectAccessReview().create(review);
      return Optional.ofNullable(answer.getStatus()).map(it -> it.getAllowed());
    } catch (KubernetesClientException e) {
      requireAnswer(e);
      return Optional.empty();
    }
  }

  /** The last resort: what cannot be listed is refused. */
  private Optional<Right> refused(String namespace) {
    for (var kind : kinds) {
      try {
        client
            .resources(kind)
            .inNamespace(namespace)
            .list(new ListOptionsBuilder().withLimit(1L).build());
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
          return Optional.of(Right.toList(kind));
        }
        // A kind that is not known at all is no matter of rights.
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  /** An API server that does not know such questions refuses them in its own way. */
  private static void requireAnswer(KubernetesClientException e) {
    boolean refused =
        e.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
            && e.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR
            && e.getCode() != HttpURLConnection.HTTP_UNAUTHORIZED
            && e.getCode() != TOO_MANY_REQUESTS;
    if (!refused) {
      throw e;
    }
  }
}
