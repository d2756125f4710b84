package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.KubeServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many ask about one namespace, and none is told what was before he asked. */
class NamespacesTest {
  private static final int MANY = 50;

  private final KubeServer kubernetes = KubeServer.mock();
  private final Namespaces namespaces = new Namespaces(kubernetes.client());

  @AfterEach
  void close() {
    kubernetes.close();
  }

  private void make() {
    var made =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("research")
            .withFinalizers("example.com/stays")
            .endMetadata()
            .build();
    kubernetes.client().resource(made).create();
  }

  @Test
  void isAskedAnewByEachWhoComesLater() {
    assertThat(namespaces.isDying("research")).as("not there").isFalse();
    make();
    assertThat(namespaces.isDying("research")).isFalse();
    kubernetes.client().namespaces().withName("research").delete();
    assertThat(namespaces.isDying("research")).isTrue();
  }

  @Test
  void whoeverAsksAfterItsDeletionIsToldSo() throws Exception {
    make();
    var pool = Executors.newFixedThreadPool(MANY);
    try {
      var before = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < MANY; i++) {
        before.add(pool.submit(() -> namespaces.isDying("research")));
      }
      kubernetes.client().namespaces().withName("research").delete();
      for (int i = 0; i < MANY; i++) {
        assertThat(pool.submit(() -> namespaces.isDying("research")).get()).isTrue();
      }
      for (var one : before) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
