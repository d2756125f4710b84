package com.paperspace.operator.app;

import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
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
  private final AccessReviews reviews;
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
    this.reviews = new AccessReviews(client);
    this.kinds = kinds;
    this.needed = Right.needed(kinds);
    this.wanted = Right.wanted(roleBinding);
  }

  /** Every right, whether the namespace can be served without it or not. */
  List<Right> all() {
    return Stream.concat(needed.stream(), wanted.stream()).toList();
  }

  /** The rights a namespace is served without, in words, if there are any. */
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

    /** What is missing where the rights are there and the watch still fails. */
    static Lack unwatched(String why) {
      return new Lack("its objects", "its objects cannot be watched: " + why);
    }
  }

  /**
   * Asks the API server what is missing in a namespace, and logs what it is served without.
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

  /** True also where the API server does not let this process ask. */
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
    var answers = reviews.in(namespace);
    for (var right : needed) {
      var given = answers.given(right);
      if (given.isEmpty()) {
        return refused(namespace);
      }
      if (!given.get()) {
        return Optional.of(right);
      }
    }
    say(namespace, wanted.stream().filter(it -> !answers.given(it).orElse(true)).toList());
    return Optional.empty();
  }

  /** Logs once what is missing, and again when something else is, or when it was mended between. */
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

  /** Tries to list every kind, where the API server does not answer questions about rights. */
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
}
