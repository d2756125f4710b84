package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.cloud.Desk;
import io.fabric8.kubernetes.api.model.Event;
import org.junit.jupiter.api.Test;

/** What an event says, and of what there is none. */
class EventsTest {
  private final Desk desk = Desk.inKubernetes();
  private final Events events = desk.services.events();
  private final PaperspaceProject project =
      desk.read(PaperspaceProject.class, "p", "spec: {name: p}");

  private Event only() {
    return desk.client.v1().events().inNamespace(desk.namespace).list().getItems().get(0);
  }

  @Test
  void tellsOfWhatItIsAndWhen() {
    events.normal(project, "Adopted", "Took over x.");
    assertThat(desk.events()).containsExactly("Normal Adopted Took over x.");
    var event = only();
    var about = event.getInvolvedObject();
    assertThat(about.getApiVersion()).isEqualTo("paperspace.com/v1alpha1");
    assertThat(about.getKind()).isEqualTo("PaperspaceProject");
    assertThat(about.getNamespace()).isEqualTo(desk.namespace);
    assertThat(about.getName()).isEqualTo("p");
    assertThat(about.getUid()).isEqualTo("p-uid");
    assertThat(event.getFirstTimestamp()).isEqualTo(desk.time.instant().toString());
    assertThat(event.getLastTimestamp()).isEqualTo(event.getFirstTimestamp());
    assertThat(event.getCount()).isEqualTo(1);
    assertThat(event.getSource().getComponent()).isEqualTo("paperspace-operator");
    assertThat(event.getMetadata().getName()).startsWith("p.");
  }

  @Test
  void ofWhatIsGoingOnlyWhatStays() {
    project.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    events.normal(project, "Adopted", "said");
    events.warning(project, "InUse", "said");
    assertThat(desk.events()).isEmpty();
    events.farewell(project, "LeftBehind", "An address stays.");
    assertThat(desk.events()).containsExactly("Warning LeftBehind An address stays.");
  }

  @Test
  void isCutToWhatTheApiServerTakes() {
    project.getMetadata().setName("p".repeat(253));
    events.warning(project, "InvalidSpec", "m".repeat(2000));
    var event = only();
    assertThat(event.getMessage()).hasSize(1024);
    assertThat(event.getMetadata().getName()).hasSize(237).startsWith("p".repeat(200) + ".");
  }
}
