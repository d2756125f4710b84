package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.paperspace.PaperspaceException;
import com.paperspace.operator.reconcile.Verdict.Shape;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What users see of a failure, and how it is paced: one table. */
final class Failures {
  static final String CREDENTIALS_MESSAGE = "The API does not accept the key.";

  /** After so many rejections in a row the key counts as bad, not as a passing fault. */
  private static final int TRIES_BEFORE_STALLED = 3;

  private static final int UNPROCESSABLE = 422;

  /**
   * The verdict on a failure.
   *
   * @param before what failed in a row until now
   */
  static Verdict of(RuntimeException failure, Streaks before) {
    if (failure instanceof PassEndedException ended) {
      return ended.verdict();
    }
    if (failure instanceof InvalidInputException e) {
      return Verdict.stalled(Reason.InvalidSpec, e.getMessage());
    }
    if (failure instanceof PaperspaceException e) {
      var sort = e.reason().name();
      return ofApi(e, before.next(sort)).countedAs(sort);
    }
    if (failure instanceof KubernetesClientException e) {
      return ofKubernetes(e);
    }
    return Verdict.of(
        Shape.TRANSIENT,
        Reason.InternalError,
        "The operator failed with " + failure.getClass().getSimpleName() + "; see its log.");
  }

  private static Verdict ofApi(PaperspaceException e, int attempts) {
    var said = e.getMessage();
    return switch (e.reason()) {
      case INVALID -> Verdict.stalled(Reason.InvalidSpec, said);
      case UNAUTHORIZED ->
          attempts < TRIES_BEFORE_STALLED
              ? Verdict.waiting(Reason.CredentialsInvalid, CREDENTIALS_MESSAGE)
              : Verdict.stalled(Reason.CredentialsInvalid, CREDENTIALS_MESSAGE);
      case FORBIDDEN -> Verdict.stalled(Reason.Forbidden, said);
      case BLOCKED -> Verdict.stalled(Reason.Blocked, said);
      case CONFLICT -> Verdict.waiting(Reason.Conflict, said);
      // At first it may be lag; what stays missing is something the spec names.
      case NOT_FOUND ->
          attempts < TRIES_BEFORE_STALLED
              ? Verdict.waiting(Reason.Conflict, said)
              : Verdict.stalled(Reason.InvalidSpec, said);
      case OUT_OF_CAPACITY ->
          Verdict.waiting(Reason.OutOfCapacity, said + " (attempt " + attempts + ")");
      case QUOTA -> Verdict.stalled(Reason.QuotaExceeded, said);
      case RATE_LIMITED ->
          Verdict.of(Shape.TRANSIENT, Reason.RateLimited, "The API asked to slow down.")
              .notBefore(e.retryAfter().orElse(null));
      case UNAVAILABLE, NO_ANSWER ->
          Verdict.of(Shape.TRANSIENT, Reason.ProviderUnavailable, said)
              .notBefore(e.retryAfter().orElse(null));
      case MALFORMED ->
          attempts < TRIES_BEFORE_STALLED
              ? Verdict.of(Shape.TRANSIENT, Reason.ProviderUnavailable, said)
              : Verdict.stalled(Reason.ApiMismatch, said);
    };
  }

  private static Verdict ofKubernetes(KubernetesClientException e) {
    if (isDyingNamespace(e.getStatus())) {
      return dyingNamespace();
    }
    if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      return Verdict.stalled(
          Reason.Forbidden,
          "Kubernetes refused (a right of the operator, a quota or a webhook): " + said(e));
    }
    if (e.getCode() == UNPROCESSABLE) {
      return Verdict.stalled(Reason.InvalidSpec, "Kubernetes refused: " + said(e));
    }
    return Verdict.of(
        Shape.TRANSIENT,
        Reason.InternalError,
        "The Kubernetes API answered " + e.getCode() + "; trying again.");
  }

  private static String said(KubernetesClientException e) {
    var status = e.getStatus();
    return status == null || status.getMessage() == null ? "" + e.getCode() : status.getMessage();
  }

  /** The verdict on a resource that would make something in a namespace that is being deleted. */
  static Verdict dyingNamespace() {
    return Verdict.waiting(
        Reason.Deleting, "The namespace is being deleted; nothing is created in it.");
  }

  /** The API server says so with a 403, which otherwise means that a right is missing. */
  private static boolean isDyingNamespace(Status status) {
    return status != null
        && status.getDetails() != null
        && status.getDetails().getCauses() != null
        && status.getDetails().getCauses().stream()
            .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  /** Whether it only tells that something else must come first, so that nothing went wrong. */
  static boolean isWait(RuntimeException e) {
    return e instanceof PassEndedException
        || (e instanceof KubernetesClientException refusal
            && isDyingNamespace(refusal.getStatus()));
  }

  /** Whether a Kubernetes write failed because its view was out of date or the object is gone. */
  static boolean isOutdated(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  private Failures() {}
}
