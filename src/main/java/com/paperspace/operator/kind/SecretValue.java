package com.paperspace.operator.kind;

import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.ProjectSecrets;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Text;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The value of a project secret, which nobody can read back. Prints none. */
final class SecretValue {
  private static final String VALUE = "value";
  private static final String MODIFIED = "dtModified";

  /** Longest value the API takes, in characters (docs/paperspace-api.md 1). */
  private static final int LONGEST = 8192;

  /**
   * The value declared.
   *
   * @throws InvalidInputException when it is longer than the API takes
   */
  static String of(ProjectSecret resource, Inputs inputs) {
    var key = resource.getSpec().valueFrom().secretKeyRef();
    var value = inputs.secret(key);
    if (value.length() > LONGEST) {
      throw new InvalidInputException(
          "valueFrom.secretKeyRef: the value under "
              + key.key()
              + " of Secret "
              + key.name()
              + " has "
              + value.length()
              + " characters; the API takes at most "
              + LONGEST
              + ".");
    }
    return value;
  }

  /** Whether another value is declared than was sent, or somebody else has written one since. */
  static Optional<Drift> diff(ProjectSecret resource, ProjectSecretRemote remote, Inputs inputs) {
    var key = resource.getSpec().valueFrom().secretKeyRef();
    var declared = "(as in Secret " + key.name() + ", key " + key.key() + ")";
    var sent = inputs.marks().get(VALUE);
    var policy = resource.getSpec().policy();
    if (sent == null && policy != null && policy.observeOnly()) {
      return Optional.empty();
    }
    if (sent == null) {
      return Optional.of(Drift.correctable(VALUE, declared, "(unknown)"));
    }
    if (!sent.equals(inputs.digest(of(resource, inputs)))) {
      // Our side changed, which no drift policy is about.
      return Optional.of(
          Drift.correctable(VALUE, declared, "(an older value)").with(Drift.Remedy.VERB));
    }
    var seen = remote.view().dtModified();
    var known = inputs.marks().get(MODIFIED);
    boolean foreign =
        seen != null && known != null && !isOfOurs(seen, Text.time(known), inputs.now());
    return foreign
        ? Optional.of(Drift.correctable(VALUE, declared, "(changed elsewhere at " + seen + ")"))
        : Optional.empty();
  }

  /** A mark no clock of ours can have made, and no answer of the service, proves nothing. */
  private static boolean isOfOurs(Instant seen, Instant known, Instant now) {
    return !seen.isAfter(known) && (seen.equals(known) || !Text.isAhead(known, now));
  }

  /**
   * Remembers when the value was written: by the later of the answer and a read after it, for an
   * answer may be rounded and a read may lag (docs/paperspace-api.md 10.21).
   */
  static Outcome<ProjectSecretRemote> written(
      Paperspace api, ProjectSecretRemote remote, String value, Inputs inputs) {
    var project = remote.projectId();
    var read = readBack(remote, api);
    var modified =
        Stream.of(remote.view().dtModified(), read.dtModified())
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(inputs.now());
    return new Outcome<>(
        new ProjectSecretRemote(project, read),
        null,
        Map.of(VALUE, inputs.digest(value), MODIFIED, modified.toString()));
  }

  /** The write is through: a read that fails after it must not make it look as if it were not. */
  private static ProjectSecrets.View readBack(ProjectSecretRemote remote, Paperspace api) {
    var written = remote.view();
    try {
      return api.projectSecrets().get(remote.projectId(), written.name()).orElse(written);
    } catch (PaperspaceException e) {
      return written;
    }
  }

  private SecretValue() {}
}
