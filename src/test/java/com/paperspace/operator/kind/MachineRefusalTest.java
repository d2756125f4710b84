package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.kind.MachinePlan.Planned;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a refused change of a machine tells, by what was refused and how the machine is. */
class MachineRefusalTest {
  private static final String SPEC = "{networkId: n2, autoShutdownEnabled: true, name: m}";

  private final MockWebServer server = new MockWebServer();
  private Paperspace api;

  @BeforeEach
  void start() throws IOException {
    server.start();
    api = Paperspace.connect(ClientConfig.of(server.url("/v1").uri(), "key-0123456789"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answers(int status, String json) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json")
            .body(json.replace('\'', '"'))
            .build());
  }

  private static Planned put(String fields) {
    var names = Stream.of(fields.split(" ")).collect(Collectors.toSet());
    var network = fields.equals("networkRef");
    var spec = machine(network ? "networkRef: {name: lab}" : SPEC).getSpec();
    return new Planned(
        new MachineCall.Put(MachineRows.change(spec, names, field -> "nw9")),
        names,
        Map.<String, String>of());
  }

  /**
   * The state the service shows now is "gone" where it shows none; "-" stands for no newest event.
   */
  @ParameterizedTest(name = "{7}")
  @CsvSource({
    "CONFLICT, networkId, ready, '', ready, -, learned networkId, it is taken only while off",
    "CONFLICT, networkId, ready, '', ready, done, learned networkId, what has ended is no matter",
    "CONFLICT, networkId, ready, x, ready, -, learned networkId x, beside what was learned before",
    "CONFLICT, networkId, ready, '', ready, new, CONFLICT, work of somebody else is under way",
    "CONFLICT, networkId, ready, '', ready, odd, CONFLICT, or may be",
    "CONFLICT, networkId, ready, '', ready, hung, learned networkId, no longer if it never ends",
    "CONFLICT, networkId, ready, '', stopping, -, CONFLICT, it is not what it was",
    "CONFLICT, networkId, ready, '', gone, -, CONFLICT, nor is one that is gone",
    "CONFLICT, name, ready, '', ready, -, CONFLICT, a name needs no stop",
    "CONFLICT, networkId, off, '', off, -, CONFLICT, it is off and that was not learned before",
    "CONFLICT, networkId, off, networkId, off, -, INVALID, it was stopped for this in vain",
    "INVALID, networkId, ready, '', ready, -, INVALID, a value that is wrong stays wrong",
    "NOT_FOUND, networkId, ready, '', ready, -, INVALID network, it is the network that is missing",
    "NOT_FOUND, networkRef, ready, '', ready, -, INVALID network, by the name people gave it",
    "NOT_FOUND, networkId, ready, '', gone, -, NOT_FOUND, it is the machine",
    "NOT_FOUND, name, ready, '', ready, -, NOT_FOUND, nothing else is named",
  })
  void whatItMeans(
      Reason said,
      String fields,
      String state,
      String known,
      String now,
      String newest,
      String meant,
      String why) {
    if (now.equals("gone")) {
      answers(404, "{'message': 'gone'}");
    } else {
      answers(200, "{'id': 'ps1', 'name': 'm', 'state': '%s'}".formatted(now));
    }
    var began = Given.NOW.minus(Duration.ofHours(newest.equals("hung") ? 5 : 1));
    answers(
        200,
        newest.equals("-")
            ? "[]"
            : "[{'id': 'e1', 'name': 'x', 'state': '%s', 'dtCreated': '%s'}]"
                .formatted(newest.replace("hung", "new"), began));
    var network = fields + ": the service finds no private network";
    assertThat(learned(said, put(fields), state, known).replace(network, "network"))
        .as(why)
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"CONFLICT", "NOT_FOUND"})
  void onlyARefusedBodyTellsOfItsFields(Reason said) {
    var stop = new Planned(new MachineCall.Stop(), Set.of("powerState"), Map.of());
    assertThat(learned(said, stop, "ready", "")).isEqualTo(said.name());
    assertThat(server.getRequestCount()).isZero();
  }

  private String learned(Reason said, Planned planned, String state, String known) {
    var refusal = new PaperspaceException(said, 409, "the service said so");
    var marks = known.isEmpty() ? Map.<String, String>of() : Map.of(MachineMarks.NEEDS_OFF, known);
    try {
      var outcome = MachineRefusal.learned(refusal, planned, seen(state), inputs(marks, null), api);
      assertThat(outcome.carried()).isFalse();
      return "learned " + outcome.marks().get(MachineMarks.NEEDS_OFF);
    } catch (PaperspaceException e) {
      assertThat(e).hasMessageContaining("the service said so");
      var found =
          Pattern.compile("^\\w+: the service finds no private network").matcher(e.getMessage());
      return e.reason() + (found.find() ? " " + found.group() : "");
    }
  }
}
