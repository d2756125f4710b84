package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Deployment;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
