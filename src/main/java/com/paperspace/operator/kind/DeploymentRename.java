package com.paperspace.operator.kind;

import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.Optional;

/**
 * A change of a deployment's name. Nothing says whether the service takes it for another deployment
 * (docs/paperspace-api.md 3.2), so two are told apart before it is sent and after it was answered.
 */
final class DeploymentRename {

  /**
   * The service's filter is a hint, so the whole name is compared here (docs/paperspace-api.md
   * 10.17).
   */
  static Optional<View> find(String project, String name, Paperspace api) {
    return api.projects().deployments(project, name).stream()
        .filter(view -> name.equals(view.name()))
        .findFirst();
  }

  /**
   * To be asked before a change is sent: another deployment of the new name might be overwritten.
   * It may also be what the last try has made, so this says the same as after that.
   */
  static void requireFree(View mine, String project, String name, Paperspace api) {
    if (!name.equals(mine.name())) {
      find(project, name, api)
          .filter(found -> !found.id().equals(mine.id()))
          .ifPresent(
              found -> {
                throw new InvalidInputException(another(mine, found.id(), name));
              });
    }
  }

  /** To be asked of the id that answers a change. */
  static void requireSame(View mine, String id, String name) {
    if (!id.equals(mine.id())) {
      throw InvalidInputException.afterSending(another(mine, id, name));
    }
  }

  private static String another(View mine, String id, String name) {
    return "name: deployment "
        + id
        + " goes by the name "
        + name
        + ", not "
        + mine.id()
        + ", which this object manages; "
        + id
        + " may have been made by the change of name. Nothing more is sent to either. Set name"
        + " back to "
        + mine.name()
        + ", then delete "
        + id
        + " in the Paperspace console if nobody needs it.";
  }

  private DeploymentRename() {}
}
