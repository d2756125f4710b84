package com.paperspace.operator.kind;

import com.paperspace.operator.client.Models;
import com.paperspace.operator.client.Models.Create;
import com.paperspace.operator.client.Models.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
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

  /** Into a project; answers the model after it. */
  Optional<View> move(String id, String project) {
    join(project, id);
    return get(id);
  }

  /**
   * Out of another project first, for a service may refuse a second (docs/paperspace-api.md 2.5),
   * then into one. Where the other does not let go of it, which may be one of another team, only
   * the service can tell whether it may have two.
   */
  void join(String project, String id) {
    var now = get(id).map(TeamModels::project).orElse("");
    if (now.equals(project)) {
      return;
    }
    if (!now.isEmpty()) {
      leave(now, id);
    }
    api.projects().addModel(project, id);
  }

  private void leave(String project, String id) {
    try {
      api.projects().removeModel(project, id);
    } catch (PaperspaceException e) {
      if (e.reason() != PaperspaceException.Reason.FORBIDDEN) {
        throw e;
      }
    }
  }

  /** The id of the project a model is in; empty for none. */
  static String project(View it) {
    return it.projectId() == null ? "" : it.projectId();
  }
}
