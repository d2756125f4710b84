package com.paperspace.operator.kind;

import com.paperspace.operator.client.Auth;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.InUseException;

/**
 * Tells whether a key sees everything in its team. The lists of a plain member's key show only what
 * is assigned to that member (docs/paperspace-api.md 10.30).
 */
final class Sight {
  private Sight() {}

  static boolean isWhole(Paperspace api) {
    return api.session().get().filter(Auth.Session::seesAll).isPresent();
  }

  /**
   * Returns where what was not found in a list is not there.
   *
   * @param what the object that is to go
   * @param users what may use it, in words
   * @throws InUseException where others may use it
   */
  static void requireWhole(Paperspace api, String what, String users) {
    if (!isWhole(api)) {
      throw new InUseException(
          "The key is that of a plain member of the team, which may not show all "
              + users
              + ", so nobody can tell whether one uses "
              + what
              + ". Give the account the key of an owner or administrator, or set policy.deletion:"
              + " Retain.");
    }
  }
}
