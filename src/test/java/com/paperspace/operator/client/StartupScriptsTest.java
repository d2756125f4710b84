package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.client.StartupScripts.Change;
import com.paperspace.operator.client.StartupScripts.Create;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartupScriptsTest {
  private static final String SCRIPT =
      """
      {"id": "s1", "name": "setup", "description": null, "isEnabled": true, "isRunOnce": false,
       "assignedMachineIds": ["m1"], "dtCreated": "2026-11-01T00:00:00Z", "dtDeleted": null}
      """;
  private static final String TEXT = "#!/bin/sh\nexport TOKEN=hunter2-hunter2\n";
  private static final String PAGE = "<!DOCTYPE html><title>Error 1008</title>" + TEXT;

  private final FakeService service = new FakeService();
  private final StartupScripts scripts = service.client().startupScripts();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void reads() {
    service.answers(SCRIPT).answers("[" + SCRIPT + "]").answers("[" + SCRIPT + "]");
    assertThat(scripts.get("s1").orElseThrow().assignedMachineIds()).containsExactly("m1");
    assertThat(scripts.list()).hasSize(1);
    assertThat(scripts.list("setup")).hasSize(1);
    assertThat(service.taken()).isEqualTo("GET /v1/startup-scripts/s1");
    assertThat(service.taken()).isEqualTo("GET /v1/startup-scripts?limit=120");
    assertThat(service.taken()).isEqualTo("GET /v1/startup-scripts?name=setup&limit=120");
  }

  @Test
  void theTextGoesInAndIsNeverShown() {
    var create = new Create("setup", TEXT, true);
    var change = new Change(null, TEXT, null, false);
    service.answers(SCRIPT).answers(SCRIPT);
    assertThat(scripts.create(create).id()).isEqualTo("s1");
    assertThat(scripts.update("s1", change)).isPresent();
    assertThat(create).hasToString("Create[name=setup, script=***, isRunOnce=true]");
    assertThat(change)
        .hasToString("Change[name=null, script=***, isRunOnce=null, isEnabled=false]");
    var text = "\"script\":\"#!/bin/sh\\nexport TOKEN=hunter2-hunter2\\n\"";
    assertThat(service.taken())
        .isEqualTo(
            "POST /v1/startup-scripts application/json {\"name\":\"setup\","
                + text
                + ",\"isRunOnce\":true}");
    assertThat(service.taken())
        .isEqualTo(
            "PUT /v1/startup-scripts/s1 application/json {" + text + ",\"isEnabled\":false}");
  }

  @Test
  void aLineOfTheTextThatComesBackIsTakenOut() {
    service.answers(
        400, "{\"code\":\"BAD_REQUEST\",\"message\":\"near 'export TOKEN=hunter2-hunter2'\"}");
    assertThat(failure(() -> scripts.create(new Create("setup", TEXT, null))))
        .hasMessageEndingWith("near '***'");
  }

  /** As long as a ConfigMap can be: to look for each line of it would take the memory of many. */
  @Test
  void ofAScriptOfTooManyLinesNothingIsShown() {
    var text =
        IntStream.range(0, (1 << 20) / 9)
            .mapToObj(i -> "L%07d".formatted(i))
            .collect(Collectors.joining("\n"));
    service
        .answers(SCRIPT)
        .answers(
            400, "{\"code\":\"L0000001\",\"message\":\"near L0000007\",\"issues\":[\"L0000003\"]}")
        .answers(500, "{\"message\":\"L0000007\"}");
    assertThat(scripts.create(new Create("setup", text, null)).id()).isEqualTo("s1");
    var refused = failure(() -> scripts.update("s1", new Change(null, text, null, null)));
    assertThat(refused).hasMessage("PUT /startup-scripts/*** answered 400 ***: ***");
    assertThat(refused.reason()).isEqualTo(Reason.INVALID);
    assertThat(refused.issues()).containsExactly("***");
    assertThat(failure(() -> scripts.create(new Create("setup", text, null))))
        .hasMessage("POST /startup-scripts answered 500: ***");
    assertThat(service.calls)
        .extracting(Listener.Call::path)
        .containsExactly("/startup-scripts", "/startup-scripts/***", "/startup-scripts");
  }

  @Test
  void assignsAndUnassigns() {
    service.answers(SCRIPT).answers(204, "");
    assertThat(scripts.assign("s1", "m1")).isPresent();
    assertThat(scripts.unassign("s1", "m1")).isEmpty();
    assertThat(service.taken())
        .isEqualTo("POST /v1/startup-scripts/s1/assign application/json {\"machineId\":\"m1\"}");
    assertThat(service.taken())
        .isEqualTo("POST /v1/startup-scripts/s1/unassign application/json {\"machineId\":\"m1\"}");
  }

  @Test
  void delete() {
    service.answers(SCRIPT);
    scripts.delete("s1");
    assertThat(service.taken()).isEqualTo("DELETE /v1/startup-scripts/s1");
  }

  @Test
  void aTextThatTheEdgeRefusesIsNamedAsTheCause() {
    var page = new String[] {"Content-Type", "text/html"};
    service.answers(403, PAGE, page).answers(403, PAGE, page);
    for (var failure :
        List.of(
            failure(() -> scripts.create(new Create("setup", TEXT, null))),
            failure(() -> scripts.update("s1", new Change(null, TEXT, null, null))))) {
      assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
      assertThat(failure)
          .hasMessageContaining("the service's edge refused the text of the script")
          .hasMessageNotContaining("hunter2")
          .hasMessageNotContaining("<");
    }
  }

  /** Without the text it is the address that is blocked, or the key; a 404 is no verdict on it. */
  @Test
  void noTextIsBlamedWhereNoneWasSentOrJudged() {
    var page = new String[] {"Content-Type", "text/html"};
    service.answers(403, PAGE, page).answers(404, PAGE, page);
    assertThat(failure(() -> scripts.update("s1", new Change("new", null, null, null))))
        .hasMessageEndingWith("blocked at the edge");
    assertThat(failure(() -> scripts.create(new Create("setup", TEXT, null))))
        .hasMessageEndingWith("blocked at the edge");
  }
}
