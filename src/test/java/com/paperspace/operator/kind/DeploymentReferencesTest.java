package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.client.Deployments;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a deployment names, looked for where the service keeps it; and how it is found itself. */
class DeploymentReferencesTest {
  private static final String SPEC =
      "image: a, resources: {machineType: C5, ports: [80], replicas: 1}";

  private final DeploymentAdapter adapter = new DeploymentAdapter();
  private final OneTeam team = new OneTeam();

  DeploymentReferencesTest() {
    team.put("projects", "p1", "{id: p1, name: home}");
    team.put("projects", "p2", "{id: p2, name: other}");
    team.put("models", "mo1", "{id: mo1, name: w}");
    team.put("container-registries", "cr1", "{id: cr1, name: hub}");
    var secret = "{\"name\": \"TOKEN\", \"value\": \"v\"}";
    team.estate.console("POST", "/projects/p1/secrets", secret);
  }

  @AfterEach
  void close() {
    team.close();
  }

  static Stream<Arguments> references() {
    return Stream.of(
        Arguments.of("containerRegistryRef", ContainerRegistry.class, "hub", true, "by its name"),
        Arguments.of("containerRegistryRef", ContainerRegistry.class, "cr1", false, "not its id"),
        Arguments.of("integrations[0].modelRef", Model.class, "mo1", true, "by its id"),
        Arguments.of("integrations[0].modelRef", Model.class, "mo0", false, "no such model"),
        Arguments.of(
            "integrations[0].datasetVersionRef",
            DatasetVersion.class,
            "s3://nowhere",
            true,
            "a place does not tell whether a version is there"),
        Arguments.of("projectRef", PaperspaceProject.class, "p1", true, "by its id"),
        Arguments.of("projectRef", PaperspaceProject.class, "p0", false, "no such project"),
        Arguments.of("basicAuth", ProjectSecret.class, "p1/TOKEN", true, "in its project"),
        Arguments.of("basicAuth", ProjectSecret.class, "p1/OTHER", false, "no such secret"),
        Arguments.of("basicAuth", ProjectSecret.class, "p2/TOKEN", false, "in another project"));
  }

  @ParameterizedTest(name = "{1} {2}: {4}")
  @MethodSource("references")
  void whatItNamesIsLookedFor(
      String field,
      Class<? extends PaperspaceResource<?, ?>> kind,
      String id,
      boolean isThere,
      String why) {
    var reference = new Reference.ToResource(field, kind, "named");
    var given = team.given().with(Map.of(field, id));
    assertThat(adapter.exists(reference, given, team.api)).as(why).isEqualTo(isThere);
  }

  private static Deployment deployment(String more) {
    return Given.resource(Deployment.class, "{projectId: p1, " + SPEC + more + "}");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{url: 's3://b/v1'} | s3://b/v1 | the data is where the version is stored",
        "{} | - | nobody knows yet",
        "null | - | it was not seen yet",
      })
  void aVersionIsKnownByThePlaceItIsStoredIn(String observed, String place, String why) {
    var spec = ", integrations: [{type: dataset, name: d, datasetVersionRef: {name: v}}]";
    var reference = (Reference.ToResource) adapter.references(deployment(spec)).get(0);
    assertThat(reference.field()).isEqualTo("integrations[0].datasetVersionRef");
    var version =
        Given.read(DatasetVersion.class, "{status: {id: ds1/v1, observed: " + observed + "}}");
    assertThat(reference.value().apply(version.getStatus())).as(why).isEqualTo(place);
    var model = Given.read(Model.class, "{status: {id: mo1, observed: {name: w}}}");
    assertThat(reference.value().apply(model.getStatus())).as("no version").isNull();
  }

  @Test
  void oneIsMadeListedFoundAndDeleted() {
    var made = team.made(adapter, deployment(""));
    var id = made.view().id();
    assertThat(adapter.list("", team.api)).extracting(it -> it.view().id()).containsExactly(id);
    assertThat(adapter.get(id, team.api).orElseThrow().view().name()).isEqualTo("here");
    assertThat(adapter.findByKey("p1/here", team.api).orElseThrow().view().id()).isEqualTo(id);
    assertThat(adapter.isRepeatable()).as("every upsert makes a revision").isFalse();
    adapter.delete(made).call().send(team.api);
    assertThat(adapter.get(id, team.api)).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "image: a, true, as declared: how its replicas are is told apart",
    "image: b, false, another image is declared since",
  })
  void aRowOfAListTellsWhetherItIsAsDeclared(String image, boolean isAtRest, String why) {
    var made = adapter.create(deployment(""), team.given()).call().send(team.api);
    var row = adapter.get(made.remote().view().id(), team.api).orElseThrow();
    var given = new Given(made.marks(), "s3cret").in(team.estate.id());
    var declared = "{projectId: p1, " + SPEC.replace("image: a", image) + "}";
    assertThat(adapter.isAtRest(Given.resource(Deployment.class, declared), row, given))
        .as(why)
        .isEqualTo(isAtRest);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{projectId: p2} | projectId: p1 | p2/here | its name in the project it is in",
        "{} | projectId: p1 | '' | the project was not seen",
        "null | projectId: p1 | '' | nothing was seen",
        "{projectId: p2} | externalId: d1 | '' | it keeps the name it has there, whatever that is",
        "{projectId: p2} | 'projectId: p1, externalId: \"\"' | p2/here | an empty id is none",
        "{projectId: p2} | 'externalId: d1, name: shop' | p2/shop | a name that is declared is its own",
      })
  void theKeyItHasInTheCloud(String observed, String more, String key, String why) {
    var yaml = "{metadata: {name: here}, spec: {%s, %s}, status: {id: d1, observed: %s}}";
    var seen = Given.read(Deployment.class, yaml.formatted(SPEC, more, observed));
    assertThat(adapter.ownedKey(seen).orElse("")).as(why).isEqualTo(key);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{endpoint: d1.test, basicAuthKey: k} | endpoint=https://d1.test basicAuthKey=k"
            + " basicAuthUser=paperspace | all of it",
        "{endpoint: d1.test} | endpoint=https://d1.test | nothing protects it",
        "{endpoint: d1.test, basicAuthKey: ' '} | endpoint=https://d1.test | nor does a blank key",
        "{} | '' | nothing is shown yet",
      })
  void whatGoesIntoItsSecret(String shown, String values, String why) {
    var view = Given.read(Deployments.View.class, shown);
    var outputs = adapter.outputs(deployment(""), DeploymentRemote.of(view));
    var words = outputs.entrySet().stream().map(Object::toString).toList();
    assertThat(String.join(" ", words)).as(why).isEqualTo(values);
  }
}
