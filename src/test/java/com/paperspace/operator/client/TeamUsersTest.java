package com.paperspace.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeamUsersTest {
  private static final String MEMBER =
      """
      {"isAdmin": true, "isOwner": false, "dtConfirmed": "2026-11-01T00:00:00Z",
       "user": {"id": "%s", "email": "%s", "firstName": null, "lastActive": null}}
      """;

  private final FakeService service = new FakeService();
  private final TeamUsers users = service.client().teamUsers();

  @AfterEach
  void stop() {
    service.close();
  }

  private static String member(String id, String email) {
    return MEMBER.formatted(id, email);
  }

  @Test
  void list() {
    service.answers("{\"hasMore\": false, \"items\": [" + member("ur1", "ann@example.com") + "]}");
    assertThat(users.list("te1"))
        .containsExactly(
            new TeamUsers.Member(
                true,
                false,
                Instant.parse("2026-11-01T00:00:00Z"),
                new User("ur1", "ann@example.com", null, null, null)));
    assertThat(service.taken()).isEqualTo("GET /v1/teams/te1/users?limit=120");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "ann@example.com, ur1, as it is spelled",
    "ANN@Example.com, ur1, in any letter case",
    "Bob@example.com, ur3, of several the one spelled exactly so",
    "bob@example.com, ur2, on whichever page",
    "BOB@example.com, ur2, else the first",
    "carl@example.com, , nobody has it",
    "ann@example.co, , nor a part of it",
  })
  void findLooksThroughAllPages(String email, String id, String why) {
    service
        .answers(
            "{\"hasMore\": true, \"nextPage\": \"p2\", \"items\": ["
                + member("ur1", "ann@example.com")
                + "]}")
        .answers(
            "{\"hasMore\": false, \"items\": ["
                + member("ur2", "bob@example.com")
                + ","
                + member("ur3", "Bob@example.com")
                + "]}");
    assertThat(users.find("te1", email).map(it -> it.user().id()).orElse(null))
        .as(why)
        .isEqualTo(id);
  }
}
