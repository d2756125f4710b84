package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.client.DatasetVersions;
import com.paperspace.operator.client.Models;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.status.StatusDraft;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a lost object of each kind may be found again: by name, age, key, scope or what it shows. */
class WhatSetsKindsApartTest {
  private static Adapter<?, ?, ?> adapter(String kind) {
    return Kinds.all().stream()
        .filter(it -> it.type().getSimpleName().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // kind, dated, named, found by its scope, repeatable
    "Snapshot, false, true, false, true",
    "StorageProvider, false, true, false, true",
    "DatasetVersion, true, false, true, false",
    "ProjectSecret, true, true, false, true",
    "Dataset, true, true, false, true",
    "PublicIp, true, false, false, true",
    "Deployment, true, true, false, false",
  })
  void whatTellsAnObjectFromOthers(
      String kind, boolean dated, boolean named, boolean byScope, boolean repeatable) {
    var adapter = adapter(kind);
    assertThat(adapter.isDated()).as("dated").isEqualTo(dated);
    assertThat(adapter.isNamed()).as("named").isEqualTo(named);
    assertThat(adapter.isFoundByScope()).as("by scope").isEqualTo(byScope);
    assertThat(adapter.isRepeatable()).as("repeatable").isEqualTo(repeatable);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Dataset, true",
    "DatasetVersion, true",
    "Model, true",
    "Machine, false",
    "ProjectSecret, false",
  })
  void whatOtherTeamsMaySee(String kind, boolean seen) {
    assertThat(adapter(kind).isSeenByOthers()).isEqualTo(seen);
  }

  private static <R extends PaperspaceResource<? extends ManagedSpec, O>, O>
      Optional<String> ownedKey(Adapter<R, O, ?> adapter) {
    var yaml = "{metadata: {name: here}, spec: {name: n}, status: {id: 'p1/TOKEN'}}";
    return adapter.ownedKey(Given.read(adapter.type(), yaml));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "ProjectSecret, p1/TOKEN, what is known by its name has it for a key",
    "Dataset, '', what has an id has no other key",
    "DatasetVersion, '', nor has what its parent gives a key",
    "Deployment, '', nor one of which nothing was seen",
  })
  void theKeyAnObjectIsOwnedBy(String kind, String key, String why) {
    assertThat(ownedKey(adapter(kind)).orElse("")).as(why).isEqualTo(key);
  }

  @Test
  void aDeploymentKeepsItsKeyWhileItIsGone() {
    var adapter = new DeploymentAdapter();
    var yaml =
        "{metadata: {name: here}, spec: {name: n}, status: {id: d1,"
            + " observed: {state: healthy, projectId: %s}}}";
    var seen = Given.read(Deployment.class, yaml.formatted("p1"));
    var status = new StatusDraft<Deployment.Observed>();
    status.id = "d1";
    status.observed = adapter.remains(seen, seen.getStatus().observed());
    assertThat(status.observed.state()).isNull();
    var gone = Given.read(Deployment.class, "{metadata: {name: here}, spec: {name: n}}");
    gone.setStatus(status.build());
    assertThat(adapter.ownedKey(gone)).contains("p1/n");
    var unknown = Given.read(Deployment.class, yaml.formatted("null"));
    assertThat(adapter.remains(unknown, unknown.getStatus().observed())).isNull();
  }

  private static <R extends PaperspaceResource<? extends ManagedSpec, O>, O> boolean hasUnlisted(
      Adapter<R, O, ?> adapter, String spec) {
    return adapter.hasUnlisted(Given.resource(adapter.type(), spec), Given.given());
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Dataset | {name: n} | false | a list shows all there is to a dataset",
        "PaperspaceProject | {name: n} | false | and to a project that declares no set",
        "PaperspaceProject | {tags: []} | true | tags are read apart, if only to find that none are",
        "PaperspaceProject | {models: [mo1]} | true | and so are models",
        "ContainerRegistry | {name: n} | true | no list tells whether a login works",
        "Deployment | {name: n} | true | nor how replicas are",
      })
  void whatNoListShows(String kind, String spec, boolean unlisted, String why) {
    assertThat(hasUnlisted(adapter(kind), spec)).as(why).isEqualTo(unlisted);
  }

  private static Optional<Inputs> inputs(boolean known) {
    return known ? Optional.of(Given.given()) : Optional.empty();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: w, storageProviderId: sp1} | name: w | true | true | as it was made",
        "{name: w, storageProviderId: sp1} | name: v | true | false | its name cannot change",
        "{name: w, projectId: p1} | projectId: p2 | true | true | its project can",
        "{name: w, projectId: p1} | description: d | true | true | nobody knows who described it",
        "{storageProviderId: sp1} | storageProviderId: sp2 | true | false | it is stored elsewhere",
        "{storageProviderId: sp1} | storageProviderId: sp2 | false | true | or is, for all one knows",
        "{storageProviderId: sp1} | storageProviderId: sp1 | true | true | it is stored there",
        "null | name: v | true | true | nothing is declared that it could differ from",
      })
  void aNamedObjectIsNotTakenForOursIfNoChangeCanHaveMadeIt(
      String spec, String shown, boolean known, boolean isOurs, String why) {
    var view = Remote.of("", Given.read(Models.View.class, "{id: mo1, " + shown + "}"));
    var model = Given.resource(Model.class, spec);
    assertThat(ModelKind.adapter().isAsMade(model, view, inputs(known))).as(why).isEqualTo(isOurs);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "message: a | message: a | true | it shows what was sent",
        "message: a | message: b | false | it shows another text",
        "datasetId: d | message: b | false | it shows a text that nobody sent",
        "datasetId: d | version: v1 | true | it shows nothing, and nothing was sent",
        "isCommitted: true | isCommitted: false | true | a commit comes later than the create",
      })
  void anObjectWithoutANameHasToShowWhatItsCreateSent(
      String spec, String shown, boolean isOurs, String why) {
    var view = Given.read(DatasetVersions.View.class, "{" + shown + "}");
    var version = Given.resource(DatasetVersion.class, "{" + spec + "}");
    assertThat(
            DatasetVersionKind.adapter()
                .isAsMade(version, Remote.of("d", view), Optional.of(Given.given())))
        .as(why)
        .isEqualTo(isOurs);
  }
}
