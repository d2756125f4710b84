package com.paperspace.operator.kind;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What each write leaves in {@code status.marks}, so that a later look can tell its effect. */
final class DeploymentMarks {
  /** After so long a revision that was sent and is not seen is taken as lost. */
  static final Duration VISIBLE_WITHIN = Duration.ofMinutes(2);

  private static final String SUPERSEDED = "superseded";
  private static final String SENT_AT = "sentAt";
  private static final String GENERATION = "generation";
  private static final String BASIC_AUTH = "basicAuth";
  private static final String RETRIED = "retried";

  /** The id of no revision. */
  private static final String NONE = "none";

  private final Deployment resource;
  private final Inputs inputs;

  DeploymentMarks(Deployment resource, Inputs inputs) {
    this.resource = resource;
    this.inputs = inputs;
  }

  /** The marks of a write. {@code before} is the deployment as it was; null if there was none. */
  Map<String, String> after(View before, ContainerConfig sent) {
    var marks = new HashMap<String, String>();
    marks.put(SUPERSEDED, before == null ? NONE : newest(before));
    marks.put(SENT_AT, inputs.now().toString());
    marks.put(GENERATION, generation());
    // Null takes the mark of an earlier write away.
    marks.put(BASIC_AUTH, shown(sent.basicAuthKey()));
    marks.put(RETRIED, request() == null ? mark(RETRIED) : inputs.digest(request()));
    return marks;
  }

  /**
   * Whether what is shown may still be the state before the last write: the newest revision is the
   * one seen before it (docs/paperspace-api.md 3.3, rule 1).
   */
  boolean isPending(View view) {
    if (newest(view).equals(mark(SUPERSEDED)) && isWithin(sentAt())) {
      return true;
    }
    // After a create whose answer was lost there are no marks.
    return view.latestSpec() == null && isWithin(view.dtCreated());
  }

  private boolean isWithin(Instant since) {
    return since != null && inputs.now().isBefore(since.plus(VISIBLE_WITHIN));
  }

  /** When the last write was made; null if none was, or at a time that cannot be. */
  Instant sentAt() {
    var at = mark(SENT_AT) == null ? null : Text.time(mark(SENT_AT));
    return at == null || Text.isAhead(at, inputs.now()) ? null : at;
  }

  /** Whether nothing was written since the create. */
  boolean isFirst() {
    return NONE.equals(mark(SUPERSEDED));
  }

  /**
   * Whether a configuration that cannot be read is the one this generation of the spec led to:
   * sending it again would only fail again. It is not if a good one was seen after the last write.
   */
  boolean isOurs(View unreadable) {
    var seen = lastSeen();
    boolean broughtDown =
        unreadable.latestSpec() == null && seen != null && !seen.equals(mark(SUPERSEDED));
    return generation().equals(mark(GENERATION)) && !broughtDown;
  }

  /** Whether this key for the endpoint is the one last sent. */
  boolean isSentKey(String key) {
    return key.equals(mark(BASIC_AUTH));
  }

  /**
   * A reference as it is, for what is keyed by the account's key would change with it, and with it
   * every deployment; a password never.
   */
  private String shown(String basicAuthKey) {
    return Hidden.text(basicAuthKey, inputs::digest);
  }

  /** Whether a person asks for another try that no write has answered yet. */
  boolean isRetryAsked() {
    var status = resource.getStatus();
    return request() != null
        && (status == null || !request().equals(status.lastHandledReconcileAt()))
        && !inputs.digest(request()).equals(mark(RETRIED));
  }

  /** The revision seen last, for the newest one may be null (docs/paperspace-api.md 3.3). */
  String lastSeen() {
    var status = resource.getStatus();
    return status == null || status.observed() == null ? null : status.observed().specId();
  }

  String generation() {
    return String.valueOf(resource.getMetadata().getGeneration());
  }

  private String request() {
    var annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Annotations.RECONCILE_AT);
  }

  private String mark(String key) {
    return inputs.marks().get(key);
  }

  private static String newest(View view) {
    return view.latestSpec() == null ? NONE : view.latestSpec().id();
  }
}
