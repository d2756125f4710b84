package com.paperspace.operator.reconcile.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceProject.Observed;
import com.paperspace.operator.api.Reason;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of a kind that says nothing else of itself. */
class PlainKindTest {
  private static final String THING = "thing";

  private final PaperspaceProject resource = new PaperspaceProject();
  private List<Drift> drift = List.of();
  private Observation<?> seen = Observation.ready(Reason.Available, "It is there.", null);

  @SuppressWarnings("unchecked")
  private final Adapter<PaperspaceProject, Observed, String> kind =
      (Adapter<PaperspaceProject, Observed, String>)
          Proxy.newProxyInstance(
              PlainKindTest.class.getClassLoader(),
              new Class<?>[] {Adapter.class},
              (self, method, args) ->
                  method.isDefault()
                      ? InvocationHandler.invokeDefault(self, method, args)
                      : method.getName().equals("observe") ? seen : drift);

  @Test
  void itsObjectsTellTheirAgeAndNameAndCanBeSentAgain() {
    assertThat(kind.isDated()).isTrue();
    assertThat(kind.isNamed()).isTrue();
    assertThat(kind.isRepeatable()).isTrue();
    assertThat(kind.isFoundByScope()).isFalse();
    assertThat(kind.isOneShot()).isFalse();
    assertThat(kind.isSeenByOthers()).isFalse();
    assertThat(kind.isAsMade(resource, THING, Optional.empty())).isTrue();
    assertThat(kind.result(resource, null)).isEmpty();
  }

  @Test
  void itLiesInTheTeamUnderNoKey() {
    assertThat(kind.scope(resource, null)).isEmpty();
    assertThat(kind.scope(resource, null, null)).isEmpty();
    assertThat(kind.sameScope("a", "b")).isTrue();
    assertThat(kind.isInScope(resource, "a")).isTrue();
    assertThat(kind.naturalKey(resource, null)).isEmpty();
    assertThat(kind.ownedKey(resource)).isEmpty();
    assertThat(kind.findByKey("a", null)).isEmpty();
  }

  @Test
  void itSharesNothing() {
    assertThat(kind.lookUp(resource, null, null)).isEmpty();
    assertThat(kind.exists(null, null, null)).isTrue();
    assertThat(kind.decidesOn(resource)).isEmpty();
    assertThat(kind.takes(resource, null)).isEmpty();
    assertThat(kind.leavesToOthers(resource, null)).isEmpty();
    assertThat(kind.outputs(resource, THING)).isEmpty();
    assertThat(kind.outputSecret(resource)).isNull();
    assertThat(kind.showsAllOutputs()).isTrue();
  }

  @Test
  void nothingComesBeforeOrAfterIt() {
    assertThat(kind.beforeCreate(resource, null, null)).isEmpty();
    assertThat(kind.aside(resource, null, null)).isEmpty();
    assertThat(kind.putAside(Map.of())).isEmpty();
    assertThat(kind.putBack(Map.of(), Instant.EPOCH, null)).isEmpty();
    assertThat(kind.letBe(Map.of())).isEmpty();
    assertThat(kind.beforeDelete(resource, THING, Map.of())).isEmpty();
    assertThat(kind.clearForDelete(THING)).isEmpty();
    assertThat(kind.leavesBehind(resource, Optional.of(THING))).isEmpty();
    assertThat(kind.whyGone(resource, null, null)).isEmpty();
    assertThat(kind.remains(resource, null)).isNull();
    assertThat(kind.wayOut(List.of())).isEmpty();
  }

  @Test
  void aRowShowsAllOfIt() {
    assertThat(kind.complete(resource, THING, null, null)).isEqualTo(THING);
    assertThat(kind.hasUnlisted(resource, null)).isFalse();
    assertThat(kind.check(resource, THING, null)).isEmpty();
  }

  @ParameterizedTest(name = "ready: {0}, differs: {1}")
  @CsvSource({"true, false, true", "true, true, false", "false, false, false"})
  void itIsAtRest(boolean isReady, boolean differs, boolean rests) {
    drift = differs ? List.of(Drift.correctable("name", "a", "b")) : List.of();
    if (!isReady) {
      seen = Observation.progressing(Reason.Creating, "It comes.", null, null);
    }
    assertThat(kind.isAtRest(resource, THING, null)).isEqualTo(rests);
  }
}
