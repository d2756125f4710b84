package com.paperspace.operator.app;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** Asks the API server which rights this process has in a namespace. */
record AccessReviews(KubernetesClient client) {

  /** What it answers about one namespace. */
  @FunctionalInterface
  interface Answers {
    /** Whether a right is given; empty where the API server does not answer such questions. */
    Optional<Boolean> given(Right right);
  }

  /**
   * Asks for all rights in a namespace at once. Some authorizers leave theirs out of that answer,
   * so what is not in it is asked for by itself.
   *
   * @throws KubernetesClientException when there is no answer that can be relied on
   */
  Answers in(String namespace) {
    var rules = rules(namespace);
    return right ->
        rules.stream().anyMatch(right::isGivenBy) ? Optional.of(true) : asked(namespace, right);
  }

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
      requireRefusal(e);
      return List.of();
    }
  }

  private Optional<Boolean> asked(String namespace, Right right) {
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
      requireRefusal(e);
      return Optional.empty();
    }
  }

  /** An API server that does not know such questions refuses them, each in its own way. */
  private static void requireRefusal(KubernetesClientException e) {
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
