package com.paperspace.operator.kind;

import com.paperspace.operator.client.Models;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.client.Projects.Change;
import com.paperspace.operator.client.Projects.Create;
import com.paperspace.operator.client.Projects.View;
import java.util.List;
import java.util.Optional;

/** The projects of a team, with what can be in one. */
record TeamProjects(Paperspace api) {
  private Projects all() {
    return api.projects();
  }

  List<View> list() {
    return all().list();
  }

  Optional<View> get(String id) {
    return all().get(id);
  }

  View create(Create body) {
    return all().create(body);
  }

  Optional<View> update(String id, Change body) {
    return all().update(id, body);
  }

  void delete(String id) {
    all().delete(id);
  }

  List<String> tags(View it) {
    return all().tags(it.id()).stream().map(Projects.Tag::name).toList();
  }

  void addTag(String id, String name) {
    all().addTag(id, name);
  }

  void removeTag(String id, String name) {
    all().removeTag(id, name);
  }

  List<String> collaborators(View it) {
    return all().collaborators(it.id()).stream().map(member -> member.user().id()).toList();
  }

  void addCollaborator(String id, String userId) {
    all().addCollaborator(id, userId);
  }

  void removeCollaborator(String id, String userId) {
    all().removeCollaborator(id, userId);
  }

  List<String> models(View it) {
    return all().models(it.id()).stream().map(Models.View::id).toList();
  }

  /** It may have to leave another project first. */
  void addModel(String id, String model) {
    new TeamModels(api).join(id, model);
  }

  void removeModel(String id, String model) {
    all().removeModel(id, model);
  }
}
