package com.paperspace.operator.reconcile.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceProject;
import io.javaoperatorsdk.operator.api.config.BaseConfigurationService;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JosdkConfigurationTest {
  /** An object that came and went would stay in its timer's queue, about half a KB, for hours. */
  @Test
  void josdkSetsNoTimerAfterAPass() {
    Reconciler<PaperspaceProject> reconciler = (resource, context) -> UpdateControl.noUpdate();
    var configuration =
        JosdkConfiguration.of(
            PaperspaceProject.class,
            reconciler,
            Set.of(),
            new BaseConfigurationService(),
            (now, before) -> {});
    assertThat(configuration.maxReconciliationInterval()).isEmpty();
  }
}
