package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code /container-registries}: logins for private images. Deployments refer to one by its name;
 * the password goes in and never comes out.
 */
public final class ContainerRegistries {
  private static final JsonShape<ConnectionTest> TEST =
      new JsonShape<>(ConnectionTest.class, it -> Objects.toString(it.success(), null));

  private final Http http;
  private final RestCollection<View> registries;

  ContainerRegistries(Http http) {
    this.http = http;
    registries = RestCollection.of(http, "/container-registries", View.class, View::id);
  }

  public List<View> list() {
    return registries.list();
  }

  public Optional<View> get(String id) {
    return registries.get(id);
  }

  public View create(Create body) {
    return registries.create(body);
  }

  public Optional<View> update(String id, Change body) {
    return registries.put(id, body);
  }

  public void delete(String id) {
    registries.delete(id);
  }

  /**
   * Has the service log in at the registry. Not free of side effects, such as a lock after wrong
   * passwords: once after a change, not at every look (docs/paperspace-api.md 1.12).
   *
   * @param password taken out of what the service says; null when it is not known
   */
  public ConnectionTest testConnection(String id, String password) {
    var test = http.read(registries.one(id).then("/test-connection"), reply -> reply.object(TEST));
    if (test.error() == null) {
      return test;
    }
    var redactor = Redactor.of(password == null ? List.of() : List.of(password));
    return new ConnectionTest(
        test.success(), ErrorBody.clean(test.error(), redactor, ErrorBody.MAX_TEXT));
  }

  /** All that can be read of a registry; {@code dtModified} is the only trace of its password. */
  public record View(
      String id,
      String name,
      String kind,
      String url,
      String namespace,
      String username,
      Instant dtCreated,
      Instant dtModified) {}

  /**
   * A registry to be.
   *
   * @param kind other, dockerhub, gcr, ghcr, digitalocean, azure; null leaves it open
   * @param namespace may be empty
   */
  public record Create(
      String name,
      String kind,
      @Called("registryNamespace") String namespace,
      String url,
      String username,
      @Called("passwordFrom.secretKeyRef") @Sensitive String password) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /**
   * What can be changed; null leaves it alone. Another name breaks deployments that use the old.
   */
  public record Change(
      String name,
      String kind,
      @Called("registryNamespace") String namespace,
      String url,
      String username,
      @Called("passwordFrom.secretKeyRef") @Sensitive String password) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** Whether the login worked, and why not. */
  public record ConnectionTest(Boolean success, String error) {}
}
