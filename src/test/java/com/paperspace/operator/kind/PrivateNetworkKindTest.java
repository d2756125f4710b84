package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PrivateNetworks;
import com.paperspace.operator.client.SharedDrives;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import com.paperspace.operator.simulator.Choices;
import com.paperspace.operator.simulator.Simulator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a network differs from its spec, and what keeps it from being deleted. */
class PrivateNetworkKindTest {
  private static final String KEY = "key-of-team-a";
  private static final String SPEC = "{name: lab, region: ny2}";

  private final Adapter<PrivateNetwork, PrivateNetwork.Observed, Remote<PrivateNetworks.View>>
      adapter = PrivateNetworkKind.adapter();
  private final Simulator cloud = Simulator.start().instant();
  private final Paperspace api = Paperspace.connect(ClientConfig.of(cloud.url(), KEY));

  PrivateNetworkKindTest() {
    cloud.key(KEY).team("a");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static PrivateNetwork network(String spec) {
    return Given.resource(PrivateNetwork.class, spec);
  }

  private static Remote<PrivateNetworks.View> view(String yaml) {
    return Remote.of("", Given.read(PrivateNetworks.View.class, yaml));
  }

  private Remote<PrivateNetworks.View> made(String spec) {
    return adapter.create(network(spec), Given.given()).call().send(api).remote();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: lab, | lab | ny2 | as declared |",
        "name: lab, | other | ny2 | a name can be changed | CORRECT name lab was other",
        "'' | other | ny2 | an undeclared name is not managed |",
        "name: lab, | lab | East Coast (NY2) | a label is the same region as its code |",
        "name: lab, | lab | ca1 | a network does not move | REPLACE region ny2 was ca1",
        "name: lab, | lab | the moon | what cannot be read is no difference |",
      })
  void eachFieldIsCompared(String name, String shown, String region, String why, String drift) {
    var resource = network("{" + name + " region: ny2}");
    var seen = view("{id: nw1, name: " + shown + ", region: " + region + "}");
    assertThat(Given.words(adapter.diff(resource, seen, Given.given())))
        .as(why)
        .isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void itIsMadeRenamedListedAndShown() {
    var made = made(SPEC);
    var wanted = network("{name: den, region: ny2}");
    var drift = adapter.diff(wanted, made, Given.given());
    adapter.next(wanted, made, drift, Given.given()).call().send(api);
    var read = adapter.get(made.view().id(), api).orElseThrow();
    assertThat(adapter.diff(wanted, read, Given.given())).isEmpty();
    assertThat(adapter.list("", api)).containsExactly(read);
    assertThat(adapter.identity(read).name()).isEqualTo("den");
    assertThat(adapter.name(network("{region: ny2}"))).isEqualTo("here");
    assertThat(adapter.references(wanted)).isEmpty();
    var shown =
        view(
            "{id: nw1, name: lab, region: East Coast (NY2), network: 10.1.2.0,"
                + " netmask: 255.255.255.0, dtCreated: '2026-11-20T10:00:00Z'}");
    var seen = adapter.observe(wanted, shown, Given.given());
    assertThat(seen.message()).isEqualTo("The network exists.");
    assertThat(seen.observed())
        .isEqualTo(
            new PrivateNetwork.Observed(
                "ny2", "10.1.2.0", "255.255.255.0", "2026-11-20T10:00:00Z"));
  }

  @ParameterizedTest
  @EnumSource(Choices.MissingNetwork.class)
  void howeverItIsSaidGoneIsGone(Choices.MissingNetwork choice) {
    cloud.choose(choice);
    assertThat(adapter.get("nw-nowhere", api)).isEmpty();
    assertThat(adapter.get(cloud.team("a").defaultNetwork("ny2"), api))
        .as("the default network is no object of ours")
        .isEmpty();
  }

  /** Some services would delete it under them. */
  @ParameterizedTest
  @EnumSource(Choices.DeleteInUse.class)
  void oneThatIsInUseIsKept(Choices.DeleteInUse choice) {
    cloud.choose(choice);
    var network = made(SPEC);
    var other = made("{name: other, region: ny2}");
    var id = network.view().id();
    var drive = api.sharedDrives().create(new SharedDrives.Create("d", 50, "ny2", id)).id();
    var machine =
        api.machines()
            .create(
                Machines.Body.of(
                    Map.of(
                        "name", "m",
                        "machineType", "A4000",
                        "templateId", "t0nspur5",
                        "region", "ny2",
                        "diskSize", 50,
                        "networkId", id)))
            .data()
            .id();
    var refused =
        catchThrowableOfType(InUseException.class, () -> adapter.delete(network).call().send(api));
    assertThat(refused).hasMessage("Private network " + id);
    assertThat(refused.parts())
        .containsExactly(new Part(Machine.class, machine), new Part(SharedDrive.class, drive));
    adapter.delete(other).call().send(api);
    assertThat(adapter.get(other.view().id(), api)).as("nobody is in the other").isEmpty();
    assertThat(adapter.get(id, api)).isPresent();
    api.machines().delete(machine);
    api.sharedDrives().delete(drive);
    adapter.delete(network).call().send(api);
    assertThat(adapter.get(id, api)).isEmpty();
    assertThat(cloud.violations()).isEmpty();
  }
}
