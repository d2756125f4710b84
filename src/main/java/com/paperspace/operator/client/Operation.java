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

  /** Some answers are the bare object. */
  static <V extends Record> Operation<V> in(JsonReply reply, JsonShape<V> shape) {
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
