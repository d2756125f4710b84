package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever waits long for a turn at the API is told so, and what waits for seconds is not. */
class LongQueueTest {
  /** One request a second: the last turn comes after more than two minutes. */
  private static final int MANY = 180;

  private static final int FEW = 60;
  private static final String QUEUED = Reason.RateLimited.name();

  private Stage stage;

  @BeforeEach
  void open() {
    stage = Stage.open();
    budget("requestsPerSecond: 1, burst: 1");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void budget(String budget) {
    stage.rig.apply(
        "kind: PaperspaceAccount\nmetadata: {name: default}\n"
            + "spec: {secretRef: {name: paperspace}, budget: {"
            + budget
            + "}}\n");
    stage.pass(Duration.ofMinutes(1));
  }

  private void each(int count, String more) {
    IntStream.range(0, count).forEach(i -> stage.project("x" + i, more));
  }

  private List<PaperspaceProject> all(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> stage.get(PaperspaceProject.class, "x" + i))
        .toList();
  }

  private long queued(int count, String type, String status) {
    return all(count).stream()
        .flatMap(it -> Rig.condition(it, type).stream())
        .filter(it -> it.reason().equals(QUEUED) && it.status().equals(status))
        .count();
  }

  /** Those that are told of by name, and what each was written as. */
  private Map<String, String> told() {
    return all(MANY).stream()
        .filter(it -> Rig.condition(it, "Ready").filter(c -> c.reason().equals(QUEUED)).isPresent())
        .map(HasMetadata::getMetadata)
        .collect(Collectors.toMap(ObjectMeta::getName, ObjectMeta::getResourceVersion));
  }

  private void free() {
    budget("requestsPerSecond: 100, burst: 1000");
  }

  @Test
  void aNewOne() {
    each(MANY, "");
    stage.settle();
    assertThat(queued(MANY, "Reconciling", "True")).isBetween(1L, MANY / 2L);
    assertThat(queued(MANY, "Ready", "Unknown")).isEqualTo(queued(MANY, "Reconciling", "True"));
    var told = told();
    stage.pass(Duration.ofMinutes(1));
    var still = told();
    still.keySet().retainAll(told.keySet());
    assertThat(told).as("each is told once").containsAllEntriesOf(still);
    assertThat(still).isNotEmpty();
    free();
    all(MANY).forEach(it -> stage.ready(PaperspaceProject.class, it.getMetadata().getName()));
    assertThat(stage.team().projects().size()).isEqualTo(MANY);
  }

  @Test
  void anEditOfOne() {
    free();
    each(MANY, "");
    all(MANY).forEach(it -> stage.ready(PaperspaceProject.class, it.getMetadata().getName()));
    budget("requestsPerSecond: 1, burst: 1");
    each(MANY, ", tags: [a]");
    stage.settle();
    assertThat(queued(MANY, "Reconciling", "True")).isBetween(1L, MANY / 2L);
    free();
    stage.until(() -> stage.calls("POST", "/projects/{id}/tags") == MANY);
    all(MANY).forEach(it -> stage.ready(PaperspaceProject.class, it.getMetadata().getName()));
  }

  @Test
  void aDeletionOfOne() {
    free();
    each(MANY, "");
    all(MANY).forEach(it -> stage.ready(PaperspaceProject.class, it.getMetadata().getName()));
    budget("requestsPerSecond: 1, burst: 1");
    IntStream.range(0, MANY).forEach(i -> stage.rig.delete(PaperspaceProject.class, "x" + i));
    stage.settle();
    assertThat(queued(MANY, "Ready", "False")).isBetween(1L, MANY / 2L);
    free();
    stage.until(() -> stage.team().projects().size() == 0);
  }

  @Test
  void aShortOneIsNotTold() {
    each(FEW, "");
    stage.settle();
    assertThat(queued(FEW, "Reconciling", "True")).isZero();
    assertThat(all(FEW)).anyMatch(it -> it.getStatus() == null || it.getStatus().id() == null);
    stage.until(() -> stage.team().projects().size() == FEW);
    assertThat(all(FEW))
        .allMatch(it -> !QUEUED.equals(Rig.condition(it, "Ready").map(c -> c.reason()).orElse("")));
  }
}
