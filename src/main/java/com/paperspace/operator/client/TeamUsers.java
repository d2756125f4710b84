package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /teams/{teamId}/users}: who is in a team. It only reads: what else the service takes is
 * not for a program to do (docs/paperspace-api.md 1.15).
 */
public final class TeamUsers {
  private static final JsonShape<Member> MEMBER =
      new JsonShape<>(Member.class, it -> it.user() == null ? null : it.user().id());

  private final Http http;

  TeamUsers(Http http) {
    this.http = http;
  }

  public List<Member> list(String teamId) {
    var route = Route.of("/teams/{teamId}/users", teamId).called("teamId", "accountRef");
    return Pages.all(http, route, MEMBER);
  }

  /** The member of an address in any letter case; of several the one spelled exactly so. */
  public Optional<Member> find(String teamId, String email) {
    var found =
        list(teamId).stream().filter(it -> email.equalsIgnoreCase(it.user().email())).toList();
    return found.stream()
        .filter(it -> email.equals(it.user().email()))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** A person in the team; without {@code dtConfirmed} one who was only invited. */
  public record Member(Boolean isAdmin, Boolean isOwner, Instant dtConfirmed, User user) {}
}
