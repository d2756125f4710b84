package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.app.Kinds;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.KubeJournal;
import com.paperspace.operator.support.KubeServer;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the simplest create costs where the API server answers as in production. */
@NeedsControlPlane
class SynchronousCreateTest {
  private final ControlPlane plane;

  SynchronousCreateTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void costsOneApiCallTwoWritesAndOnePass() {
    try (var rig = new Rig(KubeServer.real(plane), Kinds.all())) {
      rig.startOperator().account();
      rig.untilReady(PaperspaceAccount.class, "default");
      rig.settle();
      rig.journal.clear();
      int calls = rig.cloud.journal().size();
      int passes = rig.time.changes();

      rig.apply("kind: PaperspaceProject\nmetadata: {name: cheap}\nspec: {}\n");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  rig.find(PaperspaceProject.class, "cheap")
                      .filter(p -> Rig.is(p, "Ready", "True"))
                      .isPresent());
      rig.settle();

      assertThat(rig.cloud.journal().since(calls))
          .extracting(call -> call.method() + " " + call.route())
          .as("calls of the Paperspace API")
          .containsExactly("POST /projects");
      var object =
          "/apis/paperspace.com/v1alpha1/namespaces/" + rig.namespace + "/paperspaceprojects/cheap";
      assertThat(rig.journal.writes())
          .as("writes to Kubernetes: finalizer with intent, then the status")
          .containsExactly(
              new KubeJournal.Entry("PATCH", object, 200),
              new KubeJournal.Entry("PUT", object + "/status", 200));
      assertThat(rig.journal.events())
          .as("one event, which nothing waits for")
          .containsExactly(
              new KubeJournal.Entry(
                  "POST", "/apis/events.k8s.io/v1/namespaces/" + rig.namespace + "/events", 201));
      assertThat(rig.time.changes() - passes)
          .as("alarms: of the next pass after the one there was, and of the first sweep")
          .isEqualTo(2);
      assertThat(rig.journal.size())
          .as("requests to Kubernetes: these, and a look whether the namespace is being deleted")
          .isEqualTo(4);
    }
  }
}
