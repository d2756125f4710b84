package com.paperspace.operator.reconcile.status;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What users see of a failure, and how it is paced: one table. */
public final class Failures {
  public static final String CREDENTIALS_MESSAGE = "The API does not accept the key.";

  /** Two in a row may be lag or a fault of a moment; the third comes 6 s after the first. */
  public static final int TRIES_BEFORE_STALLED = 3;

  /** A webhook says as much as it likes, at every try. */
  private static final int LOGGED = 500;

  /** The status of HTTP for a valid request that breaks a rule; the JDK has no name for it. */
  private static final int UNPROCESSABLE = 422;

  /**
   * The verdict on a failure.
   *
   * @param before what failed in a row until now
   */
  public static Verdict of(RuntimeException failure, Streaks before) {
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
        "The operator failed in an unexpected way and tries again. Its log tells how; report that.");
  }

  private static Verdict ofApi(PaperspaceException e, int attempts) {
    var said = e.getMessage();
    return switch (e.reason()) {
      case INVALID -> stalled(Reason.InvalidSpec, said);
      case UNAUTHORIZED ->
          attempts < TRIES_BEFORE_STALLED
              ? Verdict.waiting(Reason.CredentialsInvalid, CREDENTIALS_MESSAGE)
              : Verdict.stalled(Reason.CredentialsInvalid, CREDENTIALS_MESSAGE);
      case FORBIDDEN -> stalled(Reason.Forbidden, said);
      case BLOCKED -> stalled(Reason.Blocked, said);
      case CONFLICT -> Verdict.waiting(Reason.Conflict, said);
      // At first it may be lag; what stays missing is something the spec names.
      case NOT_FOUND ->
          attempts < TRIES_BEFORE_STALLED
              ? Verdict.waiting(Reason.Conflict, said)
              : stalled(Reason.InvalidSpec, said);
      case OUT_OF_CAPACITY ->
          Verdict.waiting(
              Reason.OutOfCapacity,
              said.replaceFirst("\\.$", "")
                  + " (attempt "
                  + attempts
                  + "). It is tried again; another machineType or region may have room.");
      case QUOTA -> stalled(Reason.QuotaExceeded, said);
      case RATE_LIMITED ->
          Verdict.of(Shape.TRANSIENT, Reason.RateLimited, "The API asked to slow down.")
              .notBefore(e.retryAfter().orElse(null));
      case UNAVAILABLE, NO_ANSWER ->
          Verdict.of(Shape.TRANSIENT, Reason.ProviderUnavailable, said)
              .notBefore(e.retryAfter().orElse(null));
      case MALFORMED ->
          attempts < TRIES_BEFORE_STALLED
              ? Verdict.of(Shape.TRANSIENT, Reason.ProviderUnavailable, said)
              : stalled(Reason.ApiMismatch, said);
    };
  }

  /** What the API said, and what to do about it. */
  private static Verdict stalled(Reason reason, String said) {
    return Verdict.stalled(reason, sentence(said) + next(reason));
  }

  /** Somebody's words, ended so that a sentence can follow. */
  public static String sentence(String words) {
    var said = words.strip();
    boolean ended = said.isEmpty() || ".!?…".indexOf(said.charAt(said.length() - 1)) >= 0;
    return said + (ended ? " " : ". ");
  }

  private static String next(Reason reason) {
    return reason == Reason.InvalidSpec
        ? "Correct that in the spec, which is then tried at once; or make what it names, which is seen at a"
            + " later try."
        : reason.remedy();
  }

  private static Verdict ofKubernetes(KubernetesClientException e) {
    if (isDyingNamespace(e.getStatus())) {
      return dyingNamespace();
    }
    if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      return Verdict.stalled(
          Reason.Forbidden,
          "Kubernetes refused (a right of the operator, a quota or a webhook): "
              + said(e)
              + ". Give the operator the rights of the chart's role, or change what refuses it; it is"
              + " tried again.");
    }
    if (e.getCode() == UNPROCESSABLE) {
      return Verdict.stalled(
          Reason.InvalidSpec, "Kubernetes refused: " + said(e) + ". Correct the field it names.");
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

  /**
   * What Kubernetes answered, for the log: the code, and its words or those of who refused for it.
   */
  public static String answer(KubernetesClientException e) {
    var code = "" + e.getCode();
    var said = said(e);
    return said.equals(code) ? code : code + ": " + Text.cut(said, LOGGED);
  }

  /** The verdict on a resource that would make something in a namespace that is being deleted. */
  public static Verdict dyingNamespace() {
    return Verdict.waiting(
        Reason.Deleting,
        "The namespace is being deleted, so nothing is created in it and what is there goes with it. To"
            + " have this, apply it in another namespace, or again when this one is gone and made anew.");
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
  public static boolean isWait(RuntimeException e) {
    return e instanceof PassEndedException
        || (e instanceof KubernetesClientException refusal
            && isDyingNamespace(refusal.getStatus()));
  }

  /** Whether a Kubernetes write failed because its view was out of date or the object is gone. */
  public static boolean isOutdated(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  private Failures() {}
}
