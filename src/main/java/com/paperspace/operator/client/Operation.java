package com.paperspace.operator.client;

/**
 * The answer to work that goes on after the call: its event, and the object as it is now. Each part
 * is null when the service left it out.
 */
public record Operation<V extends Record>(MachineEvents.View event, V data) {

  /** The answer where there was nothing to do. */
  public static <V extends Record> Operation<V> nothing() {
    return new Operation<>(null, null);
  }

  /** Begins the work that makes one of a collection; the answer always has the object. */
  static <V extends Record> Operation<V> create(RestCollection<V> collection, Object body) {
    return collection
        .http()
        .send("POST", collection.all(), body, reply -> made(reply, collection.shape()));
  }

  /** Begins work on one of a collection. */
  static <V extends Record> Operation<V> change(
      RestCollection<V> collection, String method, Route one, Object body) {
    return collection.http().send(method, one, body, reply -> in(reply, collection.shape()));
  }

  /** Begins the work that takes one away; neither event nor object when it was gone already. */
  static <V extends Record> Operation<V> delete(RestCollection<V> collection, String id) {
    return collection
        .http()
        .delete(collection.one(id), reply -> in(reply, collection.shape()), nothing());
  }

  private static <V extends Record> Operation<V> made(JsonReply reply, JsonShape<V> shape) {
    var operation = in(reply, shape);
    if (operation.data() == null) {
      throw reply.malformed("no object");
    }
    return operation;
  }

  /** Some answers are the bare object. */
  private static <V extends Record> Operation<V> in(JsonReply reply, JsonShape<V> shape) {
    var body = reply.body();
    if (!body.has("data") && !body.has("event")) {
      return new Operation<>(null, reply.optional(shape).orElse(null));
    }
    var event = MachineEvents.VIEW.read(body.path("event")).orElse(null);
    var data = body.path("data");
    boolean absent = data.isMissingNode() || data.isNull();
    return new Operation<>(event, absent ? null : reply.row(data, shape));
  }
}
