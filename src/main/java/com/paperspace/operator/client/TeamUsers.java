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
  private final Recent recent;

  TeamUsers(Http http, Recent recent) {
    this.http = http;
    this.recent = recent;
  }

  public List<Member> list(String teamId) {
    var route = Route.of("/teams/{teamId}/users", teamId).called("teamId", "accountRef");
    return Pages.all(http, route, MEMBER);
  }

  /**
   * The member of an address in any letter case; of several the one spelled exactly so. The list is
   * not read anew for each.
   */
  public Optional<Member> find(String teamId, String email) {
    return recent
        .find("users of " + teamId, () -> list(teamId), it -> isOf(it, email))
        .map(
            any ->
                recent.list("users of " + teamId, () -> list(teamId)).stream()
                    .filter(it -> email.equals(it.user().email()))
                    .findFirst()
                    .orElse(any));
  }

  private static boolean isOf(Member it, String email) {
    return email.equalsIgnoreCase(it.user().email());
  }

  /** A person in the team; without {@code dtConfirmed} one who was only invited. */
  public record Member(Boolean isAdmin, Boolean isOwner, Instant dtConfirmed, User user) {}
}
