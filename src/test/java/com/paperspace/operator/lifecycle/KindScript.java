package com.paperspace.operator.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PrivateNetwork;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.api.TeamSecret;
import com.paperspace.operator.simulator.Table;
import com.paperspace.operator.support.Rig;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the life-cycle script needs to know of one kind.
 *
 * @param kind its class
 * @param prepare makes what it refers to
 * @param spec its spec, as a YAML flow mapping without the closing brace
 * @param changed the same with one field changed
 * @param isChanged whether the cloud object shows the change
 * @param disturb changes that field behind the operator's back
 * @param isDisturbed whether the cloud object still shows that
 * @param table where the cloud keeps its objects
 */
public record KindScript(
    Class<? extends PaperspaceResource<?, ?>> kind,
    Consumer<Rig> prepare,
    String spec,
    String changed,
    BiPredicate<Rig, ObjectNode> isChanged,
    BiConsumer<Rig, String> disturb,
    BiPredicate<Rig, ObjectNode> isDisturbed,
    Function<Rig, Table> table) {

  static final String TEAM = "a";

  /** One of every kind. */
  public static List<KindScript> all() {
    return List.of(
        registry(),
        template(),
        model(),
        project(),
        secret(),
        deployment(),
        machine(),
        network(),
        address(),
        drive(),
        snapshot(),
        startupScript(),
        storage(),
        dataset(),
        version(),
        teamSecret());
  }

  @Override
  public String toString() {
    return kind.getSimpleName();
  }

  private static void home(Rig rig) {
    rig.apply("kind: PaperspaceProject\nmetadata: {name: home}\nspec: {name: home}\n");
    rig.untilReady(PaperspaceProject.class, "home");
  }

  private static KindScript registry() {
    return new KindScript(
        ContainerRegistry.class,
        rig -> rig.secret("login", "password", "opens it"),
        "{name: subject, url: 'https://ghcr.io', username: bot,"
            + " passwordFrom: {secretKeyRef: {name: login, key: password}}",
        "{name: subject, url: 'https://ghcr.io', username: bot-2,"
            + " passwordFrom: {secretKeyRef: {name: login, key: password}}",
        (rig, it) -> it.path("username").asText().equals("bot-2"),
        (rig, id) ->
            rig.cloud
                .team(TEAM)
                .console("PUT", "/container-registries/" + id, "{\"username\":\"foreign\"}"),
        (rig, it) -> it.path("username").asText().equals("foreign"),
        rig -> rig.cloud.team(TEAM).table("container-registries"));
  }

  private static KindScript template() {
    return new KindScript(
        CustomTemplate.class,
        rig -> host(rig, ", powerState: 'Off'"),
        "{name: subject, machineRef: {name: host}",
        "{name: subject-2, machineRef: {name: host}",
        (rig, it) -> it.path("name").asText().equals("subject-2"),
        (rig, id) ->
            rig.cloud.team(TEAM).customTemplates().edit(id, it -> it.put("name", "foreign")),
        (rig, it) -> it.path("name").asText().equals("foreign"),
        rig -> rig.cloud.team(TEAM).customTemplates());
  }

  private static KindScript model() {
    return new KindScript(
        Model.class,
        rig -> {
          home(rig);
          rig.apply("kind: PaperspaceProject\nmetadata: {name: away}\nspec: {name: away}\n");
          rig.untilReady(PaperspaceProject.class, "away");
        },
        "{name: subject, projectRef: {name: home}",
        "{name: subject, projectRef: {name: away}",
        (rig, it) -> it.path("projectId").asText().equals(project(rig, "away")),
        // Back where it was at once would pass for a move that was not carried out.
        (rig, id) -> rig.cloud.team(TEAM).models().edit(id, it -> it.putNull("projectId")),
        (rig, it) -> !it.path("projectId").asText().equals(project(rig, "away")),
        rig -> rig.cloud.team(TEAM).models());
  }

  private static String project(Rig rig, String name) {
    return rig.find(PaperspaceProject.class, name).orElseThrow().getStatus().id();
  }

  private static KindScript project() {
    return new KindScript(
        PaperspaceProject.class,
        rig -> {},
        "{name: subject, tags: [red]",
        "{name: subject-2, tags: [red, blue]",
        (rig, it) -> it.path("name").asText().equals("subject-2"),
        (rig, id) -> rig.cloud.team(TEAM).projects().edit(id, it -> it.put("name", "foreign")),
        (rig, it) -> it.path("name").asText().equals("foreign"),
        rig -> rig.cloud.team(TEAM).projects());
  }

  private static KindScript secret() {
    return new KindScript(
        ProjectSecret.class,
        rig -> {
          home(rig);
          rig.secret("values", "one", "the first value");
          rig.secret("others", "two", "the second value");
        },
        "{projectRef: {name: home}, name: SUBJECT,"
            + " valueFrom: {secretKeyRef: {name: values, key: one}}",
        "{projectRef: {name: home}, name: SUBJECT,"
            + " valueFrom: {secretKeyRef: {name: others, key: two}}",
        (rig, it) -> value(rig).equals("the second value"),
        (rig, id) -> {
          var parts = id.split("/", 2);
          rig.cloud
              .team(TEAM)
              .console(
                  "PATCH",
                  "/projects/" + parts[0] + "/secrets/" + parts[1],
                  "{\"value\":\"foreign\"}");
        },
        (rig, it) -> value(rig).equals("foreign"),
        rig -> rig.cloud.team(TEAM).secrets());
  }

  private static String value(Rig rig) {
    return rig.cloud.team(TEAM).secretValue(project(rig, "home"), "SUBJECT");
  }

  private static KindScript deployment() {
    return new KindScript(
        Deployment.class,
        KindScript::home,
        "{projectRef: {name: home}, name: subject, image: 'web:1',"
            + " resources: {machineType: C4, ports: [80], replicas: 1}",
        "{projectRef: {name: home}, name: subject, image: 'web:2',"
            + " resources: {machineType: C4, ports: [80], replicas: 1}",
        (rig, it) -> image(it).equals("web:2"),
        (rig, id) ->
            rig.cloud
                .team(TEAM)
                .console(
                    "POST",
                    "/deployments",
                    """
                    {"deploymentId": "%s", "projectId": "%s", "config": {"apiVersion": "v1",
                     "name": "subject", "image": "foreign:1",
                     "resources": {"machineType": "C4", "ports": [80], "replicas": 1}}}
                    """
                        .formatted(
                            id,
                            rig.cloud
                                .team(TEAM)
                                .deployments()
                                .get(id)
                                .orElseThrow()
                                .path("projectId")
                                .asText())),
        (rig, it) -> image(it).equals("foreign:1"),
        rig -> rig.cloud.team(TEAM).deployments());
  }

  private static String image(ObjectNode deployment) {
    return deployment.path("latestSpec").path("data").path("image").asText();
  }

  private static KindScript machine() {
    return new KindScript(
        Machine.class,
        rig -> {},
        "{name: subject, machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100,"
            + " powerState: 'On'",
        "{name: subject, machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 100,"
            + " powerState: 'Off'",
        (rig, it) -> it.path("state").asText().equals("off"),
        (rig, id) -> rig.cloud.team(TEAM).console("PATCH", "/machines/" + id + "/start", "{}"),
        (rig, it) -> !it.path("state").asText().equals("off"),
        rig -> rig.cloud.team(TEAM).machines());
  }

  private static KindScript network() {
    return new KindScript(
        PrivateNetwork.class,
        rig -> {},
        "{name: subject, region: ny2",
        "{name: subject-2, region: ny2",
        (rig, it) -> it.path("name").asText().equals("subject-2"),
        (rig, id) -> rig.cloud.team(TEAM).networks().edit(id, it -> it.put("name", "foreign")),
        (rig, it) -> it.path("name").asText().equals("foreign"),
        rig -> rig.cloud.team(TEAM).networks());
  }

  private static KindScript address() {
    return new KindScript(
        PublicIp.class,
        rig -> {
          foreignMachine(rig, "m-first");
          foreignMachine(rig, "m-second");
        },
        "{region: ny2, machineId: m-first, outputs: {secret: subject-address}",
        "{region: ny2, machineId: m-second, outputs: {secret: subject-address}",
        (rig, it) -> it.path("assignedMachineId").asText().equals("m-second"),
        (rig, id) ->
            rig.cloud.team(TEAM).console("PUT", "/public-ips/" + id, "{\"machineId\": null}"),
        (rig, it) -> it.path("assignedMachineId").isNull(),
        rig -> rig.cloud.team(TEAM).publicIps());
  }

  /** A machine nobody manages, under an id that a spec can name. */
  private static void foreignMachine(Rig rig, String id) {
    var body =
        """
        {"name": "%s", "machineType": "A4000", "templateId": "t0nspur5", "region": "ny2",
         "diskSize": 100}
        """
            .formatted(id);
    var machines = rig.cloud.team(TEAM).machines();
    var made = rig.cloud.team(TEAM).console("POST", "/machines", body).at("/data/id").asText();
    machines.all().stream()
        .filter(it -> it.path("id").asText().equals(made))
        .findFirst()
        .ifPresent(it -> machines.add(id, it.deepCopy().put("id", id).put("state", "ready")));
    machines.remove(made);
  }

  private static KindScript drive() {
    return new KindScript(
        SharedDrive.class,
        rig ->
            rig.cloud
                .team(TEAM)
                .networks()
                .add(
                    "nw-subject",
                    (ObjectNode)
                        rig.cloud
                            .team(TEAM)
                            .console(
                                "POST",
                                "/private-networks",
                                "{\"name\":\"net\",\"region\":\"ny2\"}")
                            .deepCopy()),
        "{name: subject, size: 100, region: ny2, networkId: nw-subject,"
            + " outputs: {secret: mount}",
        "{name: subject-2, size: 100, region: ny2, networkId: nw-subject,"
            + " outputs: {secret: mount}",
        (rig, it) -> it.path("name").asText().equals("subject-2"),
        (rig, id) -> rig.cloud.team(TEAM).drives().edit(id, it -> it.put("name", "foreign")),
        (rig, it) -> it.path("name").asText().equals("foreign"),
        rig -> rig.cloud.team(TEAM).drives());
  }

  /** A machine that others are made of. */
  static void host(Rig rig) {
    host(rig, "");
  }

  private static void host(Rig rig, String more) {
    rig.apply(
        "kind: Machine\nmetadata: {name: host}\nspec: {machineType: A4000, templateId: t0nspur5,"
            + " region: ny2, diskSize: 100"
            + more
            + "}\n");
    rig.untilReady(Machine.class, "host");
  }

  private static KindScript snapshot() {
    return new KindScript(
        Snapshot.class,
        KindScript::host,
        "{name: subject, machineRef: {name: host}",
        "{name: subject-2, machineRef: {name: host}",
        (rig, it) -> it.path("name").asText().equals("subject-2"),
        (rig, id) -> rig.cloud.team(TEAM).snapshots().edit(id, it -> it.put("name", "foreign")),
        (rig, it) -> it.path("name").asText().equals("foreign"),
        rig -> rig.cloud.team(TEAM).snapshots());
  }

  private static KindScript startupScript() {
    return new KindScript(
        StartupScript.class,
        rig -> {
          rig.secret("boot", "one", "echo 1");
          rig.secret("reboot", "two", "echo 2");
        },
        "{name: subject, isEnabled: false, script: {secretKeyRef: {name: boot, key: one}}",
        "{name: subject-2, isEnabled: false, script: {secretKeyRef: {name: reboot, key: two}}",
        (rig, it) ->
            it.path("name").asText().equals("subject-2")
                && !it.path("isEnabled").asBoolean()
                && rig.cloud
                    .team(TEAM)
                    .kept("startup-scripts", it.path("id").asText(), "script")
                    .equals("echo 2"),
        (rig, id) ->
            rig.cloud.team(TEAM).startupScripts().edit(id, it -> it.put("isEnabled", true)),
        (rig, it) -> it.path("isEnabled").asBoolean(),
        rig -> rig.cloud.team(TEAM).startupScripts());
  }

  private static void keys(Rig rig) {
    rig.secret("bucket", "access", "the access key");
    rig.secret("bucket-secret", "secret", "the secret key");
    rig.secret("bucket-next", "secret", "the next secret key");
  }

  private static String bucket(String region, String secret) {
    return "s3Config: {bucket: data, region: "
        + region
        + ", accessKeyFrom: {secretKeyRef: {name: bucket, key: access}},"
        + " secretAccessKeyFrom: {secretKeyRef: {name: "
        + secret
        + ", key: secret}}}";
  }

  private static KindScript storage() {
    return new KindScript(
        StorageProvider.class,
        KindScript::keys,
        "{name: subject, isTeamDefault: true, " + bucket("nyc3", "bucket-secret"),
        "{name: subject, isTeamDefault: true, " + bucket("ams3", "bucket-next"),
        (rig, it) ->
            it.at("/s3Config/region").asText().equals("ams3")
                && rig.cloud
                    .team(TEAM)
                    .bucketSecret(it.path("id").asText())
                    .equals("the next secret key"),
        (rig, id) ->
            providers(rig).edit(id, it -> it.withObject("/s3Config").put("region", "foreign")),
        (rig, it) -> it.at("/s3Config/region").asText().equals("foreign"),
        KindScript::providers);
  }

  private static Table providers(Rig rig) {
    return rig.cloud.team(TEAM).table("storage-providers");
  }

  private static void store(Rig rig) {
    keys(rig);
    rig.apply(
        "kind: StorageProvider\nmetadata: {name: store}\nspec: {"
            + bucket("nyc3", "bucket-secret")
            + "}\n");
    rig.untilReady(StorageProvider.class, "store");
  }

  private static KindScript dataset() {
    return new KindScript(
        Dataset.class,
        KindScript::store,
        "{name: subject, storageProviderRef: {name: store}, isPublic: true",
        "{name: subject, storageProviderRef: {name: store}, isPublic: true, description: changed",
        (rig, it) -> it.path("description").asText().equals("changed"),
        (rig, id) -> datasets(rig).edit(id, it -> it.put("description", "foreign")),
        (rig, it) -> it.path("description").asText().equals("foreign"),
        KindScript::datasets);
  }

  private static Table datasets(Rig rig) {
    return rig.cloud.team(TEAM).table("datasets");
  }

  private static KindScript version() {
    return new KindScript(
        DatasetVersion.class,
        rig -> {
          store(rig);
          rig.apply(
              """
              kind: Dataset
              metadata: {name: home}
              spec: {storageProviderRef: {name: store}}
              """);
          rig.untilReady(Dataset.class, "home");
        },
        "{datasetRef: {name: home}, message: first, tags: [b, a], metadata: {rows: '7'}",
        "{datasetRef: {name: home}, message: second, tags: [c, a], isCommitted: true",
        (rig, it) ->
            it.path("isCommitted").asBoolean() && it.path("message").asText().equals("second"),
        (rig, key) -> versions(rig).edit(key, it -> it.put("message", "foreign")),
        (rig, it) -> it.path("message").asText().equals("foreign"),
        KindScript::versions);
  }

  private static Table versions(Rig rig) {
    return rig.cloud.team(TEAM).table("dataset-versions");
  }

  private static KindScript teamSecret() {
    return new KindScript(
        TeamSecret.class,
        rig -> {
          rig.secret("values", "one", "the first value");
          rig.secret("others", "two", "the second value");
        },
        "{name: SUBJECT, valueFrom: {secretKeyRef: {name: values, key: one}}",
        "{name: SUBJECT, valueFrom: {secretKeyRef: {name: others, key: two}}",
        (rig, it) -> rig.cloud.team(TEAM).teamSecretValue("SUBJECT").equals("the second value"),
        (rig, id) ->
            rig.cloud
                .team(TEAM)
                .console(
                    "PATCH", "/teams/" + id.replace("/", "/secrets/"), "{\"value\":\"foreign\"}"),
        (rig, it) -> rig.cloud.team(TEAM).teamSecretValue("SUBJECT").equals("foreign"),
        rig -> rig.cloud.team(TEAM).teamSecrets());
  }

  /**
   * What takes over an object that is there: by its name, or by its id where it has none. An
   * address that has its machine already goes only where that is said.
   */
  String takingOver(String id) {
    return kind.equals(PublicIp.class)
        ? ", externalId: " + id + ", releaseAssigned: true, policy: {deletion: Delete}"
        : ", policy: {adoption: ByName, deletion: Delete}";
  }

  /** A manifest of this kind. */
  public String manifest(String name, String flowSpec, String more) {
    return "kind: "
        + kind.getSimpleName()
        + "\nmetadata: {name: "
        + name
        + "}\nspec: "
        + flowSpec
        + more
        + "}\n";
  }
}
