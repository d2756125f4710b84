package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.reconcile.cluster.ResourceCloner;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One object nobody can read must not end the watch of all others. */
class TolerantSerializationTest {

  private static final String GOOD_SPEC =
      "\"machineType\":\"C5\",\"diskSize\":50,\"region\":\"ny2\"";
  private static final String GOOD_STATUS = "\"id\":\"ps1\",\"observed\":{\"state\":\"ready\"}";

  private final KubernetesSerialization serialization = TolerantSerialization.create();

  @Test
  void aGoodObjectIsReadAsEver() {
    Machine machine = read(GOOD_SPEC, GOOD_STATUS);

    assertThat(machine.unreadable()).isNull();
    assertThat(machine.getSpec().diskSize()).isEqualTo(50);
    assertThat(machine.getStatus().observed().state()).isEqualTo("ready");
  }

  /** Where it does not know the kind, Fabric8 makes maps of it and reads those a second time. */
  @Test
  void aWatchReadsEveryKindAtOnce() {
    assertThat(Kinds.types().<Class<?>>map(this::watched).toList())
        .isEqualTo(Kinds.types().toList());
  }

  private Class<?> watched(Class<? extends HasMetadata> kind) {
    return watched(HasMetadata.getApiVersion(kind), HasMetadata.getKind(kind));
  }

  private Class<?> watched(String version, String kind) {
    var event =
        "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{}}}";
    var read = serialization.unmarshal(event.formatted(version, kind), WatchEvent.class);
    return read.getObject().getClass();
  }

  @Test
  void aWatchIsToldWhatWentWrong() {
    assertThat(watched("v1", "Status")).isEqualTo(Status.class);
  }

  @Test
  void fieldsAndValuesOfANewerVersionAreFine() {
    Machine machine =
        read(
            "\"hologram\":{\"deep\":[1]},\"powerState\":\"Hibernate\",\"diskSize\":50",
            GOOD_STATUS + ",\"mood\":1");

    assertThat(machine.unreadable()).isNull();
    assertThat(machine.getSpec().powerState()).isEqualTo("Hibernate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"diskSize\":\"50Gi\"|spec.diskSize: expected integer, found string",
        "\"diskSize\":1.5|spec.diskSize: expected integer, found number",
        "\"diskSize\":99999999999|spec.diskSize: expected integer, found number",
        "\"allowStop\":[\"50Gi\"]|spec.allowStop: expected boolean, found array",
        "\"allowStop\":\"50Gi\"|spec.allowStop: expected boolean, found string",
        "\"autoShutdownTimeout\":\"50Gi\"|spec.autoShutdownTimeout: expected number, found string",
        "\"name\":{\"50Gi\":1}|spec.name: expected string, found object",
        "\"accessorIds\":\"50Gi\"|spec.accessorIds: expected array, found string",
        "\"accessorIds\":[{\"50Gi\":1}]|spec.accessorIds[0]: expected string, found object",
        "\"outputs\":\"50Gi\"|spec.outputs: expected object, found string",
        "\"outputs\":{\"secret\":[\"50Gi\"]}|spec.outputs.secret: expected string, found array",
      })
  void aWrongTypeIsNamedWithoutItsValueAndTheRestIsKept(String spec, String where) {
    Machine machine = read(spec + ",\"policy\":{\"deletion\":\"Retain\"}", GOOD_STATUS);

    assertThat(machine.unreadable().where()).isEqualTo(where).doesNotContain("50Gi");
    assertThat(machine.unreadable().policy().retains(true)).isTrue();
    assertThat(machine.getSpec()).isNull();
    assertThat(machine.getMetadata().getName()).isEqualTo("one");
    assertThat(machine.getStatus().id()).isEqualTo("ps1");
  }

  @Test
  void withoutAPolicyTheDefaultHolds() {
    assertThat(read("\"diskSize\":\"50Gi\"", GOOD_STATUS).unreadable().policy())
        .isEqualTo(Policy.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"diskSize\":\"x\",\"policy\":\"Retain\"",
        "\"diskSize\":\"x\",\"policy\":{\"deletion\":[\"Retain\"]}",
        "\"diskSize\":\"x\",\"policy\":{\"deletion\":\"Archive\"}",
        "\"policy\":{\"deletion\":\"Archive\"}",
      })
  void aPolicyNobodyUnderstandsIsNotTakenForTheDefaultWhichDeletes(String spec) {
    Machine machine = read(spec, GOOD_STATUS);

    assertThat(machine.unreadable().policy()).isNull();
    assertThat(machine.getSpec()).isNull();
    assertThat(machine.getStatus().id()).isEqualTo("ps1");
  }

  @Test
  void theSameWhereAnObservationOfANewerVersionDoesNotFitEither() {
    var machine = read("\"policy\":{\"deletion\":\"Archive\"}", GOOD_STATUS + ",\"observed\":7");

    assertThat(machine.getSpec()).isNull();
    assertThat(machine.unreadable().policy()).isNull();
    assertThat(machine.getStatus().id()).isEqualTo("ps1");
  }

  @Test
  void aSpecThatIsNoObjectIsUnreadable() {
    Machine machine =
        serialization.unmarshal(
            object("one", "{}", "{" + GOOD_STATUS + "}").replace("\"spec\":{}", "\"spec\":7"),
            Machine.class);

    assertThat(machine.unreadable().where()).isEqualTo("spec: expected object, found number");
    assertThat(machine.unreadable().policy()).isNull();
  }

  @Test
  void whatOnlyUsersSeeInTheStatusMayBeLost() {
    Machine machine = read(GOOD_SPEC, "\"id\":\"ps1\",\"observed\":{\"storageGb\":\"many\"}");

    assertThat(machine.unreadable()).isNull();
    assertThat(machine.getSpec().diskSize()).isEqualTo(50);
    assertThat(machine.getStatus().id()).isEqualTo("ps1");
    assertThat(machine.getStatus().observed()).isNull();
  }

  @Test
  void withoutTheStatusInFullNothingMayBeDeletedOrMadeAgain() {
    Machine machine = read(GOOD_SPEC, "\"id\":{\"new\":\"form\"},\"completedIntent\":\"n1\"");

    assertThat(machine.unreadable().where()).isEqualTo("status.id: expected string, found object");
    assertThat(machine.unreadable().policy()).isNull();
    assertThat(machine.getSpec()).isNull();
    assertThat(machine.getStatus().completedIntent()).isEqualTo("n1");
  }

  @Test
  void aListSurvivesOneBadObject() {
    String list =
        "{\"kind\":\"MachineList\",\"apiVersion\":\"paperspace.com/v1alpha1\",\"items\":["
            + String.join(
                ",",
                object("one", "{" + GOOD_SPEC + "}", "{}"),
                object("bad", "{\"diskSize\":\"50Gi\"}", "{" + GOOD_STATUS + "}"),
                object("two", "{" + GOOD_SPEC + "}", "{}"))
            + "]}";

    List<Machine> machines =
        serialization
            .unmarshal(list, new TypeReference<DefaultKubernetesResourceList<Machine>>() {})
            .getItems();

    assertThat(machines)
        .extracting(machine -> machine.getMetadata().getName())
        .containsExactly("one", "bad", "two");
    assertThat(machines)
        .extracting(machine -> machine.unreadable() == null)
        .containsExactly(true, false, true);
  }

  @Test
  void aWatchSurvivesOneBadObject() {
    serialization.registerKubernetesResource(Machine.class);
    WatchEvent event =
        serialization.unmarshal(
            "{\"type\":\"ADDED\",\"object\":"
                + object("bad", "{\"diskSize\":\"50Gi\"}", "{}")
                + "}",
            WatchEvent.class);

    assertThat(((Machine) event.getObject()).unreadable()).isNotNull();
  }

  @Test
  void whatIsNoJsonIsStillAnError() {
    assertThatThrownBy(() -> serialization.unmarshal("{\"kind\":\"Machine\",", Machine.class))
        .isNotNull();
  }

  @Test
  void theMarkSurvivesACopyButNeverReachesTheServer() {
    Machine bad = read("\"diskSize\":\"50Gi\"", GOOD_STATUS);
    try (var client =
        new KubernetesClientBuilder().withKubernetesSerialization(serialization).build()) {
      Machine copy = new ResourceCloner(client).clone(bad);

      assertThat(copy.unreadable()).isEqualTo(bad.unreadable());
      assertThat(copy.getMetadata()).isEqualTo(bad.getMetadata()).isNotSameAs(bad.getMetadata());
    }
    assertThat(serialization.asJson(bad)).doesNotContain("unreadable").doesNotContain("expected");
  }

  private Machine read(String spec, String status) {
    return serialization.unmarshal(
        object("one", "{" + spec + "}", "{" + status + "}"), Machine.class);
  }

  private static String object(String name, String spec, String status) {
    return "{\"apiVersion\":\"paperspace.com/v1alpha1\",\"kind\":\"Machine\",\"metadata\":{\"name\":\""
        + name
        + "\",\"uid\":\"u\"},\"spec\":"
        + spec
        + ",\"status\":"
        + status
        + "}";
  }
}
