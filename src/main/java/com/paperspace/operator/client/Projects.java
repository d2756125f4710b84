package com.paperspace.operator.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /projects}: projects with their tags, collaborators, models and deployments. */
public final class Projects {
  // A blank one is a tag too: people make them in the console.
  private static final JsonShape<Tag> TAG =
      new JsonShape<>(Tag.class, it -> it.name() == null ? null : "tag " + it.name());
  private static final JsonShape<Activity> ACTIVITY = new JsonShape<>(Activity.class, Activity::id);
  private static final JsonShape<Collaborator> COLLABORATOR =
      new JsonShape<>(Collaborator.class, it -> it.user() == null ? null : it.user().id());

  private final Http http;
  private final RestCollection<View> projects;

  Projects(Http http) {
    this.http = http;
    projects = RestCollection.of(http, "/projects", View.class, View::id);
  }

  public List<View> list() {
    return projects.list();
  }

  public Optional<View> get(String id) {
    return projects.get(id);
  }

  public View create(Create body) {
    return projects.create(body);
  }

  public Optional<View> update(String id, Change body) {
    return projects.put(id, body);
  }

  public void delete(String id) {
    projects.delete(id);
  }

  public List<Tag> tags(String id) {
    return Pages.all(http, tagsOf(id), TAG);
  }

  /** Adding one that is there may be a CONFLICT (docs/paperspace-api.md 10.13). */
  public void addTag(String id, String name) {
    http.send("POST", tagsOf(id), new NewTag(name), JsonReply::nothing);
  }

  public void removeTag(String id, String name) {
    http.delete(tagsOf(id).with("name", name).called("name", "tags[" + name + "]"));
  }

  private Route tagsOf(String id) {
    return projects.one(id).then("/tags");
  }

  public List<Collaborator> collaborators(String id) {
    return collaboratorsOf(id).list();
  }

  public void addCollaborator(String id, String userId) {
    collaboratorsOf(id).add(new NewCollaborator(userId));
  }

  public void removeCollaborator(String id, String userId) {
    collaboratorsOf(id).remove(userId, "collaborators");
  }

  private RestCollection<Collaborator> collaboratorsOf(String id) {
    return projects.in(id, "/collaborators", "userId", COLLABORATOR);
  }

  public List<Models.View> models(String id) {
    return models(id, null);
  }

  public List<Models.View> models(String id, String name) {
    return modelsOf(id).list("name", name);
  }

  public void addModel(String id, String modelId) {
    http.send("POST", modelsOf(id).one(modelId), null, JsonReply::nothing);
  }

  public void removeModel(String id, String modelId) {
    modelsOf(id).delete(modelId);
  }

  private RestCollection<Models.View> modelsOf(String id) {
    return projects.in(id, "/models", "modelId", Models.VIEW);
  }

  public List<Deployments.View> deployments(String id) {
    return deployments(id, null);
  }

  public List<Deployments.View> deployments(String id, String name) {
    var route = projects.one(id).then("/deployments").with("name", name);
    return Pages.all(http, route, Deployments.VIEW);
  }

  /** The newest entries, newest first, of one deployment or, with null, of all. */
  public List<Activity> activity(String id, String deploymentId, int newest) {
    var route = projects.one(id).then("/activity").with("deploymentId", deploymentId);
    return Pages.newest(http, route, ACTIVITY, newest);
  }

  /** A project as the service sees it. */
  public record View(
      String id,
      String name,
      Instant dtCreated,
      Instant dtDeleted,
      String repoName,
      String repoNodeId,
      String repoUrl) {}

  /**
   * A project to be.
   *
   * @param name 1 to 128 characters; need not be unique
   */
  public record Create(String name) {}

  /**
   * A new name.
   *
   * @param name 1 to 128 characters
   */
  public record Change(String name) {}

  record NewTag(@Called("tags") String name) {}

  record NewCollaborator(@Called("collaborators") String userId) {}

  /** A tag; told apart by its name. */
  public record Tag(Long id, String name, Instant dtCreated) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Tag(
        @JsonProperty("id") Long id,
        @JsonProperty("name") String name,
        @JsonProperty("dtCreated") Instant dtCreated) {
      this.id = id;
      this.name = name;
      this.dtCreated = dtCreated;
    }

    /** One description of the API has tags as bare texts (docs/paperspace-api.md 1.5). */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Tag of(String name) {
      return new Tag(null, name, null);
    }
  }

  /** A member who may work in the project. */
  public record Collaborator(User user, Instant dtCreated, Instant dtDeleted) {}

  /** One thing that happened to a deployment, such as {@code deployment.scaled}. */
  public record Activity(
      String id,
      String action,
      Instant dtCreated,
      Scale data,
      DeploymentRef deployment,
      Actor actor) {}

  /** Replicas before and after. */
  public record Scale(Integer from, Integer to) {}

  /** A deployment, by its name even after it is gone. */
  public record DeploymentRef(String id, String name, Instant dtDeleted) {}

  /** Who did it. */
  public record Actor(String avatarUrl, String email, String fullName) {}
}
