package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.LocalRef;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.api.SharedDrive.Observed;
import com.paperspace.operator.api.SharedDrive.Spec;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the table itself decides, on a kind whose cloud is a list of what was sent. */
class SimpleKindTest {
  private record View(String name, Integer size) {}

  private final List<String> sent = new ArrayList<>();
  private Optional<View> read = Optional.empty();

  private KindTable<SharedDrive, Spec, Observed, List<String>, View> table() {
    return KindTable.of(SharedDrive.class, api -> sent, it -> List.<View>of(), (it, id) -> read)
        .identity(it -> new Identity("id", it.name(), null))
        .named(Spec::name)
        .changeable("name", Spec::name, View::name)
        .changeable("size", Spec::size, View::size)
        .create(
            it -> new View(it.name(), it.changed("size", Spec::size)),
            (it, body) -> {
              it.add("create " + body);
              return body;
            })
        .delete((it, id) -> it.add("delete " + id))
        .observed("There.", it -> null);
  }

  private KindTable<SharedDrive, Spec, Observed, List<String>, View> changing() {
    return table()
        .change(
            it -> new View(it.changed("name", Spec::name), it.changed("size", Spec::size)),
            (it, id, body) -> {
              it.add("change " + id + " " + body);
              return Optional.empty();
            });
  }

  private static SharedDrive drive() {
    return Given.resource(SharedDrive.class, "{name: new, size: 2}");
  }

  private static Remote<View> old() {
    return Remote.of("", new View("old", 1));
  }

  private Remote<View> sent(Adapter<SharedDrive, Observed, Remote<View>> kind, List<Drift> todo) {
    return kind.next(drive(), old(), todo, Given.given()).call().send(null).remote();
  }

  @Test
  void aChangeCarriesWhatIsToBePutRightAndNothingElse() {
    var kind = new SimpleKind<>(changing());
    var drift = kind.diff(drive(), old(), Given.given());
    assertThat(Given.words(drift)).isEqualTo("CORRECT name new was old; CORRECT size 2 was 1");
    sent(kind, drift.subList(1, 2));
    sent(kind, drift);
    assertThat(sent)
        .as("one that was refused, and so is not to be sent, must not hold up others")
        .containsExactly("change id View[name=null, size=2]", "change id View[name=new, size=2]");
  }

  @Test
  void whatAChangeDoesNotAnswerIsRead() {
    var kind = new SimpleKind<>(changing());
    var drift = kind.diff(drive(), old(), Given.given());
    assertThat(sent(kind, drift)).as("and if it is not there, it is as it was").isEqualTo(old());
    read = Optional.of(new View("new", 2));
    assertThat(sent(kind, drift).view()).isEqualTo(read.get());
  }

  @Test
  void aKindWithoutAChangeHasNone() {
    var kind = new SimpleKind<>(table());
    var drift = List.of(Drift.correctable("name", "new", "old"));
    assertThatThrownBy(() -> kind.next(drive(), old(), drift, Given.given()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsInUseIsKept() {
    var used = new InUseException("used");
    var kind =
        new SimpleKind<>(
            table()
                .beforeDelete(
                    (api, it) -> {
                      throw used;
                    }));
    assertThatThrownBy(() -> kind.delete(old()).call().send(null)).isSameAs(used);
    assertThat(sent).isEmpty();
    new SimpleKind<>(table()).delete(old()).call().send(null);
    assertThat(sent).containsExactly("delete id");
  }

  @Test
  void whatATableDoesNotSayIsNotThere() {
    var kind = new SimpleKind<>(table());
    assertThat(kind.references(drive())).isEmpty();
    assertThat(kind.scope(drive(), Given.given())).isEmpty();
    assertThat(kind.sameScope("a/b", "c/d")).as("all are the team's").isTrue();
    assertThat(kind.naturalKey(drive(), Given.given())).isEmpty();
    assertThat(kind.outputs(drive(), old())).isEmpty();
    assertThat(kind.outputSecret(drive())).isNull();
    assertThat(kind.createOnly()).isEmpty();
    var made = kind.create(drive(), Given.given()).call().send(null);
    assertThat(made.marks()).isEmpty();
    assertThat(made.remote()).isEqualTo(new Remote<>("", new View("new", null), Map.of()));
  }

  @Test
  void whatGoesIntoABodyPrintsNoValue() {
    assertThat(
            new Declared<>("TOKEN", "spec", Map.of("value", "s3cret"), Map.of(), Set.of())
                .toString())
        .doesNotContain("s3cret");
  }

  /** A table whose drive is in a project, named by reference where its name is "by-ref". */
  private KindTable<SharedDrive, Spec, Observed, List<String>, View> referring(boolean fixed) {
    return table()
        .create(
            it -> new View(it.id("projectRef"), null),
            (it, body) -> {
              it.add("create in " + body.name());
              return body;
            })
        .reference(
            new ReferenceRow<>(
                new ResourceRef<>(
                    "projectRef",
                    "networkId",
                    PaperspaceProject.class,
                    spec -> "by-ref".equals(spec.name()) ? new LocalRef("home") : null,
                    Spec::networkId),
                View::name,
                (api, id) -> sent.contains("there " + id),
                fixed));
  }

  private static SharedDrive referring(String spec) {
    return Given.resource(SharedDrive.class, spec);
  }

  @Test
  void aReferenceIsResolvedSentComparedAndLookedFor() {
    var adapter = new SimpleKind<>(referring(true));
    var drive = referring("{name: by-ref}");
    var named = new Reference.ToResource("projectRef", PaperspaceProject.class, "home");
    assertThat(adapter.references(drive)).containsExactly(named);
    assertThat(adapter.create(drive, Given.given()).call().send(null)).isNotNull();
    assertThat(sent).containsExactly("create in id-of-projectRef");
    var elsewhere = Remote.of("", new View("other", null));
    assertThat(Given.words(adapter.diff(drive, elsewhere, Given.given())))
        .contains("REPLACE projectRef id-of-projectRef was other");
    assertThat(adapter.exists(named, Given.given(), null)).as("gone").isFalse();
    sent.add("there id-of-projectRef");
    assertThat(adapter.exists(named, Given.given(), null)).isTrue();
    assertThat(adapter.createOnly()).contains("projectRef", "networkId");
  }

  @Test
  void whatIsNamedByIdNeedsNoReferenceAndOneThatMayChangeIsCorrected() {
    var adapter = new SimpleKind<>(referring(false));
    var byId = referring("{name: n, networkId: n1}");
    assertThat(adapter.references(byId)).isEmpty();
    assertThat(Given.words(adapter.diff(byId, Remote.of("", new View("n2", null)), Given.given())))
        .contains("CORRECT networkId n1 was n2");
    var none = referring("{name: n}");
    assertThat(Given.words(adapter.diff(none, Remote.of("", new View("n2", null)), Given.given())))
        .doesNotContain("projectRef");
    assertThat(adapter.createOnly()).doesNotContain("projectRef");
  }
}
