package com.paperspace.operator.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.PaperspaceResource.Unreadable;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who waits for a resource to go is told that it is gone. */
class DepartureTest {
  private static final String SEEN = "spec: {name: p}, status: {id: x, account: {teamId: team-a}}";

  private final Desk desk = Desk.bare();
  private final Departure<PaperspaceProject> departure = new Departure<>(adapter(), desk.services);

  @SuppressWarnings("unchecked")
  private static Adapter<PaperspaceProject, Observed, ?> adapter() {
    return (Adapter<PaperspaceProject, Observed, ?>)
        Proxy.newProxyInstance(
            DepartureTest.class.getClassLoader(),
            new Class<?>[] {Adapter.class},
            (self, method, args) ->
                switch (method.getName()) {
                  case "type" -> PaperspaceProject.class;
                  case "ownedKey" -> Optional.of("everywhere/p");
                  default ->
                      List.of(
                          new Reference.ToSecret("valueFrom", new SecretKeyRef("s", "k")),
                          new Reference.ToResource("projectRef", PaperspaceProject.class, "q"));
                });
  }

  @Test
  void whatItNamedAndItsAccountsAreWoken() {
    desk.project("q", "spec: {name: q}");
    desk.account("default", "spec: {secretRef: {name: s}}");
    departure.tell(desk.read(PaperspaceProject.class, "p", "spec: {name: p}"));
    assertThat(desk.woken).containsExactly("q", "default");
  }

  @Test
  void whatCannotBeReadNamesNothing() {
    desk.project("q", "spec: {name: q}");
    var resource = desk.read(PaperspaceProject.class, "p", "spec: {name: p}");
    resource.unreadable(new Unreadable("spec", Policy.DEFAULT));
    departure.tell(resource);
    assertThat(desk.woken).doesNotContain("q");
    departure.tell(desk.read(PaperspaceProject.class, "p", "kind: PaperspaceProject"));
    assertThat(desk.woken).doesNotContain("q");
  }

  @Test
  void whatItHadInTheCloudIsFree() {
    var resource = desk.project("p", SEEN);
    var other = desk.project("q", "spec: {name: q}");
    for (var had : List.of("x", "key:everywhere/p")) {
      var key = IndexKey.cloud(PaperspaceProject.class, "team-a", had);
      assertThat(desk.claims.claim(key, resource)).isEmpty();
      assertThat(desk.claims.claim(key, other)).isPresent();
    }
    desk.gone(resource);
    departure.tell(resource);
    for (var had : List.of("x", "key:everywhere/p")) {
      var key = IndexKey.cloud(PaperspaceProject.class, "team-a", had);
      assertThat(desk.claims.claim(key, other)).as(had).isEmpty();
    }
  }
}
