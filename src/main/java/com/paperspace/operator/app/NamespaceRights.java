package com.paperspace.operator.app;

import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator needs in a namespace before it can serve it, and what of that is missing. */
final class NamespaceRights {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceRights.class);

  private final KubernetesClient client;
  private final List<Class<? extends PaperspaceResource<?, ?>>> kinds;
  private final List<Right> needed;
  private final List<Right> wanted;
  private final Map<String, String> wanting = new ConcurrentHashMap<>();

  /**
   * Takes what is to be served.
   *
   * @param roleBinding what is to be held in each namespace, if anything
   */
  NamespaceRights(
      KubernetesClient client,
      List<Class<? extends PaperspaceResource<?, ?>>> kinds,
      Optional<String> roleBinding) {
    this.client = client;
    this.kinds = kinds;
    this.needed = Right.needed(kinds);
    this.wanted = Right.wanted(roleBinding);
  }

  /** Every right, whether the namespace can be served without it or not. */
  List<Right> all() {
    return Stream.concat(needed.stream(), wanted.stream()).toList();
  }

  /** The rights without which a namespace is served, but not wholly. */
  Optional<String> wanting(String namespace) {
    return Optional.ofNullable(wanting.get(namespace));
  }

  /**
   * What is missing in a namespace.
   *
   * @param missing the namespace itself, or the first right, in few words
   * @param sentence says so to people, and what to do
   */
  record Lack(String missing, String sentence) {

    /** Of a namespace whose rights seem to be there. */
    static Lack unwatched(String why) {
      return new Lack("its objects", "its objects cannot be watched: " + why);
    }
  }

  /**
   * Asks the API server what is missing in a namespace; what it can be served without is said.
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
      var given = isGiven(namespace, right, rules);
      if (given.isEmpty()) {
        return refused(namespace);
      }
      if (!given.get()) {
        return Optional.of(right);
      }
    }
    say(namespace, wanted.stream().filter(it -> isDenied(namespace, it, rules)).toList());
    return Optional.empty();
  }

  private boolean isDenied(String namespace, Right right, List<ResourceRule> rules) {
    return !isGiven(namespace, right, rules).orElse(true);
  }

  /** Once, and again when it was mended in between or is another. */
  private void say(String namespace, List<Right> missing) {
    if (missing.isEmpty()) {
      wanting.remove(namespace);
      return;
    }
    var names = missing.stream().map(Right::toString).collect(Collectors.joining(", "));
    if (!names.equals(wanting.put(namespace, names))) {
      LOG.warn(
          "Namespace {} is served without the right to {}: what needs it fails there. Bind the"
              + " operator's role in it as the chart has it (helm: watchNamespaces)",
          namespace,
          names);
    }
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
  private Optional<Boolean> isGiven(String namespace, Right right, List<ResourceRule> rules) {
    return rules.stream().anyMatch(right::isGivenBy)
        ? Optional.of(true)
        : isGiven(namespace, right);
  }

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
            .withName(right.name())
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
            && e.getCode() != KubernetesWords.TOO_MANY_REQUESTS;
    if (!refused) {
      throw e;
    }
  }
}
