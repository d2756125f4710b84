package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.ConfigMapKeyRef;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.cloud.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a spec refers to, and what is said when it is not there yet. */
class ResolverTest {
  private static final Reference PROJECT =
      new Reference.ToResource("projectRef", PaperspaceProject.class, "home");
  private static final SecretKeyRef KEY = new SecretKeyRef("s", "value");
  private static final Reference SECRET = new Reference.ToSecret("valueFrom.secretKeyRef", KEY);
  private static final ConfigMapKeyRef MAP_KEY = new ConfigMapKeyRef("s", "value");
  private static final Reference CONFIG_MAP =
      new Reference.ToConfigMap("script.configMapKeyRef", MAP_KEY);

  private Desk desk = Desk.bare();

  private String resolve(boolean exists, Reference reference, AtomicReference<Inputs> inputs) {
    var pass = desk.pass(desk.read(PaperspaceProject.class, "p", "spec: {name: p}"));
    pass.draft.id = exists ? "x" : null;
    pass.draft.marks.put("mark", "m");
    pass.draft.operation = new Operation("Creating", pass.now.toString(), "e");
    var ended =
        Desk.ended(
            () ->
                inputs.set(
                    desk.services
                        .resolver()
                        .resolve(
                            pass.resource,
                            List.of(reference),
                            pass.connection,
                            pass.draft,
                            pass.now)));
    return ended.map(it -> it.reason() + ": " + it.message()).orElse("");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "id: h, account: {teamId: team-a} | false | '' | it has an id",
        "account: {teamId: team-a} | false | has no cloud object yet. | it has none",
        "id: h | false | has no cloud object yet. | nobody knows whose it is",
        "id: h, account: {teamId: team-b} | false | belongs to team team-b, not to team-a. |"
            + " another team's",
      })
  void aResource(String status, boolean exists, String said, String why) {
    desk.project("home", "spec: {name: home}, status: {" + status + "}");
    var inputs = new AtomicReference<Inputs>();
    assertSaid(resolve(exists, PROJECT, inputs), said, why);
    if (said.isEmpty()) {
      assertThat(inputs.get().id("projectRef")).isEqualTo("h");
    }
  }

  @Test
  void oneThatCannotBeUsedAsItIsIsWaitedForOrSomebodysConcern() {
    desk.project("home", "spec: {name: home}, status: {id: h, account: {teamId: team-a}}");
    var home = new Reference.ToResource("projectRef", PaperspaceProject.class, "home");
    Function<PaperspaceResource<?, ?>, Optional<String>> why =
        it -> Optional.of("is called " + it.getMetadata().getName() + ".");
    var said = "projectRef: PaperspaceProject home is called home.";
    assertThat(resolve(true, home.until(why), new AtomicReference<>()))
        .isEqualTo("WaitingForReference: " + said);
    assertThat(resolve(true, home.unless(why), new AtomicReference<>()))
        .isEqualTo("InvalidSpec: " + said);
  }

  private static void assertSaid(String is, String said, String why) {
    if (said.isEmpty()) {
      assertThat(is).as(why).isEmpty();
    } else {
      assertThat(is)
          .as(why)
          .startsWith("WaitingForReference: projectRef: PaperspaceProject home")
          .contains(said);
    }
  }

  @Test
  void oneThatIsKnownIsNotAskedFor() {
    var inputs = new AtomicReference<Inputs>();
    var home = new Reference.ToResource("projectRef", PaperspaceProject.class, "home");
    assertThat(resolve(true, home.knownAs("h"), inputs)).as("nobody has made it").isEmpty();
    assertThat(inputs.get().id("projectRef")).isEqualTo("h");
  }

  @Test
  void oneThatIsNotThere() {
    var said = "does not exist in namespace " + desk.namespace + ". Create it, or name another.";
    assertSaid(resolve(true, PROJECT, new AtomicReference<>()), said, "nobody has made it");
  }

  @Test
  void oneWhoseCloudObjectIsGone() {
    desk.project(
        "home",
        "status: {id: h, account: {teamId: team-a}, conditions: [{type: Synced, status: 'False',"
            + " reason: ExternalMissing}]}");
    var said = "its cloud object, h, is gone. Its status tells what to do";
    assertSaid(resolve(true, PROJECT, new AtomicReference<>()), said, "it says so itself");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "false, is being deleted., nothing new is made in what goes",
    "true, '', what is there already is kept up",
  })
  void oneThatIsBeingDeleted(boolean exists, String said, String why) {
    desk.project("home", "status: {id: h, account: {teamId: team-a}}")
        .getMetadata()
        .setDeletionTimestamp(desk.time.instant().toString());
    assertSaid(resolve(exists, PROJECT, new AtomicReference<>()), said, why);
  }

  @Test
  void aStatusThatIsStillToBeWrittenCounts() {
    var home = desk.project("home", "spec: {name: home}");
    var newer =
        desk.read(PaperspaceProject.class, "home", "status: {id: new, account: {teamId: team-a}}");
    desk.services.writer().keep(home, newer.getStatus());
    var inputs = new AtomicReference<Inputs>();
    assertThat(resolve(false, PROJECT, inputs)).isEmpty();
    assertThat(inputs.get().id("projectRef")).isEqualTo("new");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "none  | Secret s does not exist in namespace NS. Create it, with a value under value.",
        "other | Secret s in namespace NS has no value under value. Put it there.",
        "value | ''",
      })
  void aSecret(String key, String said) {
    desk = Desk.inKubernetes();
    if (!key.equals("none")) {
      desk.secret(Map.of(key, "v1"));
    }
    var inputs = new AtomicReference<Inputs>();
    var is = resolve(false, SECRET, inputs);
    if (said.isEmpty()) {
      assertThat(inputs.get().secret(KEY)).isEqualTo("v1");
      assertThat(is).isEmpty();
    } else {
      var words = said.replace("NS", desk.namespace);
      assertThat(is).isEqualTo(Reason.WaitingForSecret + ": valueFrom.secretKeyRef: " + words);
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "none | WaitingForReference: F: ConfigMap s does not exist in namespace NS. Create it, with"
            + " a value under value.",
        "data: {other: v1} | WaitingForReference: F: ConfigMap s in namespace NS has no value under"
            + " value. Put it there.",
        "data: {value: ''} | WaitingForReference: F: ConfigMap s in namespace NS has no value under"
            + " value. Put it there.",
        "binaryData: {value: /w==} | InvalidSpec: ConfigMap s: the value under value is not text in"
            + " UTF-8.",
        "data: {value: v1} | ''",
        "binaryData: {value: djE=} | ''",
      })
  void aConfigMap(String content, String said) {
    desk = Desk.inKubernetes();
    if (!content.equals("none")) {
      var map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\n" + content;
      desk.client.resource(map).inNamespace(desk.namespace).create();
    }
    var inputs = new AtomicReference<Inputs>();
    assertThat(resolve(false, CONFIG_MAP, inputs))
        .isEqualTo(said.replace("F:", CONFIG_MAP.field() + ":").replace("NS", desk.namespace));
    if (said.isEmpty()) {
      assertThat(inputs.get().text(MAP_KEY)).isEqualTo("v1");
      assertThatThrownBy(() -> inputs.get().secret(KEY))
          .as("a Secret of that name is another thing")
          .hasMessageStartingWith("s/value is not among");
    }
  }

  @Test
  void aConfigMapThatChangesIsReadAnew() {
    desk = Desk.inKubernetes();
    for (var value : List.of("v1", "v2")) {
      var map =
          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata: {value: " + value + "}";
      desk.client.resource(map).inNamespace(desk.namespace).createOr(it -> it.update());
      var inputs = new AtomicReference<Inputs>();
      resolve(false, CONFIG_MAP, inputs);
      assertThat(inputs.get().text(MAP_KEY)).isEqualTo(value);
    }
  }

  @Test
  void whatAPassKnowsBesides() {
    desk.project("home", "status: {id: h, account: {teamId: team-a}}");
    var all = new AtomicReference<Inputs>();
    assertThat(resolve(false, PROJECT, all)).isEmpty();
    var inputs = all.get();
    assertThat(inputs.marks()).containsEntry("mark", "m");
    assertThat(inputs.operation().eventId()).isEqualTo("e");
    assertThat(inputs.now()).isEqualTo(desk.time.instant());
    assertThat(inputs.digest("v"))
        .as("salted with the object's own uid")
        .isEqualTo(desk.connection.digest("p-uid", "v"))
        .isNotEqualTo(desk.connection.digest("q-uid", "v"));
    assertThatThrownBy(() -> inputs.id("other")).hasMessageStartingWith("other is not among");
    assertThatThrownBy(() -> inputs.secret(KEY)).hasMessageStartingWith("s/value is not among");
  }
}
