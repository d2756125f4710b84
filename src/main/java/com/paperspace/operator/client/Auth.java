package com.paperspace.operator.client;

import com.paperspace.operator.client.PaperspaceException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /auth}: whose key this is. */
public final class Auth {
  private static final JsonShape<Session> SESSION =
      new JsonShape<>(
          Session.class, session -> session.team() == null ? null : session.team().id());

  private final Http http;

  Auth(Http http) {
    this.http = http;
  }

  /** Empty when the key is not accepted: 200 with null, or 401 (docs/paperspace-api.md 10.1). */
  public Optional<Session> get() {
    try {
      return http.read(Route.of("/auth/session"), Auth::session);
    } catch (PaperspaceException e) {
      if (e.reason() == Reason.UNAUTHORIZED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Only an explicit null condemns a key; an empty body is a broken answer. */
  private static Optional<Session> session(JsonReply reply) {
    return reply.body().isNull() ? Optional.empty() : Optional.of(reply.object(SESSION));
  }

  /** The user and the one team a key belongs to. */
  public record Session(Owner user, Team team) {
    /** Id of the user; null where the service names none. */
    public String userId() {
      return user == null ? null : user.id();
    }

    /** Whether nothing says that the user is a plain member, who may not see all of the team. */
    public boolean seesAll() {
      var memberships = user == null ? null : user.teamMemberships();
      return memberships == null
          || memberships.stream()
              .filter(it -> it != null && it.team() != null && team.id().equals(it.team().id()))
              .noneMatch(it -> isFalse(it.isOwner()) && isFalse(it.isAdmin()));
    }

    private static boolean isFalse(Boolean flag) {
      return Boolean.FALSE.equals(flag);
    }
  }

  /** The team whose objects the key reaches; {@code maxMachines} is its quota. */
  public record Team(String id, String namespace, Boolean isPrivate, Integer maxMachines) {}

  /** The user who made the key. */
  public record Owner(
      String id,
      String email,
      String firstName,
      String lastName,
      Instant dtCreated,
      Instant dtConfirmed,
      List<Membership> teamMemberships) {}

  /** One team of the user. */
  public record Membership(NamedTeam team, Boolean isOwner, Boolean isAdmin) {}

  /** A team with its display name. */
  public record NamedTeam(
      String id, String name, String namespace, Boolean isUserTeam, Instant dtCreated) {}
}
