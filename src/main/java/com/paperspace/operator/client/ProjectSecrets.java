package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /projects/{id}/secrets}: values go in and never come out; the name is the key. */
public final class ProjectSecrets {
  private static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::name);
  private static final String ALL = "/projects/{id}/secrets";
  private static final String PROJECT = "projectRef or projectId";
  private static final String ONE = "/projects/{id}/secrets/{name}";

  private final Http http;

  ProjectSecrets(Http http) {
    this.http = http;
  }

  public List<View> list(String projectId) {
    return Pages.all(http, all(projectId), VIEW);
  }

  public Optional<View> get(String projectId, String name) {
    return http.find(one(projectId, name), VIEW);
  }

  public View create(String projectId, Create body) {
    return http.send("POST", all(projectId), body, reply -> reply.object(VIEW));
  }

  /** Empty when the service sent no body. */
  public Optional<View> update(String projectId, String name, Change body) {
    return http.send("PATCH", one(projectId, name), body, r -> r.optional(VIEW));
  }

  public void delete(String projectId, String name) {
    http.delete(one(projectId, name));
  }

  private static Route all(String projectId) {
    return Route.of(ALL, projectId).called("id", PROJECT);
  }

  private static Route one(String projectId, String name) {
    return Route.of(ONE, projectId, name).called("id", PROJECT);
  }

  /** All that can be read of a secret; {@code dtModified} is the only trace of its value. */
  public record View(
      String name, Instant dtCreated, Instant dtModified, Boolean hasDeploymentAttached) {}

  /**
   * A secret to be.
   *
   * @param name 1 to 128 characters, a letter first, then letters, digits and underscores
   * @param value 1 to 8192 characters
   */
  public record Create(String name, @Called("valueFrom.secretKeyRef") @Sensitive String value) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /**
   * A new value.
   *
   * @param value 1 to 8192 characters
   */
  public record Change(@Called("valueFrom.secretKeyRef") @Sensitive String value) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }
}
