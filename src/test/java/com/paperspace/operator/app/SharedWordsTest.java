package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cluster.IndexKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What two objects say in the same words takes memory once. */
class SharedWordsTest {
  private static PaperspaceProject read(String name) {
    return TolerantSerialization.create()
        .unmarshal(
            """
            {"apiVersion": "paperspace.com/v1alpha1", "kind": "PaperspaceProject",
             "metadata": {"name": "%s", "namespace": "research", "uid": "uid-of-%s",
               "creationTimestamp": "2026-11-28T00:00:00Z", "finalizers": ["paperspace.com/cloud-object"]},
             "spec": {"name": "%s", "accountRef": {"name": "team"}},
             "status": {"origin": "Created", "account": {"name": "default", "teamId": "te1", "userId": "us1"},
               "conditions": [{"type": "Ready", "status": "True", "reason": "Available",
                 "message": "The project exists.", "lastTransitionTime": "2026-11-28T00:00:00Z"}]}}
            """
                .formatted(name, name, name),
            PaperspaceProject.class);
  }

  private static List<String> words(PaperspaceResource<?, ?> of) {
    var account = of.getStatus().account();
    var condition = of.getStatus().conditions().get(0);
    return Stream.of(
            of.getSingular(),
            of.getSpec() instanceof ManagedSpec spec ? spec.accountRef().name() : "",
            of.getMetadata().getCreationTimestamp(),
            of.getMetadata().getNamespace(),
            of.getMetadata().getFinalizers().get(0),
            of.getStatus().origin(),
            account.name(),
            account.teamId(),
            account.userId(),
            condition.type(),
            condition.status(),
            condition.reason(),
            condition.message(),
            condition.lastTransitionTime())
        .toList();
  }

  @Test
  void areTheSameTexts() {
    var one = words(read("a"));
    var other = words(read("b"));
    for (int i = 0; i < one.size(); i++) {
      assertThat(other.get(i)).as(one.get(i)).isSameAs(one.get(i));
    }
  }

  /** Without {@code @Singular} Fabric8 makes a text for each object. */
  @Test
  void theSingularOfEachKindIsTheSameText() {
    assertThat(Kinds.types())
        .allSatisfy(it -> assertThat(named(it).getSingular()).isSameAs(named(it).getSingular()));
  }

  private static PaperspaceResource<?, ?> named(Class<? extends PaperspaceResource<?, ?>> kind) {
    try {
      return kind.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fabric8 keeps a list or a map for each. */
  @Test
  void whatIsEmptyTakesNone() {
    var one = read("a").getMetadata();
    var other = read("b").getMetadata();
    assertThat(other.getLabels()).isSameAs(one.getLabels());
    assertThat(other.getOwnerReferences()).isSameAs(one.getOwnerReferences());
    assertThat(other.getManagedFields()).isSameAs(one.getManagedFields());
    assertThat(other.getAdditionalProperties()).isSameAs(one.getAdditionalProperties());
  }

  /** Nothing that is read may end the watch of all others. */
  @Test
  void whatIsNullIsNone() {
    var read =
        TolerantSerialization.create()
            .unmarshal(
                """
                {"apiVersion": "paperspace.com/v1alpha1", "kind": "PaperspaceProject",
                 "metadata": {"name": "a", "labels": null, "annotations": null, "finalizers": null,
                   "ownerReferences": null, "managedFields": null}}
                """,
                PaperspaceProject.class);
    assertThat(read.getMetadata().getLabels()).isEmpty();
    assertThat(read.getMetadata().getOwnerReferences()).isEmpty();
  }

  /** As of its index and its claim. */
  @Test
  void areTheSameWhereverAnObjectOfTheCloudIsNamed() {
    assertThat(IndexKey.cloud(PaperspaceProject.class, "te1", "p1"))
        .isSameAs(IndexKey.cloud(PaperspaceProject.class, "te1", "p1"));
  }

  /** What is kept of an object beside it goes by these. */
  @Test
  void areTheSameInEveryVersionOfOneObject() {
    var one = read("a").getMetadata();
    var other = read("a").getMetadata();
    assertThat(other.getName()).isSameAs(one.getName());
    assertThat(other.getUid()).isSameAs(one.getUid());
  }
}
