package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /models}: models of the team. None can be changed but for its project, see {@link
 * Projects#addModel}.
 */
public final class Models {
  static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::id);

  private final RestCollection<View> models;

  Models(Http http) {
    models = new RestCollection<>(http, Route.of("/models"), "id", VIEW);
  }

  public List<View> list() {
    return models.list();
  }

  /** Those of one project; {@link Projects#models} lists them too. */
  public List<View> list(String projectId) {
    return models.list("projectId", projectId);
  }

  public Optional<View> get(String id) {
    return models.get(id);
  }

  public View create(Create body) {
    return models.create(body);
  }

  public void delete(String id) {
    models.delete(id);
  }

  /** A model as the service sees it; it belongs to one project or, with null, to none. */
  public record View(
      String id,
      String name,
      String description,
      Boolean isPublic,
      String teamId,
      String projectId,
      String storageProviderId,
      Instant dtCreated,
      Instant dtModified) {}

  /**
   * A model to be.
   *
   * @param storageProviderId null for the team's default
   * @param isPublic always to be sent, for one edition of the reference requires it
   * @param projectId null for none
   */
  public record Create(
      String name,
      String description,
      @Called("storageProviderRef or storageProviderId") String storageProviderId,
      Boolean isPublic,
      @Called("projectRef or projectId") String projectId) {}
}
