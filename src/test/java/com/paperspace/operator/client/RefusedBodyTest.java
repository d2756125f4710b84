package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.ContainerConfig.Env;
import com.paperspace.operator.client.ContainerConfig.Integration;
import com.paperspace.operator.client.ContainerConfig.Resources;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refused body is told by the fields people know, and of a choice only the branch they meant. */
class RefusedBodyTest {
  private final FakeService service = new FakeService();
  private final Paperspace client = service.client();

  @AfterEach
  void close() {
    service.close();
  }

  private static Deployments.Upsert deployment() {
    var env = List.of(new Env("MODE", "fast"), new Env("HF_TOKEN", "secret:hf"));
    var data =
        new Integration("s3", null, "weights", null, "s3://b/p", null, null, "id", "secret:key");
    var resources = new Resources("C4", List.of(8080), 1, null);
    return new Deployments.Upsert(
        null,
        "p1",
        new ContainerConfig(
            "v1",
            "web",
            "nginx",
            null,
            "hub",
            null,
            env,
            null,
            null,
            "secret:auth",
            List.of(data),
            resources));
  }

  private List<String> issues(String issues, ThrowingCallable call) {
    service.answers(
        400, "{\"code\": \"BAD_REQUEST\", \"message\": \"Invalid\", \"issues\": " + issues + "}");
    return failure(call).issues();
  }

  private List<String> ofDeployment(String issues) {
    return issues(issues, () -> client.deployments().upsert(deployment()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"config\", \"resources\", \"ports\", 0] | resources.ports[0]",
        "[\"config\", \"healthChecks\", \"liveness\", \"port\"] | healthChecks.liveness.port",
        "[\"config\", \"env\", 0, \"value\"] | env[MODE].value",
        "[\"config\", \"env\", 1, \"value\"] | env[HF_TOKEN].valueFrom",
        "[\"config\", \"env\", 7, \"value\"] | env[7].value",
        "[\"config\", \"basicAuthKey\"] | basicAuth",
        "[\"config\", \"containerRegistry\"] | containerRegistry",
        "[\"config\", \"integrations\", 0, \"secretAccessKey\"] | integrations[weights].secretAccessKey",
        "[\"config\"] | spec",
        "[\"projectId\"] | projectRef or projectId",
        "\"/config/resources/ports/0\" | resources.ports[0]",
        "\"config.env[0].value\" | env[MODE].value",
      })
  void aDeploymentsFieldsAreThoseOfItsSpec(String path, String field) {
    assertThat(ofDeployment("[{\"path\": " + path + ", \"message\": \"No\"}]"))
        .containsExactly(field + ": No");
  }

  @Test
  void whatIsSentByItselfIsNamedAsTheSpecNamesIt() {
    var value = "[{\"path\": [\"value\"], \"message\": \"No\"}]";
    var user = "[{\"path\": [\"userId\"], \"message\": \"No\"}]";
    var name = "[{\"path\": [\"name\"], \"message\": \"No\"}]";
    var secrets = client.projectSecrets();
    assertThat(issues(value, () -> secrets.create("p", new Secrets.Create("s", "v"))))
        .containsExactly("valueFrom.secretKeyRef: No");
    assertThat(issues(value, () -> secrets.update("p", "s", new Secrets.Change("v"))))
        .containsExactly("valueFrom.secretKeyRef: No");
    assertThat(issues(name, () -> client.projects().addTag("p", "t"))).containsExactly("tags: No");
    assertThat(issues(user, () -> client.projects().addCollaborator("p", "u")))
        .containsExactly("collaborators: No");
    assertThat(issues(user, () -> client.machineAccess().add("m", "u")))
        .containsExactly("accessorIds: No");
  }

  private static String no(String parameter) {
    return "[{\"path\": [\"%s\"], \"message\": \"No\"}]".formatted(parameter);
  }

  /** The service takes the path, the query and the body for one input. */
  @Test
  void whatStandsInThePathIsNamedAsTheSpecNamesIt() {
    var machines = client.machines();
    var projects = client.projects();
    var secrets = client.projectSecrets();
    var change = new Secrets.Change("v");
    assertThat(issues(no("userId"), () -> client.machineAccess().remove("m", "u1")))
        .containsExactly("accessorIds[u1]: No");
    assertThat(issues(no("userId"), () -> projects.removeCollaborator("p", "u1")))
        .containsExactly("collaborators[u1]: No");
    assertThat(issues(no("name"), () -> projects.removeTag("p", "blue")))
        .containsExactly("tags[blue]: No");
    assertThat(issues(no("id"), () -> machines.stop("m"))).containsExactly("status.id: No");
    assertThat(issues(no("id"), () -> machines.delete("m"))).containsExactly("status.id: No");
    assertThat(issues(no("id"), () -> client.machineAccess().remove("m", "u1")))
        .containsExactly("status.id: No");
    assertThat(issues(no("id"), () -> client.deployments().delete("d")))
        .containsExactly("status.id: No");
    assertThat(issues(no("id"), () -> client.sharedDrives().delete("d")))
        .containsExactly("status.id: No");
    assertThat(issues(no("id"), () -> secrets.update("p", "s", change)))
        .containsExactly("projectRef or projectId: No");
    assertThat(issues(no("name"), () -> secrets.delete("p", "s"))).containsExactly("name: No");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config.resources.ports.0 is too high | resources.ports[0]: is too high",
        "config.env[1].value: Required | env[HF_TOKEN].valueFrom: Required",
        "/config/image must not be empty | image: must not be empty",
        "config Invalid input | spec: Invalid input",
        "projectId: Unknown | projectRef or projectId: Unknown",
        "Required | Required",
        "nobody.knows this | nobody.knows this",
        "configured badly | configured badly",
      })
  void aFieldInFrontOfTheMessageIsNamedToo(String message, String shown) {
    assertThat(ofDeployment("[{\"message\": \"" + message + "\"}]")).containsExactly(shown);
  }

  private static String union(String path, String... branches) {
    var errors =
        java.util.Arrays.stream(branches)
            .map(it -> "{\"name\": \"ZodError\", \"issues\": [" + it + "]}")
            .collect(java.util.stream.Collectors.joining(", "));
    return "{\"code\": \"invalid_union\", \"path\": %s, \"message\": \"Invalid input\", \"unionErrors\": [%s]}"
        .formatted(path, errors);
  }

  private static String at(String path, String message) {
    return "{\"code\": \"x\", \"path\": [%s], \"message\": \"%s\"}"
        .formatted(path.replaceAll("([a-zA-Z]+)", "\"$1\""), message);
  }

  @Test
  void theBranchWithTheRightVersionIsMeantThoughAnotherGoesDeeper() {
    var v0 = at("config,apiVersion", "Expected v0") + "," + at("config,a,b,c,d,e", "Required");
    var v1 = at("config,resources,ports", "Required") + "," + at("config,image", "Too long");
    assertThat(ofDeployment("[" + union("[\"config\"]", v0, v1) + "]"))
        .containsExactly("resources.ports: Required", "image: Too long");
  }

  @Test
  void choicesAreFollowedToTheirDeepestIssue() {
    var s3 = at("config,integrations,0,url", "Must start with s3://");
    var other = at("config,integrations,0,type", "Expected model");
    var inner = union("[\"config\", \"integrations\", 0]", other, s3);
    var v0 = at("config,apiVersion", "Expected v0");
    service.answers(
        400,
        "{\"code\": \"BAD_REQUEST\", \"message\": \"config: Invalid input\", \"issues\": ["
            + union("[\"config\"]", inner, v0)
            + "]}");
    assertThat(failure(() -> client.deployments().upsert(deployment())))
        .hasMessageContaining("(integrations[weights].url: Must start with s3://)");
  }

  @Test
  void aWrongTypeOfOnePartDoesNotSpeakAgainstItsVersion() {
    var inner =
        union(
            "[\"config\", \"integrations\", 0]",
            at("config,integrations,0,type", "Expected s3"),
            at("config,integrations,0,type", "Expected model"));
    var v0 = at("config,apiVersion", "Expected v0");
    assertThat(ofDeployment("[" + union("[\"config\"]", v0, inner) + "]"))
        .containsExactly("integrations[weights].type: Expected s3");
  }

  @Test
  void withoutAWordAboutTheKindTheLongestPathAndThenTheFewestIssuesAreMeant() {
    var exec = at("config,healthChecks,liveness,exec", "Required");
    var http =
        at("config,healthChecks,liveness,headers,0", "Odd")
            + ","
            + at("config,healthChecks,liveness,path", "Required");
    var fewer = at("config,healthChecks,liveness,headers,1", "Odd");
    assertThat(ofDeployment("[" + union("[\"config\"]", exec, http, fewer) + "]"))
        .containsExactly("healthChecks.liveness.headers[1]: Odd");
  }

  @Test
  void issuesThatComeAsTheMessageItselfAreRead() {
    service.answers(
        400,
        """
        {"code": "BAD_REQUEST", "message": "[{\\"path\\": [\\"config\\", \\"image\\"], \\"message\\": \\"Required\\"}]"}
        """);
    assertThat(failure(() -> client.deployments().upsert(deployment())))
        .hasMessageEndingWith("answered 400 BAD_REQUEST: image: Required");
  }
}
