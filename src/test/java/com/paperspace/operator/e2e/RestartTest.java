package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator that starts where another one worked, and hears of one kind later than of others. */
@NeedsControlPlane
class RestartTest {
  private static final int LATE_MILLIS = 1500;

  private final ControlPlane plane;

  RestartTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void findsAllInOrderAndWritesNothing() {
    var here = new Namespace(plane, "e2e-restart");
    try (var stage = new Stage(plane, here)) {
      here.quickStart();
      Namespace.until(
          "the Deployment's use of the secret is seen",
          () ->
              here.value("pssecret/greeting", ".status.observed.deploymentAttached")
                  .equals("true"));
      for (var late : new String[] {"paperspaceaccounts", "paperspaceprojects", "machines"}) {
        stage.stop();
        stage.journal.clear();
        int mark = stage.cloud.journal().size();
        stage.start(lateList(late));
        Namespace.until(
            "it has looked at every kind",
            () ->
                stage.cloud.journal().since(mark).stream()
                        .filter(call -> !call.route().startsWith("/auth/"))
                        .map(call -> call.route().split("/", 3)[1])
                        .distinct()
                        .count()
                    >= 4);

        assertThat(stage.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
        assertThat(stage.journal.writes()).as("writes when %s come late", late).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"machines", "shareddrives", "deployments", "projectsecrets"})
  void keepsTheKeyForThoseItHasNotHeardOf(String late) {
    var here = new Namespace(plane, "e2e-late-" + late.toLowerCase(Locale.ROOT));
    try (var stage = new Stage(plane, here)) {
      here.quickStart();
      stage.stop();
      here.kubectl("delete", "paperspace", "--all", "--wait=false").orFail();
      here.kubectl("delete", "secret", "--all", "--wait=false").orFail();

      stage.start(lateList(late));

      here.deleteAll();
      assertThat(QuickStart.count(stage.team)).as("objects left in the cloud").isZero();
    }
  }

  /** The API server takes its time over the first list of one kind. */
  private static Interceptor lateList(String plural) {
    return chain -> {
      var url = chain.request().url();
      if (url.encodedPath().endsWith("/" + plural) && url.queryParameter("watch") == null) {
        try {
          boolean never = new CountDownLatch(1).await(LATE_MILLIS, TimeUnit.MILLISECONDS);
          assertThat(never).isFalse();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return chain.proceed(chain.request());
    };
  }
}
