package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.MachineFixture.inputs;
import static com.paperspace.operator.kind.MachineFixture.known;
import static com.paperspace.operator.kind.MachineFixture.machine;
import static com.paperspace.operator.kind.MachineFixture.restartAt;
import static com.paperspace.operator.kind.MachineFixture.seen;
import static com.paperspace.operator.kind.MachineFixture.view;
import static com.paperspace.operator.kind.MachineFixture.withAccessors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.MachineAccess;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact calls the machine adapter makes, and what it takes from their answers. */
class MachineAdapterTest {
  private static final String ROW =
      "{'id':'ps1','name':'trainer','state':'%s','machineType':'A4000','region':'ny2',"
          + "'publicIpType':'none','storageTotal':53687091200,"
          + "'dtCreated':'2026-11-20T10:00:00Z'}";
  private static final String EVENT = "{'id':'ev9','name':'%s','state':'%s','error':null}";

  private final MachineAdapter adapter = new MachineAdapter();
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

  @Test
  void createSaysWhetherToStartAndMailsNobody() {
    answers(answer("provisioning", "create", "new"));
    var outcome = adapter.create(restartAt(machine(), "t1"), inputs()).call().send(api);
    assertThat(taken())
        .isEqualTo(
            "POST /v1/machines {'name':'trainer','machineType':'A4000','templateId':'t0nspur5',"
                + "'diskSize':50,'region':'ny2','emailPassword':false,'startOnCreate':true}");
    assertThat(outcome.eventId()).isEqualTo("ev9");
    assertThat(outcome.marks())
        .as("no restart of what just booted")
        .containsEntry("restartAt", "t1");
    assertThat(adapter.identity(outcome.remote()).id()).isEqualTo("ps1");
    assertThat(adapter.identity(outcome.remote()).createdAt())
        .isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void createSendsAllThatIsDeclared() {
    answers(answer("provisioning", "create", "new"));
    var machine =
        machine(
            "{name: n, region: NY2, networkId: nw1, publicIpType: static,"
                + " autoSnapshotEnabled: true, autoSnapshotFrequency: daily,"
                + " autoSnapshotSaveCount: 1, autoShutdownEnabled: true, autoShutdownTimeout: 8,"
                + " autoShutdownForce: false, takeInitialSnapshot: true,"
                + " restorePointEnabled: true, restorePointFrequency: shutdown,"
                + " startupScriptId: sc1, emailPassword: true, enableNvlink: true,"
                + " accessorIds: [u1], powerState: 'Off'}");
    adapter.create(machine, inputs()).call().send(api);
    assertThat(taken())
        .isEqualTo(
            "POST /v1/machines {'name':'n','machineType':'A4000','templateId':'t0nspur5',"
                + "'networkId':'nw1','diskSize':50,'region':'ny2','publicIpType':'static',"
                + "'autoSnapshotEnabled':true,'autoSnapshotFrequency':'daily',"
                + "'autoSnapshotSaveCount':1,'autoShutdownEnabled':true,'autoShutdownTimeout':8,"
                + "'autoShutdownForce':false,'takeInitialSnapshot':true,"
                + "'restorePointEnabled':true,'restorePointFrequency':'shutdown',"
                + "'startupScriptId':'sc1','emailPassword':true,'startOnCreate':false,"
                + "'enableNvlink':true,'accessorIds':['u1']}");
  }

  @Test
  void itsNetworkIsNamedByReferenceOrById() {
    var byRef = machine("networkRef: {name: lab}");
    var lab = new Reference.ToResource("networkRef", PrivateNetwork.class, "lab");
    assertThat(adapter.references(byRef)).containsExactly(lab);
    assertThat(adapter.references(machine("networkId: nw1"))).isEmpty();
    answers("null");
    assertThat(adapter.exists(lab, inputs(), api)).isFalse();
    assertThat(taken()).isEqualTo("GET /v1/private-networks/id-of-networkRef");
    answers("{'id':'nw1','name':'lab'}");
    assertThat(adapter.exists(lab, inputs(), api)).isTrue();
    assertThat(taken()).isNotEmpty();
    answers(answer("provisioning", "create", "new"));
    adapter.create(byRef, inputs()).call().send(api);
    assertThat(taken()).contains("'networkId':'id-of-networkRef'");
    answers("{'data':" + ROW.formatted("ready") + "}");
    var drift = adapter.diff(byRef, seen("ready"), known());
    assertThat(adapter.next(byRef, seen("ready"), drift, known()).call().send(api)).isNotNull();
    assertThat(taken()).isEqualTo("PUT /v1/machines/ps1 {'networkId':'id-of-networkRef'}");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "'networkRef: {name: lab}', id-of-networkRef, true, true, the network it was to be made in",
    "'networkRef: {name: lab}', nw2, true, false, somebody else's in another network",
    "'networkRef: {name: lab}', nw2, false, true, or not, for all one knows",
    "'networkRef: {name: lab}', , true, true, no network is shown",
    "networkId: nw1, nw1, false, true, the id is in the spec",
    "networkId: nw1, nw2, false, false, and another one is not",
    "name: trainer, nw2, true, true, no network is declared",
  })
  void oneOfItsNameInAnotherNetworkIsNotWhatACreateLeft(
      String spec, String shown, boolean known, boolean isOurs, String why) {
    var view = seen("ready", shown == null ? "" : "networkId: " + shown);
    Optional<Inputs> inputs = known ? Optional.of(inputs()) : Optional.empty();
    assertThat(adapter.isAsMade(machine(spec), view, inputs)).as(why).isEqualTo(isOurs);
  }

  /** Each id is looked for where its field says. */
  @Test
  void itsScriptIsNamedByReferenceOrById() {
    var byRef = machine("startupScriptRef: {name: setup}");
    var setup = new Reference.ToResource("startupScriptRef", StartupScript.class, "setup");
    assertThat(adapter.references(byRef)).containsExactly(setup);
    assertThat(adapter.references(machine("startupScriptId: ss1"))).isEmpty();
    answers("{'id':'ss1','name':'setup'}");
    assertThat(adapter.exists(setup, inputs(), api)).isTrue();
    assertThat(taken()).isEqualTo("GET /v1/startup-scripts/id-of-startupScriptRef");
    answers(answer("provisioning", "create", "new"));
    var outcome = adapter.create(byRef, inputs()).call().send(api);
    assertThat(taken()).contains("'startupScriptId':'id-of-startupScriptRef'");
    assertThat(outcome.marks()).containsEntry("startupScript", "id-of-startupScriptRef");
  }

  @Test
  void createWithoutAnEventInTheAnswer() {
    answers("{'data':" + ROW.formatted("provisioning") + "}");
    var outcome = adapter.create(machine("startOnCreate: false"), inputs()).call().send(api);
    assertThat(outcome.eventId()).isNull();
    assertThat(taken()).contains("'startOnCreate':false");
  }

  @Test
  void completeFollowsTheEventAndReadsNothingElseWhileItRuns() {
    answers(EVENT.formatted("restart", "in progress"));
    var remote = complete(machine("{accessorIds: [u1], outputs: {secret: s}}"), "ready", "ev9");
    assertThat(taken()).isEqualTo("GET /v1/machine-events/ev9");
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(remote.event().state()).isEqualTo("in progress");
  }

  @Test
  void completeReadsWhatIsNeededOnceTheEventCannotBeReadAnyMore() {
    answers(404, "{'code':'NOT_FOUND','message':'no'}");
    answers("{'hasMore':false,'items':[{'user':{'id':'u1','email':'a@b.c'},'dtDeleted':null}]}");
    answers("{'vnc':{'hostname':'h','port':5900,'password':'p'}}");
    var machine = machine("{accessorIds: [u1], outputs: {secret: s}}");
    var remote = complete(machine, "ready", "ev9");
    assertThat(remote.event()).isNull();
    assertThat(remote.accessorIds()).containsExactly("u1");
    assertThat(adapter.outputs(machine, remote))
        .isEqualTo(Map.of("protocol", "vnc", "host", "h", "port", "5900", "password", "p"));
    assertThat(adapter.outputSecret(machine)).isEqualTo("s");
    assertThat(remote.toString()).as("no password in a log").doesNotContain("password=p");
  }

  @Test
  void completeCallsNothingForAPlainMachine() {
    complete(machine(), "ready", null);
    complete(machine("outputs: {secret: s}"), "off", null);
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void outputsOfWindowsAndOfNoDesktopAtAll() {
    var ready = view("ready", "publicIp: 203.0.113.7", "privateIp: 10.0.0.2");
    var windows =
        new MachineAccess.Desktop(null, new MachineAccess.Windows("h", 3389, "203.0.113.9"));
    var machine = machine("outputs: {secret: s}");
    assertThat(adapter.outputs(machine, new MachineRemote(ready, null, null, windows, null)))
        .isEqualTo(
            Map.of(
                "protocol", "rdp",
                "host", "h",
                "port", "3389",
                "publicIp", "203.0.113.9",
                "privateIp", "10.0.0.2"));
    assertThat(
            adapter.outputs(
                machine,
                new MachineRemote(ready, null, null, new MachineAccess.Desktop(null, null), null)))
        .isEqualTo(Map.of("publicIp", "203.0.113.7", "privateIp", "10.0.0.2"));
    assertThat(adapter.outputs(machine, MachineRemote.of(ready))).as("not read").isEmpty();
  }

  @Test
  void aChangeIsOneBodyWithNothingButTheDrift() {
    answers("{'data':" + ROW.formatted("ready").replace("trainer", "new") + "}");
    var machine = machine("{name: new, publicIpType: static, accessorIds: [u1], diskSize: 50}");
    var before =
        new MachineRemote(
            view("ready"),
            null,
            MachineFixture.accessors("u2"),
            new MachineAccess.Desktop(null, null),
            null);
    var outcome = update(machine, before, known());
    assertThat(taken()).isEqualTo("PUT /v1/machines/ps1 {'name':'new','publicIpType':'static'}");
    assertThat(outcome.eventId()).isNull();
    assertThat(outcome.remote().view().name()).isEqualTo("new");
    assertThat(outcome.remote().accessorIds()).as("kept").containsExactly("u2");
    assertThat(outcome.remote().desktop()).as("kept, or the Secret would lose it").isNotNull();
  }

  @Test
  void anAccessorCallShowsInWhatItLeaves() {
    answers("{'user':{'id':'u1','email':'a@b.c'},'dtDeleted':null}");
    var outcome = update(machine("accessorIds: [u1]"), withAccessors(seen("ready"), "u2"), known());
    assertThat(taken()).isEqualTo("POST /v1/machines/ps1/accessors {'userId':'u1'}");
    assertThat(outcome.remote().accessorIds()).containsExactly("u2", "u1");

    answers("{'user':{'id':'u2','email':'a@b.c'},'dtDeleted':'2026-11-21T00:00:00Z'}");
    outcome = update(machine("accessorIds: [u1]"), outcome.remote(), known());
    assertThat(taken()).isEqualTo("DELETE /v1/machines/ps1/accessors/u2");
    assertThat(outcome.remote().accessorIds()).containsExactly("u1");
  }

  @Test
  void powerCallsReturnTheirEventEvenWithoutTheMachine() {
    answers("{'event':" + EVENT.formatted("stop", "new") + "}");
    var outcome = update(machine("powerState: 'Off'"), seen("ready"), known());
    assertThat(taken()).isEqualTo("PATCH /v1/machines/ps1/stop {}");
    assertThat(outcome.eventId()).isEqualTo("ev9");
    assertThat(outcome.remote().view().id()).isEqualTo("ps1");
    assertThat(outcome.remote().event().name()).isEqualTo("stop");

    answers(answer("off", "start", "new"));
    update(machine("powerState: 'On'"), seen("off"), known());
    assertThat(taken()).isEqualTo("PATCH /v1/machines/ps1/start {}");

    answers(answer("ready", "restart", "new"));
    var announced =
        MachineFixture.inputs(
            MachineMarks.RESTART, MachineMarks.NO_TOKEN,
            MachineMarks.ANNOUNCED, "t1",
            MachineMarks.BEFORE, MachineMarks.NO_TOKEN);
    var restarted = update(restartAt(machine(), "t1"), seen("ready"), announced);
    assertThat(taken()).isEqualTo("PATCH /v1/machines/ps1/restart {}");
    assertThat(restarted.marks()).containsEntry(MachineMarks.RESTART, "t1");
  }

  @Test
  void aRefusalBecauseItIsMovingGoesThrough() {
    answers(409, "{'code':'CONFLICT','message':'This machine is currently starting.'}");
    var failure =
        catchThrowableOfType(
            PaperspaceException.class,
            () -> update(machine("powerState: 'On'"), seen("off"), known()));
    assertThat(failure.reason()).isEqualTo(PaperspaceException.Reason.CONFLICT);
  }

  @Test
  void aMarkToBePutRightIsNoCall() {
    var outcome = update(restartAt(machine(), "t1"), seen("ready"), inputs());
    assertThat(server.getRequestCount()).isZero();
    assertThat(outcome.marks()).containsEntry(MachineMarks.RESTART, "t1");
  }

  @Test
  void deleteIsOneCallAndGoneAlreadyIsFine() {
    answers(answer("stopping", "deactivate", "new"));
    adapter.delete(seen("ready")).call().send(api);
    assertThat(taken()).isEqualTo("DELETE /v1/machines/ps1");
    answers(404, "{'code':'NOT_FOUND','message':'no'}");
    adapter.delete(seen("ready")).call().send(api);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void listAndGetLeaveOutTheDeleted() {
    answers("{'hasMore':false,'items':[" + ROW.formatted("ready") + "]}");
    assertThat(adapter.list("", api)).hasSize(1);
    answers("null");
    assertThat(adapter.get("ps1", api)).isEmpty();
  }

  private MachineRemote complete(Machine machine, String state, String eventId) {
    return adapter.complete(machine, seen(state), inputs(known().marks(), eventId), api);
  }

  private Outcome<MachineRemote> update(Machine machine, MachineRemote remote, Inputs inputs) {
    var drift = adapter.diff(machine, remote, inputs);
    return adapter.next(machine, remote, drift, inputs).call().send(api);
  }

  private static String answer(String state, String event, String eventState) {
    return "{'event':"
        + EVENT.formatted(event, eventState)
        + ",'data':"
        + ROW.formatted(state)
        + "}";
  }

  private void answers(String json) {
    answers(200, json);
  }

  private void answers(int status, String json) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json")
            .body(json.replace('\'', '"'))
            .build());
  }

  private String taken() {
    try {
      var request = server.takeRequest(5, TimeUnit.SECONDS);
      assertThat(request).as("a request").isNotNull();
      var body = request.getBody() == null ? "" : request.getBody().utf8().replace('"', '\'');
      return (request.getMethod() + " " + request.getTarget() + " " + body).strip();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "ready, true, PATCH, one that is on is stopped first",
    "stopping, true, , one on its way off is waited for",
    "off, false, , what is off needs nothing",
    "provisioning, false, , any other state may never end",
  })
  void whatADeleteWaitsForIsBroughtAbout(String state, boolean cleared, String call, String why) {
    answers(answer("stopping", "stop", "new"));
    var step = adapter.clearForDelete(seen(state));
    assertThat(step.isPresent()).as(why).isEqualTo(cleared);
    step.ifPresent(it -> it.call().send(api));
    assertThat(server.getRequestCount()).as(why).isEqualTo(call == null ? 0 : 1);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "static, static, 1.2.3.4, 1.2.3.4, it has one",
    "none, static, 1.2.3.4, 1.2.3.4, what it has counts and not what is declared",
    "static, none, 1.2.3.4, , nor does what was declared and not made",
    "static, dynamic, 1.2.3.4, , one that goes with it costs nothing",
  })
  void aStaticAddressStaysBehind(
      String declared, String actual, String address, String named, String why) {
    var left =
        adapter.leavesBehind(
            machine("publicIpType: " + declared),
            Optional.of(seen("off", "publicIpType: " + actual, "publicIp: " + address)));
    assertThat(left.isPresent()).as(why).isEqualTo(named != null);
    left.ifPresent(it -> assertThat(it).contains("static address " + named + " stays"));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "autoShutdownTimeout, true",
    "autoShutdownForce, true",
    "machineType, false",
  })
  void onlyWhatAutoShutdownMayKeepHasAWayOut(String field, boolean hasOne) {
    assertThat(adapter.wayOut(List.of(Drift.correctable(field, 1, 2))).isPresent())
        .isEqualTo(hasOne);
  }
}
