package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.kind.NoteKind;
import com.paperspace.operator.kind.ProjectSecretKind;
import com.paperspace.operator.kind.SharedDriveKind;
import com.paperspace.operator.kind.StorageProviderKind;
import com.paperspace.operator.lifecycle.Note;
import com.paperspace.operator.reconcile.cloud.Desk;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How resources are named in messages. */
class DependentsTest {

  @Test
  void aNamespaceLearnsNoNamesOfAnother() {
    var user = new Deployment();
    user.setMetadata(new ObjectMetaBuilder().withName("web").withNamespace("ml").build());
    assertThat(Dependents.named(user, "ml")).isEqualTo("Deployment/web");
    assertThat(Dependents.named(user, "other")).isEqualTo("a Deployment of another namespace");
  }

  @Test
  void ofManyThreeAreNamed() {
    assertThat(Dependents.some(List.of("a", "b", "c"))).isEqualTo("a, b, c");
    assertThat(Dependents.some(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c and 2 more");
  }

  private final Desk desk = Desk.bare();

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {V} | Secret/NS/v account/NS/default | the default account",
        "spec: {V, accountRef: {name: a}} | Secret/NS/v account/NS/a | the one that is named",
        "spec: {V, accountRef: {name: a}}, status: {account: {name: b}} | Secret/NS/v account/NS/a"
            + " account/NS/b | and the recorded one",
        "spec: {V, accountRef: {name: a}}, status: {account: {name: a}} | Secret/NS/v account/NS/a |"
            + " once",
        "status: {account: {name: b}} | account/NS/b | a spec that cannot be read",
        "spec: {V, projectRef: {name: p}} | PaperspaceProject/NS/p Secret/NS/v account/NS/default |"
            + " a reference",
        "spec: {V}, status: {id: p/s, account: {teamId: t}} | Secret/NS/v account/NS/default"
            + " cloud/ProjectSecret/t/p/s cloud/ProjectSecret/t/key:p/s | a cloud object, by id and key",
        "spec: {V, policy: {management: ObserveOnly}}, status: {id: p/s, account: {teamId: t}} |"
            + " Secret/NS/v account/NS/default cloud/ProjectSecret/t/p/s | what is only watched is not"
            + " made again",
        "spec: {V}, status: {id: p/s} | Secret/NS/v account/NS/default | one of an unknown team",
        "spec: {V}, status: {account: {teamId: t}} | Secret/NS/v account/NS/default | none yet",
      })
  void whatIsUsed(String resource, String keys, String why) {
    var value = "valueFrom: {secretKeyRef: {name: v, key: k}}";
    var secret = desk.read(ProjectSecret.class, "s", resource.replace("V", value));
    assertThat(String.join(" ", Dependents.of(secret, ProjectSecretKind.adapter())))
        .as(why)
        .isEqualTo(keys.replace("NS", desk.namespace));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "status: {observedGeneration: -1} | true | as the API server fills it in: never looked at",
        "status: {account: {teamId: t}, observedGeneration: 1} | true | it has a key of the team",
        "status: {account: {teamId: u}, observedGeneration: 1} | false | it has one of another team",
        "status: {observedGeneration: 1} | false | it has none",
        "status: {account: {teamId: u}, observedGeneration: -1} | false | nor a forged one",
      })
  void anIntentHoldsItsPlaceOnlyForATeamItsResourceHasAKeyOf(
      String status, boolean holds, String why) {
    var value = "spec: {valueFrom: {secretKeyRef: {name: v, key: k}}}, ";
    var secret = desk.read(ProjectSecret.class, "s", value + status);
    var intent = secret.getMetadata().getUid() + ".n@2026-11-28T00:00:00Z#t key p/s";
    secret.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent));
    secret.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    assertThat(holds(secret)).as(why).isEqualTo(holds);
    // As one that was deleted before it was looked at, and that nobody ever looks at.
    secret.getMetadata().setFinalizers(List.of("others.example/theirs"));
    assertThat(holds(secret)).as(why).isEqualTo(holds && secret.getStatus().account() != null);
  }

  private static boolean holds(ProjectSecret secret) {
    return Dependents.of(secret, ProjectSecretKind.adapter())
        .contains("cloud/ProjectSecret/t/key:p/s");
  }

  @Test
  void anOpenCreateOfAKindWhoseNamesIdentifyNothingIsFoundByItsName() {
    var drive = desk.read(SharedDrive.class, "d", "spec: {name: d}");
    var intent = "d-uid.n@2026-11-28T00:00:00Z#t name /d";
    drive.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent));
    drive.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    var keys = Dependents.of(drive, SharedDriveKind.adapter());
    assertThat(keys).contains("cloud/SharedDrive/t/name:/d");
  }

  @Test
  void whatIsWrittenIsUsedToo() {
    var drive = desk.read(SharedDrive.class, "d", "spec: {name: d, outputs: {secret: out}}");
    assertThat(Dependents.of(drive, SharedDriveKind.adapter()))
        .contains("Secret/" + desk.namespace + "/out");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "isTeamDefault: true, name: a | Ready | true | it asks for what only one can be",
        "isTeamDefault: false, name: a | Ready | false | it does not",
        "isTeamDefault: true, policy: {management: ObserveOnly} | Ready | false | it only watches",
        "isTeamDefault: true, name: a | OwnershipConflict | false | another has it",
      })
  void whatItDecidesOn(String spec, String reason, boolean decides, String why) {
    var provider =
        desk.read(
            StorageProvider.class,
            "s",
            "spec: {"
                + spec
                + ", s3Config: {accessKeyFrom: {secretKeyRef: {name: k, key: a}},"
                + " secretAccessKeyFrom: {secretKeyRef: {name: k, key: b}}}}, status: {id: s, account: {teamId: t}, conditions: [{type: Stalled, status:"
                + " 'True', reason: "
                + reason
                + "}]}");
    assertThat(Dependents.of(provider, StorageProviderKind.adapter()))
        .as(why)
        .satisfies(
            keys ->
                assertThat(keys.contains("field/isTeamDefault/cloud/StorageProvider/t/"))
                    .isEqualTo(decides));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inline: hello | account/NS/default",
        "configMapKeyRef: {name: m, key: k} | ConfigMap/NS/m account/NS/default",
        "secretKeyRef: {name: m, key: k} | Secret/NS/m account/NS/default",
      })
  void aTextIsUsedFromWhereItStands(String text, String keys) {
    var note = desk.read(Note.class, "n", "spec: {text: {" + text + "}}");
    assertThat(String.join(" ", Dependents.of(note, NoteKind.adapter(Map.of()))))
        .isEqualTo(keys.replace("NS", desk.namespace));
  }

  @Test
  void usersAreNamedByKindAndName() {
    assertThat(
            Dependents.named(
                List.of(
                    desk.read(PaperspaceProject.class, "p", "spec: {name: p}"),
                    desk.read(ProjectSecret.class, "s", "spec: {name: s}"))))
        .isEqualTo("PaperspaceProject/p, ProjectSecret/s");
  }
}
