package com.paperspace.operator.kind;

import com.paperspace.operator.reconcile.Drift;
import com.paperspace.operator.reconcile.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects differences in a form that may stand in a status: bounded, and with a keyed hash for
 * whatever may be secret, so that two different changes of one field are still told apart.
 */
final class DeploymentDrift {
  /** Each difference that is sent leaves a mark in the status, which holds 64 of them. */
  static final int LIMIT = 20;

  private static final int FIELD_LENGTH = 200;
  private static final int HASH_LENGTH = 8;
  private static final Pattern REFERENCE = Pattern.compile("secret:[a-zA-Z][a-zA-Z0-9_]{0,127}");

  private final UnaryOperator<String> digest;
  private final List<Drift> found = new ArrayList<>();

  DeploymentDrift(UnaryOperator<String> digest) {
    this.digest = digest;
  }

  /** Compares what is managed if it is declared. */
  void managed(String field, Object declared, Object current) {
    if (declared != null) {
      differ(field, declared, current);
    }
  }

  /** Compares what is managed even when it is declared absent; an empty text is an absent one. */
  void differ(String field, Object declared, Object current) {
    var wanted = "".equals(declared) ? null : declared;
    var actual = "".equals(current) ? null : current;
    if (!Objects.equals(wanted, actual)) {
      add(field, wanted, actual);
    }
  }

  /** Compares names of the service's catalogue, which it may answer in another letter case. */
  void catalogued(String field, String declared, String current) {
    if (declared != null && !declared.equalsIgnoreCase(current)) {
      add(field, declared, current);
    }
  }

  /** Compares texts that may be secret. */
  void hidden(String field, String declared, String current) {
    if (declared != null && !declared.equals(current)) {
      hide(field, declared, current);
    }
  }

  /** Notes a difference between texts that may be secret. */
  void hide(String field, String declared, String current) {
    add(field, hashed(declared), hashed(current));
  }

  /** Notes a difference. */
  void add(String field, Object declared, Object current) {
    found.add(Drift.correctable(Text.cut(field, FIELD_LENGTH), declared, current));
  }

  /** At most {@value #LIMIT}: the first ones, and the rest as one. */
  List<Drift> bounded() {
    if (found.size() <= LIMIT) {
      return List.copyOf(found);
    }
    var bounded = new ArrayList<>(found.subList(0, LIMIT - 1));
    var rest = found.subList(LIMIT - 1, found.size());
    bounded.add(
        Drift.correctable(
            rest.size() + " more fields",
            hashed(rest.stream().map(Drift::declared).collect(Collectors.joining("\n"))),
            hashed(rest.stream().map(Drift::actual).collect(Collectors.joining("\n")))));
    return bounded;
  }

  /** References to secrets are shown, values never; null for nothing. */
  private String hashed(String text) {
    if (text == null || text.isEmpty() || REFERENCE.matcher(text).matches()) {
      return text == null || text.isEmpty() ? null : text;
    }
    var hash = digest.apply(text);
    return "(value " + hash.substring(0, Math.min(HASH_LENGTH, hash.length())) + ")";
  }
}
