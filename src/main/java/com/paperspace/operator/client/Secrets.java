package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /projects/{id}/secrets} and {@code /teams/{id}/secrets}: values go in and never come out;
 * the name is the key.
 */
public final class Secrets {
  private static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::name);

  private final Http http;
  private final String template;
  private final String called;

  /**
   * Those of one kind of parent.
   *
   * @param called the fields by which people name the parent
   */
  Secrets(Http http, String template, String called) {
    this.http = http;
    this.template = template;
    this.called = called;
  }

  public List<View> list(String parentId) {
    return in(parentId).list();
  }

  public Optional<View> get(String parentId, String name) {
    return in(parentId).get(name);
  }

  public View create(String parentId, Create body) {
    return in(parentId).create(body);
  }

  public Optional<View> update(String parentId, String name, Change body) {
    return in(parentId).patch(name, body);
  }

  public void delete(String parentId, String name) {
    in(parentId).delete(name);
  }

  private RestCollection<View> in(String parentId) {
    var route = Route.of(template, parentId).called("id", called);
    return new RestCollection<>(http, route, "name", VIEW);
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
