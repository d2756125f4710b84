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

  /** One step towards a project; answers the model after it. */
  Optional<View> move(String id, String project) {
    join(project, id);
    return get(id);
  }

  /**
   * One step into a project: out of another one, for a service may refuse a second
   * (docs/paperspace-api.md 2.5), or into it. Where the other one does not let go of it, which may
   * be one of another team, only the service can tell whether it may have two.
   *
   * @return whether it is in the project by that
   */
  boolean join(String project, String id) {
    var now = get(id).map(TeamModels::project).orElse("");
    boolean isThere = now.equals(project);
    boolean isOut = now.isEmpty() || isThere || !api.projects().removeModel(now, id);
    if (isOut && !isThere) {
      api.projects().addModel(project, id);
    }
    return isOut;
  }

  /** The id of the project a model is in; empty for none. */
  static String project(View it) {
    return it.projectId() == null ? "" : it.projectId();
  }
}
