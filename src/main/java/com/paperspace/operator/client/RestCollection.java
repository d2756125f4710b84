package com.paperspace.operator.client;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls that most collections of the API have. A client file holds one and hands on to it those
 * its collection has, with its own types; what is special it sends by {@link Http}.
 *
 * @param all where the collection is, the parent's id filled in
 * @param key the parameter that tells its objects apart, as the contract calls it
 */
record RestCollection<V extends Record>(Http http, Route all, String key, JsonShape<V> shape) {

  /** A collection of the team's, its objects told apart by id. */
  static <V extends Record> RestCollection<V> of(
      Http http, String template, Class<V> type, Function<V, String> id) {
    return new RestCollection<>(http, Route.of(template), "id", new JsonShape<>(type, id));
  }

  /** One whose objects belong to an object of this one. */
  <M extends Record> RestCollection<M> in(
      String id, String path, String itsKey, JsonShape<M> itsShape) {
    return new RestCollection<>(http, one(id).then(path), itsKey, itsShape);
  }

  Route one(String id) {
    return all.then("/{" + key + "}", id);
  }

  List<V> list() {
    return Pages.all(http, all, shape);
  }

  /** Null lists all. A filter is a hint: compare the whole name (docs/paperspace-api.md 10.17). */
  List<V> list(String filter, String value) {
    return Pages.all(http, all.with(filter, value), shape);
  }

  /** The newest ones that the filter lets through, newest first; null lets all. */
  List<V> newest(String filter, String value, int newest) {
    return Pages.newest(http, all.with(filter, value), shape, newest);
  }

  Optional<V> get(String id) {
    return http.find(one(id), shape);
  }

  V create(Object body) {
    return http.send("POST", all, body, reply -> reply.object(shape));
  }

  /**
   * For members, whose answer nobody needs. Adding one who is there may be a CONFLICT
   * (docs/paperspace-api.md 10.13).
   */
  void add(Object body) {
    http.send("POST", all, body, JsonReply::nothing);
  }

  /** What one can do besides; empty when the service sent no body. */
  Optional<V> post(String id, String act, Object body) {
    return http.send("POST", one(id).then(act), body, reply -> reply.optional(shape));
  }

  /** Empty when the service sent no body. */
  Optional<V> put(String id, Object body) {
    return http.send("PUT", one(id), body, reply -> reply.optional(shape));
  }

  /** Empty when the service sent no body. */
  Optional<V> patch(String id, Object body) {
    return http.send("PATCH", one(id), body, reply -> reply.optional(shape));
  }

  void delete(String id) {
    http.delete(one(id));
  }

  /** Takes out a member, whom people know as an entry of a field of the spec. */
  void remove(String id, String field) {
    http.delete(one(id).called(key, field + "[" + id + "]"));
  }
}
