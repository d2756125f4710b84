package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /projects/{id}/secrets}: values go in and never come out; the name is the key. */
public final class ProjectSecrets {
  private static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::name);

  private final Http http;

  ProjectSecrets(Http http) {
    this.http = http;
  }

  public List<View> list(String projectId) {
    return in(projectId).list();
  }

  public Optional<View> get(String projectId, String name) {
    return in(projectId).get(name);
  }

  public View create(String projectId, Create body) {
    return in(projectId).create(body);
  }

  public Optional<View> update(String projectId, String name, Change body) {
    return in(projectId).patch(name, body);
  }

  public void delete(String projectId, String name) {
    in(projectId).delete(name);
  }

  private RestCollection<View> in(String projectId) {
    var route = Route.of("/projects/{id}/secrets", projectId);
    return new RestCollection<>(http, route.called("id", "projectRef or projectId"), "name", VIEW);
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
