package com.paperspace.operator.kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.KeyRef;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a kind is given to look at, from YAML flow maps, so that a row of a table says all.
 *
 * @param secret the value of every Secret, which is of version v1
 * @param isAdopted whether the cloud object was taken over
 */
record Given(
    Map<String, String> marks,
    String secret,
    boolean isAdopted,
    String teamId,
    Map<String, String> found)
    implements Inputs {
  static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final YAMLMapper YAML = new YAMLMapper();

  static {
    YAML.registerModule(new JavaTimeModule());
  }

  Given(Map<String, String> marks, String secret) {
    this(marks, secret, false);
  }

  Given(Map<String, String> marks, String secret, boolean isAdopted) {
    this(marks, secret, isAdopted, "te1", Map.of());
  }

  /** The same in another team. */
  Given in(String team) {
    return new Given(marks, secret, isAdopted, team, found);
  }

  /** Inputs that remember what is given, by turns key and value. */
  static Given given(String... pairs) {
    var all = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    return new Given(all, "s3cret");
  }

  static <T> T read(Class<T> type, String yaml) {
    try {
      return YAML.readValue(yaml, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A resource {@code here} with the spec that is given. */
  static <R extends PaperspaceResource<?, ?>> R resource(Class<R> type, String spec) {
    return read(type, "{metadata: {name: here, namespace: ml}, spec: " + spec + "}");
  }

  /** Differences in few words, as a table can hold them; empty for none. */
  static String words(List<Drift> drift) {
    return String.join(
        "; ",
        drift.stream()
            .map(d -> d.remedy() + " " + d.field() + " " + d.declared() + " was " + d.actual())
            .toList());
  }

  @Override
  public String id(String field) {
    return found.getOrDefault(field, "id-of-" + field);
  }

  @Override
  public Given with(Map<String, String> others) {
    return new Given(marks, secret, isAdopted, teamId, others);
  }

  @Override
  public String secret(SecretKeyRef key) {
    return secret;
  }

  @Override
  public String text(ConfigMapKeyRef key) {
    return "text of " + key.name() + "/" + key.key();
  }

  @Override
  public String version(KeyRef key) {
    return "v1";
  }

  @Override
  public String digest(String value) {
    return "digest(" + value + ")";
  }

  @Override
  public ManagedStatus.Operation operation() {
    return null;
  }

  @Override
  public Instant now() {
    return NOW;
  }
}
