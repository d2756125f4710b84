package com.paperspace.operator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.kind.ShelfKind;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A new kind is a class and a table; the engine that keeps it is the one of all kinds. */
class ThrowAwayKindTest {

  @Test
  void livesItsWholeLifeWithoutAnyChangeOfTheEngine() {
    var cloud = new ConcurrentHashMap<String, ShelfKind.View>();
    var kubernetes = KubeServer.mock();
    announce(kubernetes);
    try (var rig = new Rig(kubernetes, List.of(ShelfKind.adapter(cloud)))) {
      rig.startOperator().account();
      rig.apply("kind: Shelf\nmetadata: {name: oak}\nspec: {boards: 3}\n");
      var ready = rig.untilReady(Shelf.class, "oak");
      assertThat(ready.getStatus().observed().boards()).isEqualTo(3);
      var id = ready.getStatus().id();

      cloud.put(id, new ShelfKind.View(id, "oak", 1));
      rig.passTimeUntil("drift is put right", () -> cloud.get(id).boards() == 3);

      rig.delete(Shelf.class, "oak");
      rig.untilGone(Shelf.class, "oak");
      assertThat(cloud).isEmpty();
    }
  }

  private static void announce(KubeServer kubernetes) {
    var crd =
        new CustomResourceDefinitionBuilder()
            .withNewMetadata()
            .withName("shelves.paperspace.com")
            .endMetadata()
            .withNewSpec()
            .withGroup("paperspace.com")
            .withScope("Namespaced")
            .withNewNames()
            .withKind("Shelf")
            .withPlural("shelves")
            .endNames()
            .addNewVersion()
            .withName("v1alpha1")
            .withServed(true)
            .withStorage(true)
            .withNewSubresources()
            .withNewStatus()
            .endStatus()
            .endSubresources()
            .endVersion()
            .endSpec()
            .build();
    kubernetes.client().resource(crd).create();
  }
}
