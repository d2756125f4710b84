package com.paperspace.operator.kind;

import com.paperspace.operator.client.Models;
import com.paperspace.operator.client.Models.Create;
import com.paperspace.operator.client.Models.View;
import com.paperspace.operator.client.Paperspace;
import java.util.List;
import java.util.Optional;

/**
 * The models a key sees, others' public ones among them; each is in one project at a time, or in
 * none.
 */
record TeamModels(Paperspace api) {
  private Models all() {
    return api.models();
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

  void delete(String id) {
    all().delete(id);
  }

  /**
   * One step towards a project: out of another one, for a service may refuse a second
   * (docs/paperspace-api.md 2.5), or into it.
   */
  Optional<View> move(String id, String project) {
    var now = get(id).map(TeamModels::project).orElse("");
    if (now.isEmpty()) {
      api.projects().addModel(project, id);
    } else if (!now.equals(project)) {
      api.projects().removeModel(now, id);
    }
    return get(id);
  }

  /** The id of the project a model is in; empty for none. */
  static String project(View it) {
    return it.projectId() == null ? "" : it.projectId();
  }
}
