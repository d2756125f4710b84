package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.SharedDrives;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.simulator.Simulator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a shared drive differs from its spec, and what of it leaves. */
class SharedDriveKindTest {
  private static final String SPEC =
      "{name: data, size: 500, region: ny2, networkId: nw1, outputs: {secret: mount}}";
  private static final String VIEW =
      "{id: dr1, name: data, size: 500, region: East Coast (NY2), networkId: nw1,"
          + " mountPoint: //10.0.0.1/dr1, username: u, password: p,"
          + " dtCreated: '2026-11-20T10:00:00Z'}";

  private final Adapter<SharedDrive, SharedDrive.Observed, Remote<SharedDrives.View>> adapter =
      SharedDriveKind.adapter();

  private static SharedDrive drive(String spec) {
    return Given.resource(SharedDrive.class, spec);
  }

  private static Remote<SharedDrives.View> view(String yaml) {
    return Remote.of("", Given.read(SharedDrives.View.class, yaml));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | 500          |     | the API may answer in GB",
        "500 | 536870912000 |     | or in bytes of 500 GiB",
        "500 | 536870911999 |     | that are rounded",
        "500 | 500000000000 |     | or in bytes of 500 GB",
        "500 | null         |     | what is not said is no difference",
        "500 | 499 | REPLACE size 500 was 499 | one less in GB",
        "500 | 501 | REPLACE size 500 was 501 | one more in GB",
        "500 | 1073741824000 | REPLACE size 500 was 1000 | a drive of 1000 GiB",
        "500 | 250000000000 | REPLACE size 500 was 250 | a drive of 250 GB",
        "1   | 0   | REPLACE size 1 was 0 | nothing is not one",
      })
  void anAdoptedSizeFitsInAnyUnit(int declared, String actual, String drift, String why) {
    var drive = drive(SPEC.replace("size: 500", "size: " + declared));
    var seen = view(VIEW.replace("size: 500", "size: " + actual));
    assertThat(Given.words(adapter.diff(drive, seen, Given.given())))
        .as(why)
        .isEqualTo(drift == null ? "" : drift);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "500 |                           | what was sent counts, whatever the answer means",
        "499 | REPLACE size 500 was 499  | another size was sent at create",
      })
  void theSizeSentAtCreateCountsWhateverIsAnswered(String sent, String drift, String why) {
    var seen = view(VIEW.replace("size: 500", "size: 7"));
    assertThat(Given.words(adapter.diff(drive(SPEC), seen, Given.given("size", sent))))
        .as(why)
        .isEqualTo(drift == null ? "" : drift);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: data | name: data || as declared",
        "name: data | name: other | CORRECT name data was other | a name can be changed",
        "'name: data, ' | name: other || an undeclared name is not managed",
        "region: ny2 | region: East Coast (NY2) || a label is the same region as its code",
        "region: ny2 | region: ca1 | REPLACE region ny2 was ca1 | a drive does not move",
        "region: ny2 | region: the moon || what cannot be read is no difference",
        "networkId: nw1 | networkId: nw2 | REPLACE networkId nw1 was nw2 | nor to another network",
        "networkId: nw1 | privateNetworkId: nw1 || the network has a second name",
        "networkId: nw1 | privateNetworkId: nw2 | REPLACE networkId nw1 was nw2 | read by it too",
        "networkId: nw1 | 'networkId: nw1, privateNetworkId: nw2' || the first name counts",
      })
  void eachFieldIsCompared(String declared, String actual, String drift, String why) {
    var field = declared.startsWith("name: data, ") ? declared : actual.replaceAll(":.*", "");
    var drive = drive(declared.endsWith(", ") ? SPEC.replace(declared, "") : SPEC);
    var seen =
        switch (field) {
          case "region" -> VIEW.replace("region: East Coast (NY2)", actual);
          case "networkId", "privateNetworkId" -> VIEW.replace("networkId: nw1", actual);
          default -> VIEW.replace("name: data", actual);
        };
    assertThat(Given.words(adapter.diff(drive, view(seen), Given.given("size", "500"))))
        .as(why)
        .isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void itsNetworkIsNamedByReferenceOrById() {
    var byRef = drive(SPEC.replace("networkId: nw1", "networkRef: {name: lab}"));
    var lab = new Reference.ToResource("networkRef", PrivateNetwork.class, "lab");
    assertThat(adapter.references(byRef)).containsExactly(lab);
    var sized = Given.given("size", "500");
    var there = view(VIEW.replace("networkId: nw1", "networkId: id-of-networkRef"));
    assertThat(adapter.diff(byRef, there, sized)).isEmpty();
    assertThat(Given.words(adapter.diff(byRef, view(VIEW), sized)))
        .isEqualTo("REPLACE networkRef id-of-networkRef was nw1");
    try (var cloud = Simulator.start()) {
      cloud.key("key-0123456789").team("a");
      var api = Paperspace.connect(ClientConfig.of(cloud.url(), "key-0123456789"));
      assertThat(adapter.exists(lab, Given.given(), api)).isFalse();
      var network =
          (ObjectNode)
              cloud
                  .team("a")
                  .console("POST", "/private-networks", "{\"name\": \"n\", \"region\": \"ny2\"}");
      cloud.team("a").networks().add("id-of-networkRef", network.deepCopy());
      assertThat(adapter.exists(lab, Given.given(), api)).isTrue();
      var made = adapter.create(byRef, Given.given()).call().send(api).remote().view();
      assertThat(made.networkId()).isEqualTo("id-of-networkRef");
    }
  }

  @Test
  void itIsNamedByItsSpecOrByItself() {
    assertThat(adapter.name(drive(SPEC))).isEqualTo("data");
    assertThat(adapter.name(drive("{size: 1}"))).isEqualTo("here");
    assertThat(adapter.references(drive(SPEC))).isEmpty();
    var identity = adapter.identity(view(VIEW));
    assertThat(identity.id()).isEqualTo("dr1");
    assertThat(identity.name()).isEqualTo("data");
    assertThat(identity.createdAt()).isEqualTo("2026-11-20T10:00:00Z");
  }

  @Test
  void credentialsLeaveByTheSecretAlone() {
    assertThat(adapter.outputSecret(drive(SPEC))).isEqualTo("mount");
    assertThat(adapter.outputSecret(drive("{size: 1}"))).isNull();
    assertThat(adapter.outputs(drive(SPEC), view(VIEW)))
        .isEqualTo(Map.of("mountPoint", "//10.0.0.1/dr1", "username", "u", "password", "p"));
    assertThat(adapter.outputs(drive(SPEC), view("{id: dr1, username: u}")))
        .as("what is not known yet is left out")
        .isEqualTo(Map.of("username", "u"));
    assertThat(adapter.showsAllOutputs()).as("and is not gone for that").isFalse();
    var seen = adapter.observe(drive(SPEC), view(VIEW), Given.given());
    assertThat(seen.message()).isEqualTo("The drive exists.");
    assertThat(seen.observed())
        .isEqualTo(
            new SharedDrive.Observed(500L, "ny2", "nw1", "//10.0.0.1/dr1", "2026-11-20T10:00:00Z"));
  }
}
