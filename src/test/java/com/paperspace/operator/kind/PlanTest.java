package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.Given.given;
import static com.paperspace.operator.kind.Given.read;
import static com.paperspace.operator.kind.Given.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.SnapshotRestore;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.api.TeamSecret;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.client.ContainerRegistries;
import com.paperspace.operator.client.CustomTemplates;
import com.paperspace.operator.client.DatasetVersions;
import com.paperspace.operator.client.Datasets;
import com.paperspace.operator.client.Deployments;
import com.paperspace.operator.client.MachineEvents;
import com.paperspace.operator.client.Machines;
import com.paperspace.operator.client.Models;
import com.paperspace.operator.client.PrivateNetworks;
import com.paperspace.operator.client.Projects;
import com.paperspace.operator.client.PublicIps;
import com.paperspace.operator.client.Secrets;
import com.paperspace.operator.client.SharedDrives;
import com.paperspace.operator.client.Snapshots;
import com.paperspace.operator.client.StartupScripts;
import com.paperspace.operator.client.StorageProviders;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plan of every kind's life, told by its steps without one being sent. */
class PlanTest {
  /** What is done to make a resource, to bring an object in line with it, and to remove that. */
  private static <R extends PaperspaceResource<? extends ManagedSpec, O>, O, T> List<String> plan(
      Adapter<R, O, T> adapter, R resource, T remote, Given inputs) {
    var drift = adapter.diff(resource, remote, inputs);
    return List.of(
        adapter.create(resource, inputs).toString(),
        adapter.next(resource, remote, drift, inputs).toString(),
        adapter.delete(remote).toString());
  }

  private static String next(Machine machine, String view, Given inputs) {
    var adapter = new MachineAdapter();
    var remote = MachineRemote.of(read(Machines.View.class, view));
    var drift = adapter.diff(machine, remote, inputs);
    return adapter.next(machine, remote, drift, inputs).toString();
  }

  @Test
  void aPrivateNetwork() {
    assertThat(
            plan(
                PrivateNetworkKind.adapter(),
                resource(PrivateNetwork.class, "{name: lab, region: ny2}"),
                Remote.of(
                    "", read(PrivateNetworks.View.class, "{id: nw1, name: old, region: ny2}")),
                given()))
        .containsExactly("create lab", "change name from old to lab", "delete nw1");
  }

  @Test
  void aPublicIp() {
    var declared = resource(PublicIp.class, "{region: ny2, machineId: ps1}");
    var address = "{ip: 198.18.0.1, region: ny2}";
    assertThat(
            plan(
                new PublicIpAdapter(),
                declared,
                read(PublicIps.View.class, address),
                given("assignedTo", "ps1")))
        .containsExactly(
            "create an address in ny2", "change machineId from (none) to ps1", "delete 198.18.0.1");
  }

  @Test
  void aSharedDrive() {
    assertThat(
            plan(
                SharedDriveKind.adapter(),
                resource(SharedDrive.class, "{name: data, size: 500, region: ny2}"),
                Remote.of(
                    "",
                    read(SharedDrives.View.class, "{id: d1, name: old, size: 500, region: ny2}")),
                given()))
        .containsExactly("create data", "change name from old to data", "delete d1");
  }

  @Test
  void aCustomTemplate() {
    assertThat(
            plan(
                CustomTemplateKind.adapter(),
                resource(CustomTemplate.class, "{name: base, machineId: ps1}"),
                Remote.of("", read(CustomTemplates.View.class, "{id: t1, name: old}")),
                given()))
        .containsExactly("create base", "change name from old to base", "delete t1");
  }

  @Test
  void aSnapshot() {
    assertThat(
            plan(
                SnapshotKind.adapter(),
                resource(Snapshot.class, "{name: before, machineId: ps1}"),
                Remote.of("", read(Snapshots.View.class, "{id: s1, name: old, machineId: ps1}")),
                given()))
        .containsExactly("create before", "change name from old to before", "delete s1");
  }

  @Test
  void aRestoreThatIsNotUndone() {
    var adapter = new SnapshotRestoreAdapter();
    var resource = resource(SnapshotRestore.class, "{snapshotId: s1}");
    var remote = RestoreRemote.of(read(MachineEvents.View.class, "{id: e1, state: done}"));
    assertThat(adapter.create(resource, given())).hasToString("create here");
    assertThat(adapter.diff(resource, remote, given())).isEmpty();
    assertThat(adapter.delete(remote)).hasToString("leave what was restored");
  }

  @Test
  void aScriptWithoutItsText() {
    assertThat(
            plan(
                StartupScriptKind.adapter(),
                resource(
                    StartupScript.class,
                    "{name: setup, isEnabled: false, script: {inline: echo hunter2}}"),
                Remote.of(
                    "", read(StartupScripts.View.class, "{id: ss1, name: setup, isEnabled: true}")),
                given()))
        .containsExactly(
            "create setup",
            "change isEnabled from true to false, script from (unknown) to (as in the spec)",
            "delete ss1");
  }

  @Test
  void aProject() {
    assertThat(
            plan(
                ProjectKind.adapter(),
                resource(PaperspaceProject.class, "{name: vision, tags: [a]}"),
                new Remote<>(
                    "",
                    read(Projects.View.class, "{id: p1, name: vision}"),
                    Map.of("tags", List.of("b"))),
                given()))
        .containsExactly("create vision", "change tags[a] from absent to present", "delete p1");
  }

  @Test
  void aSecretWithoutItsValue() {
    assertThat(
            plan(
                ProjectSecretKind.adapter(),
                resource(
                    ProjectSecret.class,
                    "{projectId: p1, name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: k}}}"),
                Remote.of("p1", read(Secrets.View.class, "{name: TOKEN}")),
                given()))
        .containsExactly(
            "create TOKEN",
            "change value from (unknown) to (as in Secret s, key k)",
            "delete p1/TOKEN");
  }

  @Test
  void aSecretOfTheTeamWithoutItsValue() {
    assertThat(
            plan(
                TeamSecretKind.adapter(),
                resource(
                    TeamSecret.class,
                    "{name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: k}}}"),
                Remote.of("te1", read(Secrets.View.class, "{name: TOKEN}")),
                given()))
        .containsExactly(
            "create TOKEN",
            "change value from (unknown) to (as in Secret s, key k)",
            "delete te1/TOKEN");
  }

  @Test
  void aRegistryWithoutItsPassword() {
    assertThat(
            plan(
                ContainerRegistryKind.adapter(),
                resource(
                    ContainerRegistry.class,
                    "{name: hub, url: 'https://a', username: new,"
                        + " passwordFrom: {secretKeyRef: {name: s, key: k}}}"),
                Remote.of(
                    "",
                    read(
                        ContainerRegistries.View.class,
                        "{id: cr1, name: hub, url: 'https://a', username: old}")),
                given()))
        .containsExactly(
            "create hub",
            "change username from old to new, password from (unknown) to (as in Secret s, key k)",
            "delete cr1");
  }

  @Test
  void aStorageProviderWithoutItsKeys() {
    assertThat(
            plan(
                StorageProviderKind.adapter(),
                resource(
                    StorageProvider.class,
                    "{name: store, s3Config: {bucket: new,"
                        + " accessKeyFrom: {secretKeyRef: {name: s, key: a}},"
                        + " secretAccessKeyFrom: {secretKeyRef: {name: s, key: b}}}}"),
                Remote.of(
                    "",
                    read(
                        StorageProviders.View.class,
                        "{id: sp1, name: store, s3Config: {bucket: old}}")),
                given()))
        .containsExactly(
            "create store",
            "change s3Config.bucket from old to new, accessKey from (unknown) to (as in Secret s,"
                + " key a), secretAccessKey from (unknown) to (as in Secret s, key b)",
            "delete sp1");
  }

  @Test
  void aDataset() {
    assertThat(
            plan(
                DatasetKind.adapter(),
                resource(Dataset.class, "{name: faces, description: '', storageProviderId: sp1}"),
                Remote.of(
                    "te1",
                    read(
                        Datasets.View.class,
                        "{id: ds1, name: faces, description: old, storageProviderId: sp1}")),
                given()))
        .containsExactly("create faces", "change description from old to (none)", "delete ds1");
  }

  @Test
  void aVersionOfADataset() {
    assertThat(
            plan(
                DatasetVersionKind.adapter(),
                resource(DatasetVersion.class, "{datasetId: ds1, tags: [b, a], isCommitted: true}"),
                Remote.of("ds1", read(DatasetVersions.View.class, "{version: v1, tags: [a]}")),
                given()))
        .containsExactly(
            "create here",
            "change tags from [a] to [a, b], isCommitted from (none) to true",
            "delete ds1/v1");
  }

  @Test
  void aModelThatMoves() {
    assertThat(
            plan(
                ModelKind.adapter(),
                resource(Model.class, "{name: weights, projectId: p2}"),
                Remote.of("", read(Models.View.class, "{id: mo1, name: weights, projectId: p1}")),
                given()))
        .containsExactly("create weights", "change projectId from p1 to p2", "delete mo1");
  }

  @Test
  void aDeployment() {
    assertThat(
            plan(
                new DeploymentAdapter(),
                resource(
                    Deployment.class,
                    "{projectId: p1, name: web, image: 'web:2', resources: {machineType: C4}}"),
                DeploymentRemote.of(
                    read(
                        Deployments.View.class,
                        "{id: dp1, name: web, projectId: p1, latestSpec: {data: {apiVersion: v1,"
                            + " name: web, image: 'web:1', resources: {machineType: C4}}}}")),
                given()))
        .containsExactly("create web", "change image from web:1 to web:2", "delete dp1");
  }

  @Test
  void aMachine() {
    assertThat(
            plan(
                new MachineAdapter(),
                resource(Machine.class, "{name: train, autoShutdownTimeout: 8}"),
                MachineRemote.of(
                    read(Machines.View.class, "{id: ps1, state: ready, autoShutdownTimeout: 1}")),
                given("restartAt", "(none)")))
        .containsExactly("create train", "change autoShutdownTimeout from 1 to 8", "delete ps1");
  }

  @Test
  void aMachineThatIsStoppedForAChangeAndStartedAgain() {
    var machine = resource(Machine.class, "{machineType: A6000, allowStop: true}");
    var small = "{id: ps1, state: %s, machineType: A4000}";
    var offered = given("restartAt", "(none)", "offeredType", "A6000");
    var stopped = given("restartAt", "(none)", "offeredType", "A6000", "stoppedForChange", "true");
    assertThat(
            List.of(
                next(machine, small.formatted("ready"), given("restartAt", "(none)")),
                next(machine, small.formatted("ready"), offered),
                next(machine, small.formatted("ready"), stopped),
                next(machine, small.formatted("off"), stopped),
                next(machine, "{id: ps1, state: off, machineType: A6000}", stopped),
                next(machine, "{id: ps1, state: ready, machineType: A6000}", stopped)))
        .containsExactly(
            "look up whether the machine can be A6000",
            "remember stoppedForChange",
            "stop, to change machineType from A4000 to A6000 (interrupts what runs)",
            "change machineType from A4000 to A6000",
            "start again, after the change it was stopped for",
            "remember offeredType, stoppedForChange");
  }

  @Test
  void aMachineThatIsToBeOffOrDeletedWhileItIsOn() {
    var machine = resource(Machine.class, "{powerState: 'Off'}");
    assertThat(next(machine, "{id: ps1, state: ready}", given("restartAt", "(none)")))
        .isEqualTo("change powerState from On to Off (interrupts what runs)");
    var on = MachineRemote.of(read(Machines.View.class, "{id: ps1, state: ready}"));
    assertThat(new MachineAdapter().clearForDelete(on))
        .hasToString("Optional[stop, to delete it (interrupts what runs)]");
  }

  /** Its power was refused and stands aside; the rest still needs the stop. */
  @Test
  void aStopThatCarriesNothingSaysWhatItIsFor() {
    var adapter = new MachineAdapter();
    var machine = resource(Machine.class, "{powerState: 'Off', machineType: A6000}");
    var on =
        MachineRemote.of(read(Machines.View.class, "{id: ps1, state: ready, machineType: A4000}"));
    var type =
        adapter.diff(machine, on, given("restartAt", "(none)")).stream()
            .filter(d -> d.field().equals("machineType"))
            .toList();
    var offered = given("restartAt", "(none)", "offeredType", "A6000");
    var step = adapter.next(machine, on, type, offered);
    assertThat(step)
        .hasToString("stop, to change machineType from A4000 to A6000 (interrupts what runs)");
    assertThat(step.carries()).isEmpty();
  }

  @Test
  void whatIsOnlyRememberedLeavesNoFailureOfBefore() {
    var adapter = new MachineAdapter();
    var machine = resource(Machine.class, "{}");
    var failed =
        new MachineRemote(
            read(Machines.View.class, "{id: ps1, state: ready}"),
            read(MachineEvents.View.class, "{id: ev1, state: error}"),
            null,
            null,
            null);
    var drift = adapter.diff(machine, failed, given());
    var step = adapter.next(machine, failed, drift, given());
    assertThat(step.kind()).isEqualTo(Step.Kind.NOTE);
    assertThat(step.call().send(null).remote().event()).isNull();
  }

  @Test
  void aRestartIsAnnouncedBeforeItIsSent() {
    var machine = resource(Machine.class, "{}");
    machine.getMetadata().setAnnotations(Map.of("paperspace.com/restart-at", "monday"));
    var on = "{id: ps1, state: ready}";
    assertThat(next(machine, on, given("restartAt", "(none)")))
        .isEqualTo("remember restartAnnounced, restartBefore");
    assertThat(next(machine, on, given("restartAt", "(none)", "restartAnnounced", "monday")))
        .isEqualTo("restart (interrupts what runs)");
  }

  /** A kind that has no plan here is missing above. */
  @Test
  void noKindIsLeftOut() {
    assertThat(Kinds.all())
        .extracting(it -> it.type().getSimpleName())
        .containsExactlyInAnyOrder(
            "ContainerRegistry",
            "CustomTemplate",
            "Dataset",
            "DatasetVersion",
            "Deployment",
            "Machine",
            "Model",
            "PaperspaceProject",
            "PrivateNetwork",
            "ProjectSecret",
            "PublicIp",
            "SharedDrive",
            "Snapshot",
            "SnapshotRestore",
            "StartupScript",
            "StorageProvider",
            "TeamSecret");
  }
}
