package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deleting a namespace is how most people clean up: it must end, and leave nothing to pay for. */
@NeedsControlPlane
class NamespaceDeletionTest {
  private final ControlPlane plane;

  NamespaceDeletionTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void namespacesCanGo() {
    Binaries.orSkip("kube-controller-manager");
  }

  /** What goes before the namespace. */
  enum First {
    NOTHING(null),
    SECRET("secret/paperspace-key"),
    ACCOUNT("psaccount/default"),
    PROJECT("psproj/quickstart");

    private final Optional<String> object;

    First(String object) {
      this.object = Optional.ofNullable(object);
    }
  }

  @ParameterizedTest
  @EnumSource(First.class)
  void nothingIsLeftWhateverGoesFirst(First first) {
    var here = new Namespace(plane, "e2e-gone-" + first.name().toLowerCase(Locale.ROOT));
    try (var stage = new Stage(plane, here)) {
      here.quickStart();

      first.object.ifPresent(it -> here.kubectl("delete", it, "--wait=false").orFail());
      goes(here, stage);
    }
  }

  @Test
  void nothingIsLeftOfWhatWasJustBeingMade() {
    var here = new Namespace(plane, "e2e-gone-early");
    try (var stage = new Stage(plane, here)) {
      here.apply(QuickStart.yaml());
      Namespace.until("the first create", () -> !stage.cloud.journal().mutating().isEmpty());

      goes(here, stage);
    }
  }

  private void goes(Namespace namespace, Stage stage) {
    plane.kubectl("delete", "namespace", namespace.name, "--timeout=90s").orFail();

    assertThat(QuickStart.count(stage.team)).as("objects left in the cloud").isZero();
    assertThat(stage.refusals.ofWork())
        .as("tries to make something in a dying namespace")
        .isEmpty();
    assertThat(stage.cloud.violations()).isEmpty();
  }
}
