package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.Desk;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What an event says, and of what there is none. */
class EventsTest {
  // Not that of the code: docs/operations.md promises it.
  private static final Duration SAME_WITHIN = Duration.ofMinutes(10);

  private final Desk desk = Desk.inKubernetes();
  private final Events events = desk.services.events();
  private final PaperspaceProject project =
      desk.read(PaperspaceProject.class, "p", "spec: {name: p}");

  private Event only() {
    return desk.client.events().v1().events().inNamespace(desk.namespace).list().getItems().get(0);
  }

  @Test
  void tellsOfWhatItIsAndWhen() {
    events.tell(project, EventReason.Adopted, "Took over x.");
    assertThat(desk.events()).containsExactly("Normal Adopted Took over x.");
    var event = only();
    var about = event.getRegarding();
    assertThat(about.getApiVersion()).isEqualTo("paperspace.com/v1alpha1");
    assertThat(about.getKind()).isEqualTo("PaperspaceProject");
    assertThat(about.getNamespace()).isEqualTo(desk.namespace);
    assertThat(about.getName()).isEqualTo("p");
    assertThat(about.getUid()).isEqualTo("p-uid");
    assertThat(event.getEventTime().getTime()).matches(".*:\\d\\d\\.\\d{6}Z");
    assertThat(Instant.parse(event.getEventTime().getTime())).isEqualTo(desk.time.instant());
    assertThat(event.getSeries()).as("it was once").isNull();
    assertThat(event.getReportingController()).isEqualTo("paperspace.com/operator");
    assertThat(event.getReportingInstance()).isEqualTo("test");
    assertThat(event.getAction()).isNotEmpty();
    assertThat(event.getMetadata().getName()).startsWith("p.");
  }

  @Test
  void whatIsTheSameIsCountedUp() {
    events.warning(project, Reason.InvalidSpec, "No.");
    desk.after(SAME_WITHIN.minusSeconds(1));
    events.warning(project, Reason.InvalidSpec, "No.");
    desk.after(SAME_WITHIN.minusSeconds(1));
    events.warning(project, Reason.InvalidSpec, "No.");
    assertThat(desk.events()).containsExactly("Warning InvalidSpec No.");
    assertThat(only().getSeries().getCount()).isEqualTo(3);
    assertThat(Instant.parse(only().getSeries().getLastObservedTime().getTime()))
        .isEqualTo(desk.time.instant());
    desk.after(SAME_WITHIN);
    events.warning(project, Reason.InvalidSpec, "No.");
    assertThat(desk.events()).as("that was long ago").hasSize(2);
    events.warning(project, Reason.InvalidSpec, "Never.");
    assertThat(desk.events()).as("a note cannot be changed").hasSize(3);
  }

  @Test
  void whatTheApiServerHasForgottenIsWrittenAnew() {
    events.warning(project, Reason.InvalidSpec, "No.");
    desk.client.events().v1().events().inNamespace(desk.namespace).delete();
    events.warning(project, Reason.InvalidSpec, "No.");
    assertThat(desk.events()).containsExactly("Warning InvalidSpec No.");
    assertThat(only().getSeries().getCount()).isEqualTo(2);
  }

  @Test
  void ofWhatIsGoingOnlyWhatConcernsThat() {
    project.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    events.tell(project, EventReason.Adopted, "said");
    events.warning(project, Reason.InvalidSpec, "said");
    assertThat(desk.events()).isEmpty();
    events.farewell(project, EventReason.LeftBehind, "An address stays.");
    events.held(project, Reason.InUse, "Another uses it.");
    assertThat(desk.events())
        .containsExactly("Warning InUse Another uses it.", "Warning LeftBehind An address stays.");
  }

  @Test
  void inANamespaceThatGoesToo() {
    desk.namespaceGoes();
    project.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
    events.farewell(project, EventReason.LeftBehind, "An address stays.");
    assertThat(desk.events()).isEmpty();
  }

  @Test
  void isCutToWhatTheApiServerTakes() {
    project.getMetadata().setName("p".repeat(253));
    events.warning(project, Reason.InvalidSpec, "m".repeat(2000));
    var event = only();
    assertThat(event.getNote()).endsWith("m…").hasSize(1022);
    assertThat(event.getMetadata().getName()).hasSize(237).startsWith("p".repeat(200) + ".");
  }
}
