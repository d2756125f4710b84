package com.paperspace.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;

/**
 * Common parent of all kinds.
 *
 * @param <S> the spec
 * @param <O> what users see of the cloud object
 */
public abstract class PaperspaceResource<S, O> extends CustomResource<S, ManagedStatus<O>>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  @JsonIgnore private transient Unreadable unreadable;

  /** Why the spec could not be read, or null; never part of the JSON. */
  public Unreadable unreadable() {
    return unreadable;
  }

  /** Marks the spec as not readable; it is then null. */
  public void unreadable(Unreadable why) {
    this.unreadable = why;
  }

  /**
   * A spec this version cannot read, written by a newer version or with the wrong types.
   *
   * @param where the JSON path and the problem, without any value
   * @param policy the policy, where that part could be read; null if not even that, and then
   *     nothing may be deleted
   */
  public record Unreadable(String where, Policy policy) {}
}
