package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /machines/{id}/accessors} and {@code /machines/{id}/desktop}: who may use a machine, and
 * how.
 */
public final class MachineAccess {
  private static final JsonShape<Desktop> DESKTOP =
      new JsonShape<>(Desktop.class, it -> "the only one");
  private static final JsonShape<Accessor> ACCESSOR =
      new JsonShape<>(Accessor.class, it -> it.user() == null ? null : it.user().id());

  private final Http http;
  private final RestCollection<?> machines;

  MachineAccess(Http http) {
    this.http = http;
    machines = RestCollection.of(http, "/machines", Machines.View.class, Machines.View::id);
  }

  public List<Accessor> list(String id) {
    return accessors(id).list();
  }

  public Optional<Accessor> get(String id, String userId) {
    return accessors(id).get(userId);
  }

  public void add(String id, String userId) {
    accessors(id).add(new NewAccessor(userId));
  }

  public void remove(String id, String userId) {
    accessors(id).remove(userId, "accessorIds");
  }

  private RestCollection<Accessor> accessors(String id) {
    return machines.in(id, "/accessors", "userId", ACCESSOR);
  }

  public Optional<Desktop> desktop(String id) {
    return http.find(machines.one(id).then("/desktop"), DESKTOP);
  }

  /** A user who may open the machine. */
  public record Accessor(User user, Instant dtDeleted) {}

  record NewAccessor(@Called("accessorIds") String userId) {}

  /** How to open the desktop; either part may be null. */
  public record Desktop(Vnc vnc, Windows windows) {}

  /** A Linux desktop; port 1 to 65535. */
  public record Vnc(String hostname, Integer port, @Sensitive String password) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** A Windows desktop; port 1 to 65535. */
  public record Windows(String hostname, Integer port, String publicIp) {}
}
