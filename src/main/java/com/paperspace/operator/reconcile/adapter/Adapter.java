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

  /** Every other object of the namespace that the spec names. Pure. */
  List<Reference> references(R resource);

  /**
   * Ids of what the spec names by other words, such as an address of a person, by field. Reads
   * only.
   *
   * @throws InvalidInputException when a name leads nowhere, with what there is
   */
  default Map<String, String> lookUp(R resource, Inputs inputs, Paperspace api) {
    return Map.of();
  }

  /** Whether the cloud object of another resource that the spec names is there. Reads only. */
  default boolean exists(Reference.ToResource reference, Inputs inputs, Paperspace api) {
    return true;
  }

  /**
   * The part of the team's estate that holds the object: empty for kinds that are listed per team,
   * else the parent's id. Pure.
   */
  default String scope(R resource, Inputs inputs) {
    return "";
  }

  /** Likewise where only the API tells which part that is. Reads only; asked once a pass. */
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
   * Whether a row of a list shows an object that is as the spec wants it and at rest; what only
   * {@link #complete} reads counts as it was when that was so last. Pure.
   */
  default boolean isAtRest(R resource, T row, Inputs inputs) {
    return observe(resource, row, inputs).phase() == Observation.Phase.READY
        && diff(resource, row, inputs).isEmpty();
  }

  /** Whether this resource needs what no row of a list carries. Pure. */
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
   * The {@link #naturalKey} of the object a status with an id tells of, known without any look-up;
   * empty where the resource alone does not tell. Pure.
   */
  default Optional<String> ownedKey(R resource) {
    return Optional.empty();
  }

  /**
   * The fields of other cloud objects that this resource decides on now, as its spec and status
   * tell without any look-up. Pure.
   */
  default List<SharedField> decidesOn(R resource) {
    return List.of();
  }

  /**
   * The fields that its spec asks for and that it does not decide on yet. They are claimed before
   * anything shows it, so that two resources do not both pay for the same. Pure.
   */
  default List<SharedField> takes(R resource, Inputs inputs) {
    return List.of();
  }

  /**
   * The fields that other resources have to leave as they are although this one only observes its
   * object, as its spec and status tell without any look-up. Pure.
   */
  default List<SharedField> guards(R resource) {
    return List.of();
  }

  /** The fields that it declares and gives up where another resource decides on them. Pure. */
  default List<SharedField> leavesToOthers(R resource, Inputs inputs) {
    return List.of();
  }

  /** Id, name and age of a cloud object. Pure. */
  Identity identity(T remote);

  /**
   * Whether a row is of a team, as far as it tells: a list may show others' public objects. Pure.
   */
  default boolean isOfTeam(T remote, String team) {
    return true;
  }

  /**
   * Whether an object shows what a create of this resource leaves, as far as that cannot have been
   * changed since; of an object without a name all that is sent. Pure.
   *
   * @param inputs empty where they are not known, as on a deletion
   */
  default boolean isAsMade(R resource, T remote, Optional<Inputs> inputs) {
    return true;
  }

  /**
   * What an act that {@link #isOneShot} came to, as it was observed last; empty while it goes on.
   * Once it is over nothing is looked at any more. Pure.
   */
  default Optional<Observation<O>> result(R resource, O observed) {
    return Optional.empty();
  }

  /** Makes the object. Pure. */
  Step<T> create(R resource, Inputs inputs);

  /** What the cloud has that the spec does not want; empty means in sync. Pure. */
  List<Drift> diff(R resource, T remote, Inputs inputs);

  /**
   * What comes next for differences that are to be put right, at least one. Pure.
   *
   * @throws InvalidInputException when what the spec asks for cannot be sent
   */
  Step<T> next(R resource, T remote, List<Drift> todo, Inputs inputs);

  /**
   * What must be undone before the removal is asked for; empty when nothing must. Pure.
   *
   * @param marks what {@link Outcome#marks} said last, by field
   * @throws InUseException when somebody else uses the object
   */
  default Optional<Step<T>> beforeDelete(R resource, T remote, Map<String, String> marks) {
    return Optional.empty();
  }

  /** Asks for removal; the engine looks until the object is gone. Pure. */
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

  /** What only the service can find out about the object, if the kind has such a thing. Pure. */
  default Optional<Check> check(R resource, T remote, Inputs inputs) {
    return Optional.empty();
  }

  /**
   * Why an object that is gone is not to be made again before a person says so: its making failed,
   * it went with what it was a part of, or a new one would not hold what it held. {@code
   * OutOfCapacity} where its making failed for want of room, which is tried again unasked. Empty
   * where others took it away. Reads only.
   */
  default Optional<Observation<O>> whyGone(R resource, Inputs inputs, Paperspace api) {
    return Optional.empty();
  }

  /** What stays true of what was observed when the object is gone; null if nothing does. Pure. */
  default O remains(R resource, O observed) {
    return null;
  }

  /** What a person can do about differences the service did not carry out, if anything. Pure. */
  default Optional<String> wayOut(List<Drift> notApplied) {
    return Optional.empty();
  }

  /** What goes into the Secret named by the resource, by key; empty without outputs. Pure. */
  default Map<String, String> outputs(R resource, T remote) {
    return Map.of();
  }

  /** Name of the Secret that takes {@link #outputs}, or null. Pure. */
  default String outputSecret(R resource) {
    return null;
  }
}
