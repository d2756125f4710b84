package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.PaperspaceException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
  private final FakeService service = new FakeService();
  private final Auth auth = service.client().session();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aGoodKeyHasATeam() {
    service.answers(
        """
        {"user": {"id": "ur1", "email": "a@b.c", "preferences": {"x": 1}, "teamMemberships": [
            {"team": {"id": "te1", "name": "Team", "namespace": "tns"}, "isOwner": true}]},
         "team": {"id": "te1", "namespace": "tns", "maxMachines": 5.0, "analyticsId": 3}}
        """);
    var session = auth.get().orElseThrow();
    assertThat(session.team()).isEqualTo(new Auth.Team("te1", "tns", null, 5));
    assertThat(session.user().teamMemberships().get(0).team().name()).isEqualTo("Team");
    assertThat(service.taken()).isEqualTo("GET /v1/auth/session");
  }

  @Test
  void nullAndRefusalBothMeanABadKey() {
    service.answers("null").answers(401, "{\"code\": \"UNAUTHORIZED\", \"message\": \"No.\"}");
    assertThat(auth.get()).isEmpty();
    assertThat(auth.get()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"team\": {}}", "[]"})
  void aBrokenAnswerCondemnsNoKey(String body) {
    service.answers(200, body);
    assertThat(failure(auth::get).reason()).isEqualTo(Reason.MALFORMED);
  }
}
