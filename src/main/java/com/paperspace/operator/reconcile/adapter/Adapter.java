package com.paperspace.operator.reconcile.adapter;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.client.Paperspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the engine must know about one kind. Stateless; shared by all threads.
 *
 * <p>Nothing here waits, retries or catches: a {@link
 * com.paperspace.operator.client.PaperspaceException} goes through to the engine. Methods marked
 * pure make no call and depend on their arguments alone.
 *
 * @param <R> the custom resource
 * @param <O> its observed part
 * @param <T> the cloud object as the adapter reads it
 */
public interface Adapter<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T>
    extends KindTraits, Preparation<R, O, T> {

  /** The custom resource's class. */
  Class<R> type();

  /**
   * The cloud name a resource declares; {@code metadata.name} unless the spec says otherwise. Pure.
   */
  String name(R resource);

  /** Every other resource, Secret and ConfigMap of the namespace that the spec names. Pure. */
  List<Reference> references(R resource);

  /**
   * Ids of the objects that the spec names by other words than an id or a reference, such as a
   * person by e-mail address; by field. Reads only.
   *
   * @throws InvalidInputException when a name leads nowhere; its message lists the names there are
   */
  default Map<String, String> lookUp(R resource, Inputs inputs, Paperspace api) {
    return Map.of();
  }

  /** Whether the cloud object of another resource that the spec names is there. Reads only. */
  default boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return true;
  }

  /**
   * Where the object is listed: empty for kinds that are listed per team, else the id of its
   * parent. Pure.
   */
  default String scope(R resource, Inputs inputs) {
    return "";
  }

  /** The same for kinds where only the API tells the parent. Reads only; asked once a pass. */
  default String scope(R resource, Inputs inputs, Paperspace api) {
    return scope(resource, inputs);
  }

  /** Whether two ids belong to the same {@link #scope}. Pure. */
  default boolean sameScope(String id, String other) {
    return true;
  }

  /** Whether the object of another resource is in a {@link #scope}, where ids do not tell. Pure. */
  default boolean isInScope(R other, String scope) {
    return true;
  }

  /** Every live object of a scope, over all pages. */
  List<T> list(String scope, Paperspace api);

  /** One object, fresh; empty when it is gone or soft-deleted. */
  Optional<T> get(String id, Paperspace api);

  /**
   * Whether a row of a list shows an object that is at rest and as the spec wants it. What only
   * {@link #complete} reads is taken to be as it was at the last look. Pure.
   */
  default boolean isAtRest(R resource, T row, Inputs inputs) {
    return observe(resource, row, inputs).phase() == Observation.Phase.READY
        && diff(resource, row, inputs).isEmpty();
  }

  /** Whether this resource declares anything that no row of a list carries. Pure. */
  default boolean hasUnlisted(R resource, Inputs inputs) {
    return false;
  }

  /**
   * Adds what neither a list row nor a GET carries but this resource needs (tags, accessors, the
   * event under way). Reads only.
   */
  default T complete(R resource, T remote, Inputs inputs, Paperspace api) {
    return remote;
  }

  /**
   * The object under a {@link #naturalKey}; never asked of kinds without one, which are looked up
   * by name only if adoption asks for it.
   */
  default Optional<T> findByKey(String key, Paperspace api) {
    return Optional.empty();
  }

  /**
   * What identifies the object in its team, for kinds whose name is unique in its scope: {@code
   * <scope>/<name>}; then {@link #findByKey} decides what exists. Empty for kinds whose names
   * identify nothing. Pure.
   */
  default Optional<String> naturalKey(R resource, Inputs inputs) {
    return Optional.empty();
  }

  /**
   * The {@link #naturalKey} of the object that the status names, without any look-up; empty where
   * the resource alone does not tell it. Pure.
   */
  default Optional<String> ownedKey(R resource) {
    return Optional.empty();
  }

  /**
   * The fields of other cloud objects that this resource decides on now, by its spec and status,
   * without any look-up. Pure.
   */
  default List<SharedField> decidesOn(R resource) {
    return List.of();
  }

  /**
   * The fields of other cloud objects that the spec asks for and this resource does not decide on
   * yet. They are claimed before anything is sent, so that no two resources pay for the same
   * change. Pure.
   */
  default List<SharedField> takes(R resource, Inputs inputs) {
    return List.of();
  }

  /**
   * The fields of its object that other resources have to leave as they are although this resource
   * only observes it, by its spec and status, without any look-up. Pure.
   */
  default List<SharedField> guards(R resource) {
    return List.of();
  }

  /** The fields this resource declares but gives up where another decides on them. Pure. */
  default List<SharedField> leavesToOthers(R resource, Inputs inputs) {
    return List.of();
  }

  /** Id, name and age of a cloud object. Pure. */
  Identity identity(T remote);

  /**
   * Whether an object belongs to a team, as far as its row tells: a list may show public objects of
   * other teams. Pure.
   */
  default boolean isOfTeam(T remote, String team) {
    return true;
  }

  /**
   * Whether an object is as a create of this resource would make it, in the fields nobody can have
   * changed since; of an object without a name in all fields that are sent. Pure.
   *
   * @param inputs empty where they are not known, as on a deletion
   */
  default boolean isAsMade(R resource, T remote, Optional<Inputs> inputs) {
    return true;
  }

  /**
   * How an act ({@link #isOneShot}) ended, by what was observed last; empty while it goes on. Once
   * an act has ended it is not looked at any more. Pure.
   */
  default Optional<Observation<O>> result(R resource, O observed) {
    return Optional.empty();
  }

  /** The step that makes the object. Pure. */
  Step<T> create(R resource, Inputs inputs);

  /** The differences between the object and what the spec declares; empty means in sync. Pure. */
  List<Drift> diff(R resource, T remote, Inputs inputs);

  /**
   * The next step towards removing these differences, of which there is at least one. Pure.
   *
   * @throws InvalidInputException when what the spec asks for cannot be sent
   */
  Step<T> next(R resource, T remote, List<Drift> todo, Inputs inputs);

  /**
   * The step that has to come before the deletion is asked for; empty when there is none. Pure.
   *
   * @param marks what {@link Outcome#marks} said last, by field
   * @throws InUseException when somebody else uses the object
   */
  default Optional<Step<T>> beforeDelete(R resource, T remote, Map<String, String> marks) {
    return Optional.empty();
  }

  /** The step that asks for the deletion; the engine looks until the object is gone. Pure. */
  Step<T> delete(T remote);

  /**
   * What outlives the cloud object and goes on costing money, in a sentence that says what to do;
   * empty when there is nothing, or nobody knows. Pure.
   *
   * @param remote the cloud object as it was last seen, or empty when it is gone already
   */
  default Optional<String> leavesBehind(R resource, Optional<T> remote) {
    return Optional.empty();
  }

  /**
   * The step that brings the object into a state in which a refused delete is accepted; a note
   * where that is under way; empty when nothing helps, or the state may not end by itself. Pure.
   */
  default Optional<Step<T>> clearForDelete(T remote) {
    return Optional.empty();
  }

  /** The state of the cloud object, judged for this resource. Pure. */
  Observation<O> observe(R resource, T remote, Inputs inputs);

  /** A check of the object that only the service can carry out; most kinds have none. Pure. */
  default Optional<Check> check(R resource, T remote, Inputs inputs) {
    return Optional.empty();
  }

  /**
   * Why an object that is gone is made again only when a person asks for it: its making failed, it
   * went with the object it was a part of, or a new one would not hold what it held. With {@code
   * OutOfCapacity} its making failed for want of room, which is tried again unasked. Empty where
   * somebody deleted the object. Reads only.
   */
  default Optional<Observation<O>> whyGone(R resource, Inputs inputs, Paperspace api) {
    return Optional.empty();
  }

  /** The observed values that still hold once the object is gone; null if none do. Pure. */
  default O remains(R resource, O observed) {
    return null;
  }

  /** What a person can do about differences the service did not carry out, if anything. Pure. */
  default Optional<String> wayOut(List<Drift> notApplied) {
    return Optional.empty();
  }

  /** The values for the Secret that the resource names, by key; empty without outputs. Pure. */
  default Map<String, String> outputs(R resource, T remote) {
    return Map.of();
  }

  /** Name of the Secret that takes {@link #outputs}, or null. Pure. */
  default String outputSecret(R resource) {
    return null;
  }
}
